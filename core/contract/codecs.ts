import { decodeHTMLStrict } from 'entities';
import { DateTime } from 'luxon';

import { Fault } from './faults.js';

/** A value that is not what the mapping expects: where, what was expected, what was found (shortened). */
export class Mismatch extends Fault {
  readonly misfit: { path: string; expected: string; found: string };

  constructor(path: string, expected: string, found: unknown) {
    const misfit = { path, expected, found: show(found) };
    super('invalidRecord', `${path || 'The answer'}: expected ${expected}, found ${misfit.found}.`, {
      details: misfit,
    });
    this.misfit = misfit;
  }
}

/**
 * Reads one kind of value from what a vendor sent, and writes it back. `decode` answers undefined for a value
 * that is there but empty, and throws a Mismatch (with `path`) for one of another kind. A codec without `encode`
 * makes a field read-only.
 */
export interface Codec<T> {
  expected: string;
  decode(value: unknown, path: string): T | undefined;
  encode?(value: T): unknown;
}

/** What a codec yields. */
export type Decoded<C> = C extends Codec<infer T> ? T : never;

const isEmpty = (value: unknown): value is '' | null | undefined =>
  value === undefined || value === null || value === '';

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function scalar<T>(
  expected: string,
  decode: (text: string) => T | undefined,
  encode?: (value: T) => unknown,
): Codec<T> {
  return {
    expected,
    decode(value, path) {
      if (isEmpty(value)) return undefined;
      if (!isScalar(value)) throw new Mismatch(path, expected, value);
      const decoded = decode(String(value));
      if (decoded === undefined) throw new Mismatch(path, expected, value);
      return decoded;
    },
    ...(encode && { encode }),
  };
}

/** Text as it stands, without blanks at its ends; blank text is empty. */
const text: Codec<string> = {
  expected: 'text',
  decode(value, path) {
    if (isEmpty(value)) return undefined;
    if (!isScalar(value)) throw new Mismatch(path, 'text', value);
    return String(value).trim() || undefined;
  },
  encode: (value) => value,
};

/** Text in which the vendor writes `&amp;` for `&`, or any other name of HTML: decoded once, sent plain. */
const html: Codec<string> = {
  ...text,
  decode: (value, path) => {
    const found = text.decode(value, path);
    return found?.includes('&') ? decodeHTMLStrict(found) : found;
  },
};

/** A vendor's id, number or text, as text. 0 stands for "none" in several vendors and counts as empty. */
const id: Codec<string> = {
  expected: 'an id',
  decode(value, path) {
    if (isEmpty(value) || value === 0 || value === '0') return undefined;
    if (typeof value !== 'string' && !(typeof value === 'number' && Number.isSafeInteger(value)))
      throw new Mismatch(path, 'an id', value);
    return String(value).trim() || undefined;
  },
  encode: (value) => value,
};

const integer: Codec<number> = scalar(
  'a whole number',
  (value) => (/^\s*-?\d{1,15}\s*$/.test(value) ? Number(value) : undefined),
  (value) => value,
);

const number: Codec<number> = scalar(
  'a number',
  (value) => (/^\s*-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value) ? Number(value) : undefined),
  (value) => value,
);

const yes = new Set(['1', 'true', 'yes', 'y', 'on']);
const no = new Set(['0', 'false', 'no', 'n', 'off']);

/** Yes or no, however it is written: true, "1", "yes", "on"; written back as a JSON boolean. */
const boolean: Codec<boolean> = scalar<boolean>(
  'yes or no',
  (value) =>
    yes.has(value.trim().toLowerCase()) ? true : no.has(value.trim().toLowerCase()) ? false : undefined,
  (value) => value,
);

/** An e-mail address, as the vendor spells it. */
const email: Codec<string> = scalar(
  'an e-mail address',
  (value) => (/^[^\s@]+@[^\s@]+$/.test(value.trim()) ? value.trim() : undefined),
  (value) => value,
);

/** An amount with a decimal point as minor units: "12.50" with 2 decimals is 1250. Exact, never by floating point. */
const money = (decimals = 2): Codec<number> =>
  scalar(
    'an amount',
    (value) => {
      const match = /^\s*(-?)(\d{1,16})(?:\.(\d*))?\s*$/.exec(value);
      if (!match) return undefined;
      const [, sign, whole, part = ''] = match;
      const minor = Number(`${whole}${part.slice(0, decimals).padEnd(decimals, '0')}`);
      const rounded = minor + (Number(part[decimals] ?? 0) >= 5 ? 1 : 0);
      if (!Number.isSafeInteger(rounded)) return undefined;
      return (sign ? -1 : 1) * rounded || 0;
    },
    (value) => {
      const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
      const point = digits.length - decimals;
      return `${value < 0 ? '-' : ''}${digits.slice(0, point)}${decimals ? '.' : ''}${digits.slice(point)}`;
    },
  );

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
const date: Codec<string> = scalar(
  'a day (YYYY-MM-DD)',
  (value) => {
    const day = value.trim().slice(0, 10);
    return isDay(day) ? day : undefined;
  },
  (value) => value,
);

/** A moment written `YYYY-MM-DD HH:MM:SS` that is UTC without saying so; kept as ISO 8601. */
const utc: Codec<string> = scalar(
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
const iso: Codec<string> = scalar(
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
function zoned(formats: [string, ...string[]], zone: string): Codec<string> {
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

/** One of the vendor's own words, by a table from theirs to ours. A word that is not in it is a Mismatch. */
function word<const T extends string>(table: Readonly<Record<string, T>>): Codec<T> {
  // Maps, since every object has a "constructor" and more that no table names.
  const known = new Map(Object.entries(table));
  const back = new Map([...known].map(([theirs, ours]) => [ours, theirs]));
  return scalar(
    `one of ${[...known.keys()].join(', ')}`,
    (value) => known.get(value.trim()),
    (value) => {
      const theirs = back.get(value);
      if (theirs === undefined) throw new Mismatch('', `one of ${[...back.keys()].join(', ')}`, value);
      return theirs;
    },
  );
}

/** Any value, unread: an item whose own mapping will judge it, so that one bad item never spoils its page. */
const raw: Codec<unknown> = { expected: 'anything', decode: (value) => value, encode: (value) => value };

/** A list of one kind. An absent list is no empty one: what was not fetched must not empty what is held. */
function list<T>(item: Codec<T>): Codec<T[]> {
  const expected = `a list of ${item.expected}`;
  return {
    expected,
    decode(value, path) {
      if (isEmpty(value)) return undefined;
      if (!Array.isArray(value)) throw new Mismatch(path, expected, value);
      const found: T[] = [];
      for (const [index, each] of value.entries()) {
        const decoded = item.decode(each, `${path}[${index}]`);
        if (decoded !== undefined) found.push(decoded);
        else if (each !== '') throw new Mismatch(`${path}[${index}]`, item.expected, each);
      }
      return found;
    },
  };
}

/** A codec whose value must be there. */
function required<T>(codec: Codec<T>): Codec<T> & { required: true } {
  return { ...codec, required: true };
}

type Shape = Record<string, Codec<unknown>>;
type Flatten<T> = { [K in keyof T]: T[K] };
export type Shaped<S extends Shape> = Flatten<
  { [K in keyof S as S[K] extends { required: true } ? K : never]: Decoded<S[K]> } & {
    [K in keyof S as S[K] extends { required: true } ? never : K]?: Decoded<S[K]> | undefined;
  }
>;

/** An object with known members, for a vendor's envelopes: what is not named is left alone. */
function object<S extends Shape>(shape: S): Codec<Shaped<S>> {
  return {
    expected: 'an object',
    decode(value, path) {
      if (isEmpty(value)) return undefined;
      if (typeof value !== 'object' || Array.isArray(value)) throw new Mismatch(path, 'an object', value);
      const decoded: Record<string, unknown> = {};
      for (const [name, codec] of Object.entries(shape)) {
        const at = path ? `${path}.${name}` : name;
        const member = codec.decode(Reflect.get(value, name), at);
        if (member === undefined && 'required' in codec)
          throw new Mismatch(at, codec.expected, Reflect.get(value, name));
        decoded[name] = member;
      }
      // The loop has put each member there by its own codec, which is what Shaped says in types.
      return decoded as Shaped<S>;
    },
  };
}

/** An object as it came, unread. */
const anyObject: Codec<Record<string, unknown>> = {
  expected: 'an object',
  decode(value, path) {
    if (isEmpty(value)) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) throw new Mismatch(path, 'an object', value);
    // Every object has its members by name.
    return value as Record<string, unknown>;
  },
};

/** The codecs a mapping is made of. */
export const codec = {
  anyObject,
  text,
  html,
  id,
  integer,
  number,
  boolean,
  email,
  money,
  date,
  utc,
  iso,
  zoned,
  word,
  raw,
  list,
  object,
  required,
};

/** Reads one item, or a part of it; what does not fit is a Mismatch, which puts that item alone into quarantine. */
export function readItem<T>(expected: Codec<T>, item: unknown, path = ''): T {
  const decoded = expected.decode(item, path);
  if (decoded === undefined) throw new Mismatch(path, expected.expected, item);
  return decoded;
}

/**
 * Reads a whole vendor answer by a codec. What does not fit is a `contract` fault: the vendor, not one record, is
 * other than the plugin believes.
 */
export function readAnswer<T>(expected: Codec<T>, answer: unknown, operation: string): T {
  try {
    return readItem(expected, answer);
  } catch (cause) {
    if (!(cause instanceof Mismatch)) throw cause;
    throw new Fault('contract', `The answer to ${operation} is not what the plugin knows. ${cause.message}`, {
      cause,
      details: { operation, ...cause.details },
    });
  }
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const shown = JSON.stringify(value) ?? typeof value;
  return shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
}
