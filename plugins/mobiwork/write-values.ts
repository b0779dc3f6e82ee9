import { isDeepStrictEqual } from 'node:util';

import { codec, Fault, type Command } from 'portico/contract';

import { readable, type Raw } from './client.js';

/** A member that the command carries, itself or in what was held before. */
export function givenIn(
  { body, base = {} }: Pick<Command, 'body' | 'base'>,
  ...names: string[]
): string | undefined {
  const values = [body, base].flatMap((from) => names.map((name) => from[name]));
  return values
    .map((each) => codec.id.decode(Array.isArray(each) ? each[0] : each, names.join(' or ')))
    .find((each) => each !== undefined);
}

/** The customer that the command is about. */
export function customerIn(command: Pick<Command, 'body' | 'base'>): string {
  const customer = givenIn(command, 'customer', 'principal');
  if (customer === undefined) throw new Fault('bug', 'The command does not say which customer it is about.');
  return customer;
}

/**
 * The names of what MobiWork, read back, keeps otherwise than asked; nothing and empty are the same. All of it where
 * what is kept cannot be read.
 */
export function differing(wanted: object, read: () => object): { differs?: string[] } {
  const kept = readable(read) ?? {};
  const differs = Object.entries(wanted).flatMap(([name, value]) =>
    isDeepStrictEqual(withoutEmpty(value, true), withoutEmpty(Reflect.get(kept, name), true)) ? [] : [name],
  );
  return differs.length ? { differs } : {};
}

/** An item as it is sent back: without what is empty, which MobiWork may not take for a number or a date. */
export const plain = (raw: Raw): Raw => ({ ...Object(withoutEmpty(raw)) }) as Raw;

function withoutEmpty(value: unknown, trimmed = false): unknown {
  if (typeof value === 'string') return (trimmed ? value.trim() : value) || undefined;
  if (typeof value !== 'object') return value;
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    const found = value.map((each) => withoutEmpty(each, trimmed)).filter((each) => each !== undefined);
    return found.length ? found : undefined;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const found = withoutEmpty(each, trimmed);
      return found === undefined ? [] : [[name, found]];
    }),
  );
}

/** What a change made empty goes out as an empty element. */
export const cleared = (raw: Raw): Raw =>
  Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, value ?? '']));
