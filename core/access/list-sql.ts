import type { Access } from './access.js';
import { join } from './condition-sql.js';
import { listArms, type Arm } from './list-arms.js';
import { readCursor, type ListCursor } from './list-cursor.js';
import { listFilters } from './list-filters.js';
import { listOrder, type ListOrder } from './list-order.js';
import { listLimits, type ListQuery } from './list-query.js';
import { rowsSql } from './load-rows.js';
import { seedSql } from './seed-sql.js';
import { everything, seedsOf } from './seeds-of.js';
import { createParameters } from './sql-parameters.js';
import { tableOf } from './subject-fields.js';

/** One statement for one page and its total. */
export interface ListStatement {
  text: string;
  values: unknown[];
  /** Another order than the arms' own was asked for. */
  sorted: boolean;
  /** Whether the index of words is worth its while depends on the word. */
  searched: boolean;
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
  const walks = arms.flatMap((arm) => armWalks(arm, { query, order, cursor }));
  if (!walks.length) return undefined;
  const parts = order.walked ? walks.map((walk, place) => partOf(walk, { place, size, cursor })) : [];
  const counted = order.walked
    ? countedRows(walks, parts)
    : merged(walks.map(({ newest }) => newest(listLimits.sorted + 1)));
  const ahead = order.walked ? merged(parts.map((part) => part.ahead)) : 'counted';
  const beyond = cursor ? order.beyond(cursor, parameters) : 'true';
  const isRecord = tableOf(query.module) === 'record';
  const text = `
    with ${parts.map((part) => part.shared).join('')}
    counted as materialized (select * from ${counted} arms),
    page as (
      select connection_id, id, ${order.asText} as cursor, key from ${ahead} ahead
      where ${beyond} order by ${order.by} limit ${size + 1})
    select (select count(*) from counted) as total, page.cursor, shown.*
    from (select) one left join page on true
    left join lateral (${rowsSql(query.module)}
      where r.connection_id = page.connection_id and r.external_id = page.id
        ${isRecord ? `and r.module = ${parameters.add(query.module, 'text')}` : ''}) shown on true
    order by ${order.by}`;
  return {
    ...parameters.finish(text),
    sorted: !order.walked,
    searched: Boolean(query.search),
  };
}

/** One walk's rows for the total and for the page. */
interface Part {
  counted: string;
  ahead: string;
  /** What both read, with a comma. */
  shared: string;
}

/**
 * A walk from one start serves the first page and the total at once: PostgreSQL takes rows out of a
 * materialized query in its order, and walks no further than somebody asks.
 */
function partOf(
  { newest, ahead, isOrdered }: ArmWalk,
  { place, size, cursor }: { place: number; size: number; cursor: ListCursor | undefined },
): Part {
  const counted = newest(listLimits.total + 1);
  if (!isOrdered || cursor) return { counted, ahead: ahead(size + 1), shared: '' };
  const name = `walk_${place}`;
  return {
    counted: `select * from ${name}`,
    ahead: `(select * from ${name} limit ${size + 1})`,
    shared: `${name} as materialized ${counted},`,
  };
}

/** A row may come by several arms, and by several starts of one arm, with the same key each time. */
const merged = (rows: string[]): string => `(select distinct * from (${rows.join('\nunion all\n')}) walks)`;

/**
 * Enough rows to know the total up to its limit: when no row can come more than n times, n times the limit and
 * one more hold more rows than the limit, and the arms behind need not be walked.
 */
function countedRows(walks: ArmWalk[], parts: Part[]): string {
  const times = new Map<string, number>();
  for (const { connectionId, times: more } of walks)
    times.set(connectionId, (times.get(connectionId) ?? 0) + more);
  const enough = Math.max(...times.values()) * listLimits.total + 1;
  const rows = parts.map((part) => part.counted).join('\nunion all\n');
  const cut = Number.isFinite(enough) ? `limit ${enough}` : '';
  return `(select distinct connection_id, id from (select * from (${rows}) walks ${cut}) enough)`;
}

/** How many rows a page has: 25, or what is asked for, at most 200. */
export const pageSize = ({ size = 25 }: ListQuery): number =>
  Math.max(1, Math.min(listLimits.size, Math.floor(size)));

/** One arm over one seed. */
interface ArmWalk {
  /** Its newest rows. */
  newest(limit: number): string;
  /** Its newest rows after the cursor. */
  ahead(limit: number): string;
  /** It has one start, and so one order. */
  isOrdered: boolean;
  connectionId: string;
  /** How often it can give the same row. */
  times: number;
}

function armWalks(
  arm: Arm,
  { query, order, cursor }: { query: ListQuery; order: ListOrder; cursor: ListCursor | undefined },
): ArmWalk[] {
  const { scope, when } = arm;
  const filters = listFilters(arm, query);
  // The linter refuses a condition without a seed; should one be here, it is slow and still right.
  const seeds = seedsOf(when, scope.subject) ?? [everything];
  return seeds.flatMap((seed) => {
    const walk = seedSql(seed, scope);
    const filter = join([arm.exact(seed), filters], 'and');
    if (!walk || filter === 'false') return [];
    const key = order.key(arm, walk.newest);
    const rows = (where: string[], limit: number): string => {
      const one = `select r.connection_id, r.external_id as id, ${key} as key
        from ${walk.from}
        where ${where.join('\n and ')}
        order by ${walk.newest} desc, ${walk.id} limit ${limit}`;
      return walk.starts ? `select walk.* from ${walk.starts} cross join lateral (${one}) walk` : `(${one})`;
    };
    const all = filter === 'true' ? walk.where : [...walk.where, `(${filter})`];
    const beyond = cursor ? [order.beyondInArm(cursor, arm, walk)] : [];
    return [
      {
        newest: (limit) => rows(all, limit),
        isOrdered: walk.starts === undefined,
        ahead: (limit) => rows([...all, ...beyond], limit),
        connectionId: scope.connectionId,
        times: walk.times,
      },
    ];
  });
}
