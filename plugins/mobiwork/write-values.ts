import { isDeepStrictEqual } from 'node:util';

import { codec, Fault, type Command } from 'portico/contract';

import type { Raw } from './client.js';

/** A member that the command must carry, itself or in what was held before. */
export function textIn(
  { body, base }: { body: Command['body']; base?: Command['base'] | undefined },
  ...names: string[]
): string {
  for (const from of [body, base ?? {}])
    for (const name of names) {
      const value = codec.id.decode(Array.isArray(from[name]) ? from[name][0] : from[name], name);
      if (value !== undefined) return value;
    }
  throw new Fault('bug', `The command does not say which ${names[0]} it is about.`, { details: { names } });
}

/**
 * The names of what MobiWork, read back, keeps otherwise than asked; nothing and empty are the same. All of it where
 * what is kept cannot be read.
 */
export function differing(wanted: object, read: () => object): string[] {
  let kept: object;
  try {
    kept = read();
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    kept = {};
  }
  return Object.entries(wanted)
    .filter(([name, value]) => !isDeepStrictEqual(comparable(value), comparable(Reflect.get(kept, name))))
    .map(([name]) => name);
}

function comparable(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.length ? value.map(comparable) : undefined;
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (each === '' ? [] : [[name, comparable(each)]])),
  );
}

/** An item as it is sent back: without what is empty, which MobiWork may not take for a number or a date. */
export function plain(raw: Raw): Raw {
  return Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) => {
      const sent = plainValue(value);
      return sent === undefined ? [] : [[name, sent]];
    }),
  );
}

function plainValue(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (Array.isArray(value)) return value.map(plainValue).filter((each) => each !== undefined);
  return typeof value === 'object' ? plain({ ...value }) : value;
}

/** What a change made empty goes out as an empty element. */
export const cleared = (raw: Raw): Raw =>
  Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, value ?? '']));
