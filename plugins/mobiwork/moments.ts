import { codec, Mismatch, type Codec } from 'portico/contract';

import { assumed } from './assumed.js';
import type { MobiworkSession } from './client.js';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** MobiWork's writings (mobiwork.md §3): `2025/06/03 09:30`, `06/03/2025`, `Tue Jun 03 09:30:00 EDT 2025`. */
const writings = [
  /^(?<year>\d{4})[/-](?<month>\d{1,2})[/-](?<day>\d{1,2})(?:[ T](?<time>.+))?$/,
  /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})(?: (?<time>.+))?$/,
  /^[a-z]{3} (?<month>[a-z]{3}) +(?<day>\d{1,2}) (?<time>\S+) (?<zone>\S+) (?<year>\d{4})$/i,
];

/** The parts of a date in any of them: the day as YYYY-MM-DD. */
function partsOf(text: string): { day: string; time?: string | undefined; zone?: string | undefined } {
  const groups = writings.map((each) => each.exec(text)?.groups).find(Boolean) ?? {};
  const { year, month = '', day = '', time, zone } = groups;
  const number = /\D/.test(month) ? String(months.indexOf(month.toLowerCase()) + 1) : month;
  return { day: [year, number.padStart(2, '0'), day.padStart(2, '0')].join('-'), time, zone };
}

/** Reads what `by` makes of the parts; what it does not take is told as it came. */
const dated = (
  expected: string,
  by: (parts: ReturnType<typeof partsOf>) => string | undefined,
): Codec<string> => ({
  expected,
  decode(value, path) {
    const text = codec.text.decode(value, path);
    if (text === undefined) return undefined;
    try {
      return by(partsOf(text));
    } catch {
      throw new Mismatch(path, expected, value);
    }
  },
});

/**
 * A moment, which says no zone: the tenant's is taken. The three letters of Java's writing are ambiguous and only heeded
 * where they mean UTC.
 */
export function moment(zone: string): Codec<string> {
  const inZone = (of: string) => codec.zoned(['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd HH:mm', 'yyyy-MM-dd'], of);
  const [own, utc] = [inZone(zone), inZone('UTC')];
  return dated(
    'a moment (YYYY/MM/DD HH:MM:SS, MM/DD/YYYY, or as Java writes it)',
    ({ day: on, time = '', zone: said = '' }) =>
      (/^(utc|gmt|z)$/i.test(said) ? utc : own).decode(`${on} ${time}`.trim(), ''),
  );
}

/** A day, as it stands there. */
export const day: Codec<string> = dated(
  'a day (YYYY/MM/DD, MM/DD/YYYY, or as Java writes it)',
  ({ day: on }) => codec.date.decode(on, ''),
);

export const dayMs = 86_400_000;

/** A day of UTC, as filters have it. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10).replaceAll('-', '/');

/** The tenant's day so many days before now, as filters have it. */
export function daysAgo({ now, settings: { zone = assumed.zone } }: MobiworkSession, days: number): string {
  const then = new Date(now().getTime() - days * dayMs);
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(then).replaceAll('-', '/');
}
