import { DateTime } from 'luxon';

import type { ApptivoFirm } from './apptivo-data.js';

/** `06/02/2025 16:40:12`: a moment in the firm's format and zone, with nothing that tells either (apptivo.md §5). */
export function toFirmMoment(iso: string, firm: ApptivoFirm, timePattern: string): string {
  const time = Date.parse(iso);
  const local = DateTime.fromMillis(time + offsetAt(time, firm.zone), { zone: 'utc' });
  return local.toFormat(`${firm.dateFormat} ${timePattern}`.trim());
}

/** A plain day (`2025-06-02`) in the firm's format; no zone is involved. */
export function toFirmDay(day: string, firm: ApptivoFirm): string {
  return DateTime.fromISO(day, { zone: 'utc' }).toFormat(firm.dateFormat);
}

/** Reads a day in the firm's format, with or without a time behind it; nothing if it is none. */
export function fromFirmDay(text: string, firm: ApptivoFirm): string | undefined {
  const [day = ''] = text.split(' ');
  return DateTime.fromFormat(day, firm.dateFormat, { zone: 'utc' }).toISODate() ?? undefined;
}

const QUARTER = 900_000;
const offsets = new Map<string, number>();

/** Milliseconds ahead of UTC; kept, since a zone is dear to look up and changes at a quarter's end at most. */
function offsetAt(time: number, zone: string): number {
  const quarter = Math.floor(time / QUARTER) * QUARTER;
  const key = `${zone} ${quarter}`;
  const offset = offsets.get(key) ?? DateTime.fromMillis(quarter, { zone }).offset * 60_000;
  offsets.set(key, offset);
  return offset;
}
