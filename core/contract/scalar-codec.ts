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

export const isEmpty = (value: unknown): value is '' | null | undefined =>
  value === undefined || value === null || value === '';

export const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

export function scalar<T>(
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

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const shown = JSON.stringify(value) ?? typeof value;
  return shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
}
