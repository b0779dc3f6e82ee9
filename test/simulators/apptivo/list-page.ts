import { ASSUMED_TEXTS } from './apptivo-assumptions.js';
import type { ApptivoRow } from './apptivo-data.js';
import { ApptivoFailure, toText, type JsonInput, type Params } from './apptivo-input.js';
import type { ApptivoState } from './apptivo-state.js';
import { toWire, type AppTable } from './app-table.js';

/** One page of rows: by offset, no further than `depth`, and without `data` when there are none (apptivo.md §3.4, §5). */
export function listPage<R extends ApptivoRow>(
  state: ApptivoState,
  table: AppTable<R>,
  { rows, params, depth, key = 'data' }: { rows: R[]; params: Params; depth?: number; key?: string },
): JsonInput {
  const { largestPage, searchDepth, beyondDepth, emptyData, emptyCount } = state.assumptions;
  const start = params.number('startIndex') ?? 0;
  const size = Math.min(params.number('numRecords') ?? 50, largestPage);
  const end = Math.min(start + size, depth ?? start + size);
  if (depth !== undefined && start >= searchDepth && rows.length > start && beyondDepth === 'failure')
    throw new ApptivoFailure(ASSUMED_TEXTS.tooDeep);
  const page = rows.slice(start, Math.max(start, end)).map((row) => toWire(state, table, row));
  if (page.length > 0) return { [key]: page, countOfRecords: rows.length };
  return {
    ...(emptyData !== 'absent' && { [key]: emptyData === 'null' ? null : [] }),
    ...(emptyCount && { countOfRecords: rows.length }),
  };
}

/** A page of the bulk call, which has everything and up to 5,000 rows a page (apptivo.md §3.4). */
export function bulkPage<R extends ApptivoRow>(
  state: ApptivoState,
  table: AppTable<R>,
  params: Params,
): JsonInput {
  const start = params.number('startIndex') ?? 0;
  const rows = sortedRows(state, table, params);
  const page = rows.slice(start, start + Math.min(params.number('numRecords') ?? 50, 5000));
  return { data: page.map((row) => toWire(state, table, row)), countOfRecords: rows.length };
}

/** The rows that are there, in the order asked for; made anew only after a change. */
export function sortedRows<R extends ApptivoRow>(
  state: ApptivoState,
  table: AppTable<R>,
  params: Params,
): R[] {
  const { sortsBy } = state.assumptions;
  const asked = params.text('sortColumn');
  const works = sortsBy === 'any' || (sortsBy === 'creationDate' && asked === sortsBy);
  const column = works ? asked : '';
  const isDown = params.text('sortDir').toLowerCase() === 'desc';
  return state.derived(`${table.app} by ${column} ${isDown}`, () => {
    const valueOf = (row: R): unknown =>
      column === 'creationDate' || column === 'lastUpdateDate' ? row[column] : table.fields(row)[column];
    const keyed = table.rows.filter(({ deleted }) => !deleted).map((row) => ({ row, key: valueOf(row) }));
    if (column) keyed.sort((a, b) => compare(a.key, b.key));
    if (isDown) keyed.reverse();
    return keyed.map(({ row }) => row);
  });
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [toText(a), toText(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
