import { decodeHTMLStrict } from 'entities';

import { Fault } from './faults.js';
import { date, iso, utc, zoned } from './moment-codecs.js';
import { isEmpty, isScalar, Mismatch, scalar, type Codec, type Decoded } from './scalar-codec.js';

export { Mismatch, type Codec, type Decoded } from './scalar-codec.js';

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

/** As `list`, where the vendor writes a list of one without the list around it (XML has none). */
function oneOrMany<T>(item: Codec<T>): Codec<T[]> {
  const many = list(item);
  return {
    expected: many.expected,
    decode: (value, path) => many.decode(isEmpty(value) || Array.isArray(value) ? value : [value], path),
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
  oneOrMany,
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
