import { DateTime } from 'luxon';

/** The day a moment falls on in a zone: `2026-11-21`. Nothing when there is no such zone. */
export const dayAt = (moment: Date, zone: string): string | undefined =>
  DateTime.fromJSDate(moment, { zone }).toISODate() ?? undefined;

/** When a day begins in a zone. Nothing when there is no such day or zone. */
export function dayStart(day: string, zone: string): Date | undefined {
  const start = DateTime.fromISO(day, { zone });
  return start.isValid ? start.startOf('day').toJSDate() : undefined;
}

/** The day after. */
export const nextDay = (day: string): string =>
  DateTime.fromISO(day, { zone: 'UTC' }).plus({ days: 1 }).toISODate() ?? day;
