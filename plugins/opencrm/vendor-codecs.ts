import { at, codec, Mismatch } from 'portico/contract';
import type { Codec, Piece, RecordData } from 'portico/contract';

/** Ticks are "0" and "1", as text (§3). */
export const tick: Codec<boolean> = { ...codec.boolean, encode: (value) => (value ? '1' : '0') };

/** A day; one of zeros is none. */
export const day: Codec<string> = {
  ...codec.date,
  decode: (value, path) =>
    typeof value === 'string' && value.startsWith('0000-00-00') ? undefined : codec.date.decode(value, path),
};

/** OpenCRM checks no format (§3): text that is no address is none, and the person has no e-mail address. */
export const address: Codec<string> = {
  ...codec.text,
  decode: (value, path) => codec.text.decode(value, path)?.match(/^[^\s@]+@[^\s@]+$/)?.[0],
};

/** As the codec, but a value that does not fit is none: for what is assumed, and for what must not hold up the rest. */
export const lenient = <T>(by: Codec<T>): Codec<T> => ({
  ...by,
  decode(value, path) {
    try {
      return by.decode(value, path);
    } catch (misfit) {
      if (misfit instanceof Mismatch) return undefined;
      throw misfit;
    }
  },
});

type Fields = NonNullable<RecordData['fields']>;

/** Columns by the vendor's own names, and the tenant's own ones (`cf_812`); no other, so that none shows by chance. */
export function vendorFields(names: readonly string[], ticks: readonly string[] = []): Piece<Fields> {
  const text = names.map((name) => [name, at(name)] as const);
  const ticked = ticks.map((name) => [name, at(name, tick)] as const);
  return {
    paths: [...names, ...ticks],
    read(raw, used) {
      const found: Fields = {};
      for (const [name, piece] of [...text, ...ticked, ...customOf(raw)]) {
        const value = piece.read(raw, used);
        if (value !== undefined) found[name] = value;
      }
      return found;
    },
    write(values, into) {
      for (const [name, value] of Object.entries(values))
        into[name] = typeof value === 'boolean' ? tick.encode?.(value) : value;
    },
  };
}

const customOf = (raw: object): [string, Piece<string>][] =>
  Object.keys(raw)
    .filter((name) => /^cf_\d+$/.test(name))
    .map((name) => [name, at(name, lenient(codec.text))]);
