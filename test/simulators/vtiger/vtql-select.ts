import { folded, type ModuleTable } from './module-table.js';
import type { Row } from './vtiger-data.js';
import { fieldOf, matchGroups, type Match } from './vtql-match.js';
import type { Query } from './vtql-parser.js';
import { planQuery } from './vtql-plan.js';

export interface Selection {
  rows: Row[];
  /** How many there are without the limit (c031). */
  total: number;
}

interface Selecting {
  table: ModuleTable;
  query: Query;
  limit: number;
  /** Rows this user may see; all if left out. */
  visible?: Match | undefined;
  /** After how many rows the order of ties turns round. */
  tiePage: number;
}

/**
 * Finds the records a query asks for. Walks by id and by change stay cheap with any number of records.
 *
 * V-7: the database sorts a far page by another method than a near one, and ties come out in another order.
 * Here every second stretch of `tiePage` rows has its ties the other way round, so a walk by offset really
 * loses rows, and always the same ones. The near pages are as recorded (c051, c052).
 */
export function selectRows({ table, query, limit, visible, tiePage }: Selecting): Selection {
  const turned = Math.floor(query.start / tiePage) % 2 === 1;
  const { ids, rest, ordered } = planQuery(table, query, turned);
  const end = query.start + limit;
  if (ordered && rest.length === 0 && !visible) {
    return taken(table, ids.slice(query.start, end), ids.length);
  }
  let found = ids.slice(0, ids.length);
  const match = rest.length > 0 ? matchGroups(table, rest) : undefined;
  if (match) found = found.filter((id) => match(id, () => table.row(id) ?? {}));
  if (visible) found = found.filter((id) => visible(id, () => table.row(id) ?? {}));
  if (!ordered) sortIds(table, found, query, turned);
  return taken(table, found.slice(query.start, end), found.length);
}

function taken(table: ModuleTable, ids: number[], total: number): Selection {
  return { rows: ids.map((id) => table.row(id) ?? {}), total };
}

function sortIds(table: ModuleTable, ids: number[], query: Query, turned: boolean): void {
  const columns = query.orderBy.length > 0 ? query.orderBy : ['accountname'];
  const direction = query.descending ? -1 : 1;
  const keys = new Map(ids.map((id) => [id, columns.map((column) => sortKey(table, id, column))]));
  ids.sort((a, b) => {
    for (const [at, key] of (keys.get(a) ?? []).entries()) {
      const other = keys.get(b)?.[at] ?? '';
      if (key !== other) return (key < other ? -1 : 1) * direction;
    }
    return (a - b) * (turned ? -1 : 1);
  });
}

function sortKey(table: ModuleTable, id: number, column: string): string | number {
  if (column === 'id') return id;
  if (column === 'modifiedtime') return table.modified(id);
  const value = folded(table.row(id)?.[column]);
  const type = fieldOf(table, column)?.type.name ?? '';
  return ['integer', 'double', 'currency'].includes(type) ? Number(value) : value;
}
