import type { Queryable } from '../database/open-database.js';
import { decide } from './decide.js';
import { readAccesses } from './read-accesses.js';
import type { SubjectRow } from './subject-row.js';

/**
 * Somebody who can do something with a record, as which contact, by which grants, and what they see of it.
 */
export interface WhoCan {
  personId: string;
  contact: string;
  grants: string[];
  fields: readonly string[];
}

/** Everyone who can, by accesses that count now; each access by itself, as decide joins them. */
export async function who(
  tx: Queryable,
  { action, row, now }: { action: string; row: SubjectRow; now: Date },
): Promise<WhoCan[]> {
  const accesses = await readAccesses(tx, { connectionId: row.connectionId, now });
  return accesses.flatMap((access) => {
    const { allow, grants, read } = decide([access], action, row);
    if (!allow) return [];
    const { personId, me } = access;
    return [{ personId, contact: me.contact, grants: grants.map(({ id }) => id), fields: read }];
  });
}
