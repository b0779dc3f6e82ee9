import type { Access } from '../access/access.js';
import { readAccesses } from '../access/read-accesses.js';
import { readConsistently } from '../access/read-consistently.js';
import type { Clock } from '../clock.js';
import type { Database, Queryable } from '../database/open-database.js';
import { readPortalFacts, type PortalFacts } from './portal-facts.js';

export interface PortalDeps {
  database: Pick<Database, 'pool'>;
  clock: Clock;
}

/** A person at one moment: their accesses that count, and what is known of those connections. */
export interface Reader {
  tx: Queryable;
  personId: string;
  accesses: readonly Access[];
  facts: PortalFacts;
}

/**
 * Runs `work` for a person over one picture of the database: rights, rows and names are of the same moment
 * (S33).
 */
export const readAs = <T>(
  { database, clock }: PortalDeps,
  personId: string,
  work: (reader: Reader) => Promise<T>,
): Promise<T> =>
  readConsistently(database.pool, async (tx) => {
    const accesses = await readAccesses(tx, { personId, now: clock.now() });
    const ids = [...new Set(accesses.map(({ connectionId }) => connectionId))];
    return work({ tx, personId, accesses, facts: await readPortalFacts(tx, ids) });
  });
