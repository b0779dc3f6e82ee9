import { dayAt, dayStart, nextDay } from '../contract/zone-days.js';

/** A place on the line of time: microseconds since 1970, and the first day that begins there or later. */
export interface Cut {
  day: string;
  moment: number;
}

/** What a date in a condition covers: a day from its midnight to the next, a moment one microsecond. */
export interface TimeRange {
  from: Cut;
  to: Cut;
}

/**
 * The range of a day (`2026-11-21`, in the connection's zone) or a moment. Days and moments then compare with
 * either: a day of a record stands for its midnight. Nothing for what is no date; the atom is false.
 */
export function timeRange(operand: string | Date | undefined, zone: string): TimeRange | undefined {
  if (operand === undefined) return undefined;
  if (typeof operand !== 'string') return momentRange(operand.getTime() * 1000, zone);
  if (!isDay(operand)) {
    const moment = microseconds(operand);
    return moment === undefined ? undefined : momentRange(moment, zone);
  }
  const after = nextDay(operand);
  const from = dayStart(operand, zone);
  const to = dayStart(after, zone);
  // Days are compared as text, and the year 10000 sorts before this one.
  if (!from || !to || operand.startsWith('9999') || operand < '1000') return undefined;
  return {
    from: { day: operand, moment: from.getTime() * 1000 },
    to: { day: after, moment: to.getTime() * 1000 },
  };
}

function momentRange(moment: number, zone: string): TimeRange | undefined {
  const from = cutAt(moment, zone);
  const to = cutAt(moment + 1, zone);
  return from && to && { from, to };
}

function cutAt(moment: number, zone: string): Cut | undefined {
  const atMost = new Date(Math.ceil(moment / 1000));
  const day = dayAt(atMost, zone);
  const start = day && dayStart(day, zone);
  if (!day || !start || !/^[1-8]\d{3}/.test(day)) return undefined;
  return { day: start >= atMost ? day : nextDay(day), moment };
}

/** Is it the text of a day? Whether the calendar has it does not matter to an order of text. */
export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

const clock = String.raw`((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,6}))?`;
const offset = String.raw`(?:Z|([+-])(0\d|1[0-4]):([0-5]\d))`;
const momentText = new RegExp(String.raw`^([1-9]\d{3}-\d\d-\d\d)T${clock}${offset}$`);

/** Microseconds since 1970 of a moment's text; SQL's moment_of reads the same texts. */
export function microseconds(text: string): number | undefined {
  const [, day, time, fraction = '', sign, hours = '0', minutes = '0'] = momentText.exec(text) ?? [];
  if (day === undefined || time === undefined) return undefined;
  const at = new Date(`${day}T${time}Z`);
  // A day that the month does not have rolls over into the next.
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(day)) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  return (at.getTime() - offset * 60_000) * 1000 + Number(fraction.padEnd(6, '0'));
}

/** A moment as PostgreSQL and people read it; with all its microseconds. */
export function momentAsText(moment: number): string {
  const milliseconds = Math.floor(moment / 1000);
  const rest = moment - milliseconds * 1000;
  const text = new Date(milliseconds).toISOString();
  return rest === 0 ? text : text.replace('Z', `${String(rest).padStart(3, '0')}Z`);
}

/** A record's date as it compares: a day stays text, a moment becomes microseconds, anything else is none. */
export function pointOf(value: unknown): string | number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return isDay(value) ? value : microseconds(value);
}

/** Does a record's date, a day or a moment, lie before the cut? */
export const liesBefore = (value: string | number, cut: Cut): boolean =>
  typeof value === 'string' ? value < cut.day : value < cut.moment;
