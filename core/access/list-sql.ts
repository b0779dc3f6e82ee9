import type { Access } from './access.js';
import { join } from './condition-sql.js';
import { listArms, type Arm } from './list-arms.js';
import { readCursor, type ListCursor } from './list-cursor.js';
import { listFilters } from './list-filters.js';
import { listOrder, type ListOrder } from './list-order.js';
import { listLimits, type ListQuery } from './list-query.js';
import { seedSql } from './seed-sql.js';
import { everything, seedsOf } from './seeds-of.js';
import { createParameters } from './sql-parameters.js';

/** One statement for one page and its total. */
export interface ListStatement {
  text: string;
  values: unknown[];
  /** Another order than the arms' own was asked for. */
  sorted: boolean;
}

/**
 * A list as one statement of ordered arms (access.md, Lists): each arm walks an index newest first, filters
 * by its exact condition and is cut at the page; their union is merged and cut again. It relies on the
 * indexes of the access migration, and on a seed's walk holding every row of its condition. Nothing when no
 * grant reads here.
 */
export function listSql(accesses: readonly Access[], query: ListQuery): ListStatement | undefined {
  const parameters = createParameters();
  const arms = listArms(accesses, query, parameters);
  const order = listOrder(arms, query);
  const size = pageSize(query);
  const cursor = query.after === undefined ? undefined : readCursor(query.after);
  const walk = (limit: number, after?: ListCursor): ArmWalk[] =>
    arms.flatMap((arm) => armWalks(arm, { query, order, limit, after }));
  const all = walk(order.walked ? listLimits.total + 1 : listLimits.sorted + 1);
  if (!all.length) return undefined;
  const counted = order.walked ? countedRows(all) : merged(all);
  const ahead = order.walked ? merged(walk(size + 1, cursor)) : 'counted';
  const beyond = cursor ? order.beyond(cursor, parameters) : 'true';
  const text = `
    with counted as materialized (select * from ${counted} arms),
    page as (
      select connection_id, id, ${order.asText} as cursor, key from ${ahead} ahead
      where ${beyond} order by ${order.by} limit ${size + 1})
    select (select count(*) from counted) as total, page.connection_id as "connectionId", page.id, page.cursor
    from (select) one left join page on true order by ${order.by}`;
  return { ...parameters.finish(text), sorted: !order.walked };
}

/** A row may come by several arms, and by several starts of one arm, with the same key each time. */
const merged = (walks: ArmWalk[]): string =>
  `(select distinct * from (${walks.map(({ sql }) => sql).join('\nunion all\n')}) walks)`;

/**
 * Enough rows to know the total up to its limit: when no row can come more than n times, n times the limit and
 * one more hold more rows than the limit, and the arms behind need not be walked.
 */
function countedRows(walks: ArmWalk[]): string {
  const times = new Map<string, number>();
  for (const { connectionId, times: more } of walks)
    times.set(connectionId, (times.get(connectionId) ?? 0) + more);
  const enough = Math.max(...times.values()) * listLimits.total + 1;
  const rows = walks.map(({ sql }) => sql).join('\nunion all\n');
  const cut = Number.isFinite(enough) ? `limit ${enough}` : '';
  return `(select distinct connection_id, id from (select * from (${rows}) walks ${cut}) enough)`;
}

/** How many rows a page has: 25, or what is asked for, at most 200. */
export const pageSize = ({ size = 25 }: ListQuery): number =>
  Math.max(1, Math.min(listLimits.size, Math.floor(size)));

/** One arm over one seed. */
interface ArmWalk {
  sql: string;
  connectionId: string;
  /** How often it can give the same row. */
  times: number;
}

function armWalks(
  arm: Arm,
  {
    query,
    order,
    limit,
    after,
  }: { query: ListQuery; order: ListOrder; limit: number; after: ListCursor | undefined },
): ArmWalk[] {
  const { scope, when } = arm;
  const filters = listFilters(arm, query);
  // The linter refuses a condition without a seed; should one be here, it is slow and still right.
  const seeds = seedsOf(when, scope.subject) ?? [everything];
  return seeds.flatMap((seed) => {
    const walk = seedSql(seed, scope);
    const filter = join([arm.exact(seed), filters], 'and');
    if (!walk || filter === 'false') return [];
    const beyond = after ? [order.beyondInArm(after, arm, walk)] : [];
    const one = `select r.connection_id, r.external_id as id, ${order.key(arm, walk.newest)} as key
      from ${walk.from}
      where ${[...walk.where, `(${filter})`, ...beyond].join('\n and ')}
      order by ${walk.newest} desc, ${walk.id} limit ${limit}`;
    const sql = walk.starts
      ? `select walk.* from ${walk.starts} cross join lateral (${one}) walk`
      : `(${one})`;
    return [{ sql, connectionId: scope.connectionId, times: walk.times }];
  });
}
