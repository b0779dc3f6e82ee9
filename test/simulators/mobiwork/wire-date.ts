import { DateTime } from 'luxon';

import type { DateForm } from './mobiwork-assumptions.js';
import { MobiworkError } from './mobiwork-error.js';

const FORMATS = {
  'us-day': 'MM/dd/yyyy',
  'slash-day': 'yyyy/MM/dd',
  'slash-time': 'yyyy/MM/dd HH:mm:ss',
} as const;

/** Java names zones that JavaScript calls by their offset. */
const JAVA_ZONES: Record<string, string> = { 'Africa/Maputo': 'CAT' };

/** Writes a day or a moment in one of MobiWork's ways (mobiwork.md §3); `Thu May 16 14:12:04 CAT 2019` is Java's. */
export function writeDate(iso: string | null, form: DateForm, zone: string): string | null {
  if (iso === null) return null;
  const local = DateTime.fromISO(iso, { zone }).setLocale('en-US');
  if (form !== 'java') return local.toFormat(FORMATS[form]);
  return local.toFormat(`EEE MMM dd HH:mm:ss '${JAVA_ZONES[zone] ?? local.toFormat('ZZZZ')}' yyyy`);
}

/** Reads the day of a request, `2025/06/03`, and keeps it as `2025-06-03`. */
export function readDay(text: string): string {
  const day = DateTime.fromFormat(text, 'yyyy/MM/dd').toISODate();
  if (day === null) throw new MobiworkError('invalid', `date ${text}`);
  return day;
}

/** The day of a moment, as people in the zone call it. */
export function dayIn(iso: string, zone: string): string {
  return DateTime.fromISO(iso, { zone }).toISODate() ?? iso;
}
