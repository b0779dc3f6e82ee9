import { DateTime } from 'luxon';

import { Mismatch, scalar, type Codec } from './scalar-codec.js';

/** A day that there is; without luxon, since a first sync reads two of them in each contact. */
function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** A moment to be written, or a Mismatch: no vendor is ever sent "Invalid DateTime". */
function toMoment(value: string, zone = 'utc'): DateTime {
  const moment = DateTime.fromISO(value, { zone });
  if (!moment.isValid) throw new Mismatch('', 'a moment (ISO 8601)', value);
  return moment;
}

/** A day, YYYY-MM-DD. */
export const date: Codec<string> = scalar(
  'a day (YYYY-MM-DD)',
  (value) => {
    const day = value.trim().slice(0, 10);
    return isDay(day) ? day : undefined;
  },
  (value) => value,
);

/** A moment written `YYYY-MM-DD HH:MM:SS` that is UTC without saying so; kept as ISO 8601. */
export const utc: Codec<string> = scalar(
  'a moment (YYYY-MM-DD HH:MM:SS, UTC)',
  (value) => {
    const [, day = '', time = ''] =
      /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?$/.exec(value.trim()) ?? [];
    const moment = isDay(day) ? Date.parse(`${day}T${time}Z`) : Number.NaN;
    return Number.isNaN(moment) ? undefined : new Date(moment).toISOString();
  },
  (value) => toMoment(value).toFormat('yyyy-MM-dd HH:mm:ss'),
);

/** A moment with its own offset (ISO 8601); kept in UTC. */
export const iso: Codec<string> = scalar(
  'a moment (ISO 8601 with an offset)',
  (value) => {
    const [, day = ''] = /^(\d{4}-\d{2}-\d{2})T.*(?:Z|[+-]\d{2}:?\d{2})$/.exec(value.trim()) ?? [];
    const moment = isDay(day) ? Date.parse(value.trim()) : Number.NaN;
    return Number.isNaN(moment) ? undefined : new Date(moment).toISOString();
  },
  (value) => value,
);

/**
 * A moment in the vendor's own format and zone, kept as ISO 8601 in UTC. `formats` are luxon tokens, the first
 * is the one written: `zoned(['M/d/yyyy h:mm:ss a', 'M/d/yyyy'], 'UTC-07:00')`.
 */
export function zoned(formats: [string, ...string[]], zone: string): Codec<string> {
  return scalar(
    `a moment (${formats.join(' or ')})`,
    (value) => {
      for (const format of formats) {
        const moment = DateTime.fromFormat(value.trim(), format, { zone, locale: 'en-US' });
        if (moment.isValid) return moment.toUTC().toISO();
      }
      return undefined;
    },
    (value) => toMoment(value, zone).toFormat(formats[0], { locale: 'en-US' }),
  );
}
