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

/** What the hub holds: people who may sign in, their live accesses, participants by auto-add, records. */
export interface DemoCounts {
  people: number;
  accesses: number;
  autoAdded: number;
  records: number;
}

export async function countAll({ pool }: Pick<Database, 'pool'>): Promise<DemoCounts> {
  const [counts] = await query<DemoCounts>(
    pool,
    `select (select count(*) from person) as people,
            (select count(*) from access where ended_at is null) as accesses,
            (select count(*) from participant where origin = 'auto') as "autoAdded",
            (select count(*) from record where deleted_at is null) as records`,
  );
  if (!counts) throw new Error('a count answered no row');
  return counts;
}

/** What came of the syncs, and of auto-add between two counts. */
export const summarise = (
  connections: ConnectionSummary[],
  before: DemoCounts,
  { people, accesses, records, autoAdded }: DemoCounts,
): DemoSummary => ({
  connections,
  participants: { added: autoAdded - before.autoAdded },
  people,
  accesses,
  records,
});
