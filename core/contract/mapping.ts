import { codec, Mismatch, type Codec } from './codecs.js';
import { Fault } from './faults.js';
import { putAt, valueAt } from './paths.js';

/** One field of a mapping: where it is in the vendor's record, and how it is read and written. */
export interface Piece<T> {
  /** The vendor's own names, for traces and overrides. */
  paths: string[];
  read(raw: object, used: ReadonlySet<string>): T | undefined;
  /** Puts the value into the vendor's form. A piece without it makes the field read-only. */
  write?(value: T, into: Record<string, unknown>): void;
}

/** A two-way mapping between a vendor's record and canonical data. */
export interface Mapping<Raw extends object, Out extends object> {
  /** Canonical data; throws a Mismatch naming path, expected and found. */
  read(raw: Raw): Out;
  /** The vendor's form of the given fields; throws a `config` fault for a read-only one. */
  write(data: Partial<Out>): Record<string, unknown>;
  /** Field by field, the vendor's names it comes from. */
  sources: Readonly<Record<string, string[]>>;
  /** The fields that can be written. */
  editable: readonly string[];
}

type Pieces<Out> = { [K in keyof Out]: Piece<NonNullable<Out[K]>> };

const origins = new WeakMap<object, { raw: object; sources: Mapping<object, object>['sources'] }>();

/** The vendor's record that a mapping read this data from, while both are in memory. */
export function originOf(data: object): object | undefined {
  return origins.get(data)?.raw;
}

/** The sources of the mapping that read this data, for traces: field by field, the vendor's names. */
export function sourcesOf(data: object): Mapping<object, object>['sources'] | undefined {
  return origins.get(data)?.sources;
}

/** Declares a mapping; every required field of `Out` must have its piece. */
export function mapping<Raw extends object, Out extends object>(pieces: Pieces<Out>): Mapping<Raw, Out> {
  const entries = Object.entries<Piece<unknown>>(pieces);
  const used = new Set(entries.flatMap(([, piece]) => piece.paths));
  const sources = Object.fromEntries(entries.map(([field, piece]) => [field, piece.paths]));
  return {
    read(raw) {
      const data: Record<string, unknown> = {};
      for (const [field, piece] of entries) {
        const value = piece.read(raw, used);
        if (value !== undefined) data[field] = value;
      }
      origins.set(data, { raw, sources });
      // Each field was read by the piece that Pieces<Out> demands for it; a missing required one is the schema's to find.
      return data as Out;
    },
    write(data) {
      const into: Record<string, unknown> = {};
      for (const [field, value] of Object.entries(data)) {
        const piece = entries.find(([name]) => name === field)?.[1];
        if (!piece?.write)
          throw new Fault(
            'config',
            `The field "${field}" cannot be written to the vendor. Leave it out, or map it with a codec that has encode.`,
            { details: { field } },
          );
        piece.write(value, into);
      }
      return into;
    },
    sources,
    editable: entries.filter(([, piece]) => piece.write).map(([field]) => field),
  };
}

/** The value at a path (`Contact.FirstName`), read and written by a codec (text, if left out). */
export function at(path: string): Piece<string>;
export function at<T>(path: string, by: Codec<T>): Piece<T>;
export function at(path: string, by: Codec<unknown> = codec.text): Piece<unknown> {
  const steps = path.split('.');
  const { encode } = by;
  return {
    paths: [path],
    read: (raw) => by.decode(valueAt(raw, steps), path),
    ...(encode && {
      write: (value: unknown, into: Record<string, unknown>) =>
        putAt(into, steps, value === null ? null : encode(value)),
    }),
  };
}

/** A reference: the vendor's id of a customer, contact or record. `kind` says which, for the reader. */
export const ref = (_kind: string, path: string, by: Codec<string> = codec.id): Piece<string> => at(path, by);

/** The same value for every record. */
export const always = <T>(value: T): Piece<T> => ({ paths: [], read: () => value });

/** A value worked out from the whole record: read-only. `paths` are the vendor's names it looks at. */
export const derive = <Raw extends object, T>(
  paths: string[],
  read: (raw: Raw) => T | undefined,
): Piece<T> => ({
  paths,
  // The mapping hands every piece the record that it was itself given.
  read: (raw) => read(raw as Raw),
});

/** A list at a path, each item read by a codec or a mapping; read-only. */
export const many = <T>(path: string, each: Codec<T> | Mapping<object, T & object>): Piece<T[]> => {
  const steps = path.split('.');
  return {
    paths: [path],
    read: (raw) => {
      const found = codec.list(codec.raw).decode(valueAt(raw, steps), path);
      return found?.flatMap((item, index): T[] => {
        const where = `${path}[${index}]`;
        if ('decode' in each) return toList(each.decode(item, where));
        if (typeof item !== 'object' || item === null) throw new Mismatch(where, 'an object', item);
        return [each.read(item)];
      });
    },
  };
};

const toList = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);

type PhoneType = 'work' | 'home' | 'mobile' | 'fax' | 'other';

/** Telephone numbers that the vendor keeps in a column for each type: `phones({ work: 'phone', mobile: 'mobile' })`. */
export function phones(
  columns: Partial<Record<PhoneType, string>>,
): Piece<{ type?: PhoneType; number: string }[]> {
  const pieces = Object.entries(columns).map(([type, path]) => ({
    type: type as PhoneType,
    path,
    piece: at(path),
  }));
  return {
    paths: Object.values(columns),
    read(raw, used) {
      const found = pieces.flatMap(({ type, piece }) => {
        const value = piece.read(raw, used);
        return value === undefined ? [] : [{ type, number: value }];
      });
      return found.length ? found : undefined;
    },
    write(values, into) {
      for (const { type, path } of pieces)
        putAt(into, path.split('.'), values.find((each) => each.type === type)?.number ?? '');
    },
  };
}

type Scalar = string | number | boolean | string[];

/**
 * Everything the other pieces of the mapping did not take, by the vendor's own names: text, numbers and booleans.
 * `except` leaves out what must not be shown to anybody or changes by itself.
 */
export const rest = ({ except = [] }: { except?: string[] } = {}): Piece<Record<string, Scalar>> => ({
  paths: [],
  read(raw, used) {
    const found: Record<string, Scalar> = {};
    for (const [name, value] of Object.entries(raw)) {
      if (used.has(name) || except.includes(name) || value === '' || value === null) continue;
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        found[name] = value;
    }
    return found;
  },
  write: (values, into) => void Object.assign(into, values),
});
