import { query, type Database } from '../../core/database/open-database.js';
import type { ConnectionSummary } from './sync-all.js';

/** What `--json` prints (design §10). */
export interface DemoSummary {
  connections: ConnectionSummary[];
  participants: { added: number };
  people: number;
  accesses: number;
  records: number;
}

/** What the hub holds after its syncs. */
export async function summarise(
  { pool }: Pick<Database, 'pool'>,
  connections: ConnectionSummary[],
): Promise<DemoSummary> {
  return {
    connections,
    participants: { added: await count(pool, 'participant', "origin = 'auto'") },
    people: await count(pool, 'portal_user'),
    accesses: await count(pool, 'access'),
    records: await count(pool, 'record', 'deleted_at is null'),
  };
}

/** Rows of a table, 0 of one that this version does not have. The names are this file's own. */
async function count(pool: Database['pool'], table: string, condition = 'true'): Promise<number> {
  const [{ known } = { known: false }] = await query<{ known: boolean }>(
    pool,
    'select to_regclass($1) is not null as known',
    [table],
  );
  if (!known) return 0;
  const [row] = await query<{ count: number }>(pool, `select count(*) from "${table}" where ${condition}`);
  return row?.count ?? 0;
}
