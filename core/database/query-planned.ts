import { hash } from 'node:crypto';

import type { Queryable } from './open-database.js';

/** How many statements a connection keeps: the plan of a long list takes half a megabyte there. */
const most = 40;
const keptBy = new WeakMap<Queryable, Set<string>>();

/**
 * Rows of a statement that comes again and again with other values: each connection parses and plans it once,
 * for as many statements as it keeps. Every other one is planned each time it comes.
 */
export async function queryPlanned<T extends object>(
  on: Queryable,
  text: string,
  values: unknown[],
): Promise<T[]> {
  const name = hash('sha256', text, 'base64url');
  const kept = keptBy.get(on) ?? new Set();
  keptBy.set(on, kept);
  if (kept.size < most) kept.add(name);
  const { rows } = await on.query<T>({ ...(kept.has(name) && { name }), text, values });
  return rows;
}
