import { RpmError } from './rpm-error.js';

/** The JSON object of a call. RPM takes numbers as text and the other way round, so nothing is typed yet. */
export type RpmInput = Record<string, unknown>;

/** Reads text; a number counts as its digits, anything else as absent. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** Reads an id; `"4021"` is as good as `4021`, and 0 is no id. */
export function idOf(value: unknown): number | undefined {
  const id = typeof value === 'string' ? Number(value) : value;
  return typeof id === 'number' && Number.isInteger(id) && id > 0 ? id : undefined;
}

/** Reads a yes or no as fields take it: `0`, `no` and `n` are no, all else yes (rpm.md §5). */
export function flagOf(value: unknown): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  return !['', '0', 'no', 'n', 'false'].includes(textOf(value)?.toLowerCase() ?? '');
}

/** Reads a nested object; anything else is an empty one. */
export function objectOf(value: unknown): RpmInput {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RpmInput) : {};
}

/** Reads a list of objects; absent stays absent, since an empty list may mean something else. */
export function listOf(value: unknown): RpmInput[] | undefined {
  return Array.isArray(value) ? value.map(objectOf) : undefined;
}

/** Refuses a call that lacks a parameter, in RPM's words. */
export function requireKey(input: RpmInput, key: string): unknown {
  const value = input[key];
  if (value === undefined || value === null)
    throw new RpmError(`Call requires parameter: "${key}" which was not found`);
  return value;
}
