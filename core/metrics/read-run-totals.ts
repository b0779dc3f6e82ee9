import { query, type Database } from '../database/open-database.js';

/** What the runs of a connection came to: how many ended how, and what they counted, by name. */
export interface RunTotals {
  ended: Record<string, number>;
  counted: Record<string, number>;
}

interface TotalsRow extends RunTotals {
  connection: string;
  over: boolean;
  last: number;
}

/**
 * Sums up run rows. The whole history once; later only what came since: of one connection's runs one is
 * active at a time, so those that ended have numbers below those that will. What a retention takes away
 * stays counted, and a run under way counts as far as it is.
 */
export function createRunTotals({ pool }: Pick<Database, 'pool'>): {
  read(): Promise<Map<string, RunTotals>>;
} {
  const sums = new Map<string, RunTotals>();
  const last = new Map<string, number>();

  return {
    async read() {
      const rows = await readSince(pool, last);
      for (const row of rows.filter(({ over }) => over)) {
        last.set(row.connection, row.last);
        sums.set(row.connection, plus(sums.get(row.connection), row));
      }
      const now = new Map(sums);
      for (const row of rows.filter(({ over }) => !over))
        now.set(row.connection, plus(now.get(row.connection), row));
      return now;
    },
  };
}

const states = ['done', 'failed', 'cancelled'];
const outcomes = ['read', 'created', 'updated', 'unchanged', 'deleted', 'quarantined', 'held'];
const sumOf = (name: string): string => `'${name}', sum(coalesce((stream ->> '${name}')::bigint, 0))`;
const endedOf = (state: string): string => `'${state}', count(distinct id) filter (where state = '${state}')`;

/**
 * One statement, so that a run which ends at this moment is on one side of the line and not on both or
 * none.
 */
function readSince(pool: Database['pool'], last: ReadonlyMap<string, number>): Promise<TotalsRow[]> {
  return query(
    pool,
    `select run.connection_id as connection, finished_at is not null as over, max(run.id) as last,
            jsonb_build_object(${states.map(endedOf).join(', ')}) as ended,
            jsonb_build_object(${outcomes.map(sumOf).join(', ')}) as counted
     from run
     left join unnest($1::text[], $2::bigint[]) as known (connection_id, last) using (connection_id)
     left join lateral jsonb_each(streams) as part (name, stream) on true
     where run.id > coalesce(known.last, 0)
     group by 1, 2`,
    [[...last.keys()], [...last.values()]],
  );
}

function plus(sum: RunTotals | undefined, { ended, counted }: RunTotals): RunTotals {
  return sum ? { ended: add(sum.ended, ended), counted: add(sum.counted, counted) } : { ended, counted };
}

function add(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const both = { ...a };
  for (const [name, value] of Object.entries(b)) both[name] = (both[name] ?? 0) + value;
  return both;
}
