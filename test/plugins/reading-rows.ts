import { expect } from 'chai';

import type { TestHub } from '../hub.js';

export interface ReadingRows<Assumptions> {
  /** All rows that a full run of the connection `reading-<id>` makes of the story under a reading. */
  read(id: string, reading: Partial<Assumptions>): Promise<Record<string, unknown>[]>;
  /** The rows of an earlier run, in one order for all connections. */
  rowsOf(id: string): Promise<Record<string, unknown>[]>;
}

const tables = 'customer contact login member record link participant comment file policy'.split(' ');
const own = 'connection_id id hash item_id run_id uuid synced_at applied_at requested_at first_at since';

/**
 * What a hub makes of a story under each reading of what a vendor's documents leave open. `others` are selects
 * of a kind and a JSON beside the rows of all tables, with the connection's id as `$1`.
 */
export function readingRows<Assumptions extends object>(
  hub: TestHub,
  { assumptions }: { assumptions: Assumptions },
  { usual, others }: { usual: Assumptions; others: readonly string[] },
): ReadingRows<Assumptions> {
  const sql = [
    ...tables.map(
      (name) =>
        `select '${name}' as kind, to_jsonb(t) - $2::text[] as row from ${name} t where connection_id = $1`,
    ),
    ...others,
  ];
  const rowsOf = (id: string) =>
    hub.rows(`${sql.join(' union all ')} order by 1, 2`, [`reading-${id}`, own.split(' ')]);
  return {
    rowsOf,
    async read(id, reading) {
      Object.assign(assumptions, usual, reading);
      const outcome = await hub.sync(`reading-${id}`, { full: true });
      expect(outcome.state, JSON.stringify([outcome.streams, outcome.error?.message])).to.equal('done');
      return rowsOf(id);
    },
  };
}
