import type { Page, PageRequest } from 'portico/contract';

import { searchCap } from './assumed.js';
import { apps, call, listIn, type App, type ApptivoSession, type Raw } from './client.js';

/** Asks for rows from an offset on, oldest first or newest first. */
export interface Ask {
  (place: { start: number; size: number; dir: 'asc' | 'desc' }): Promise<{ rows: Raw[]; count?: number }>;
}

/** All of an app by `getAll`, in the order of a column (apptivo.md §3.1). */
export const asking =
  (session: ApptivoSession, app: App, sortColumn: string): Ask =>
  async ({ start: startIndex, size: numRecords, dir: sortDir }) => {
    const { path, objectId } = apps[app];
    const parameters = { objectId, startIndex, numRecords, sortColumn, sortDir };
    return listIn(await call(session, path, 'getAll', parameters), `${app} getAll`);
  };

/** Where a listing stands. `behind`: so many rows were read before it turned round. */
interface Place {
  start: number;
  /** The first row of the page before, and of the whole listing. */
  first?: string;
  origin?: string;
  behind?: number;
  /** Of a listing by change: the last moment, and whether one was out of order. */
  last?: number;
  mixed?: boolean;
}

/**
 * One page by offset (apptivo.md §3.4). It ends where the count is reached, at an empty page, and at one that comes
 * again. A listing that is cut, as searches are at 5,000, turns round and goes on from its other end; what it then
 * has not met is in the total, so that nothing is swept. With `since` the newest come first, down to that moment;
 * where they turn out not to be sorted, all are read.
 */
export async function listPage(
  {
    ask,
    idOf,
    changedAt,
  }: { ask: Ask; idOf: (row: Raw) => string | undefined; changedAt: (row: Raw) => number | undefined },
  { cursor, since, size }: PageRequest,
): Promise<Page<Raw>> {
  // The cursor is one that this function has given.
  const place = (cursor ?? { start: 0 }) as unknown as Place;
  const { start, behind } = place;
  const turned = behind !== undefined;
  const dir = (since === undefined) === turned ? 'desc' : 'asc';
  const { rows, count } = await ask({ start, size, dir });
  const head = rows[0] && idOf(rows[0]);
  const origin = place.origin ?? head;
  // Turned round it must begin elsewhere, or the order is not heeded.
  const known = turned && start === 0 ? origin : place.first;
  const isOver = !rows.length || (head !== undefined && head === known);
  const items = isOver ? [] : rows;
  const seen = (behind ?? 0) + start + items.length;
  const page = { items, ...(count !== undefined && { total: count }) };
  if (isOver) {
    const isCut = count === undefined ? turned || start >= searchCap : seen < count;
    if (!isCut) return page;
    return turned
      ? { items, total: Math.max(count ?? 0, seen + 1) }
      : { ...page, next: { start: 0, behind: start, ...(origin !== undefined && { origin }) } };
  }
  if (count !== undefined && seen >= count) return page;
  const order = since === undefined || turned ? {} : orderOf(items.map(changedAt), place);
  if (since && !order.mixed && order.last !== undefined && order.last < since.getTime()) return page;
  const next = {
    start: start + items.length,
    ...(head !== undefined && { first: head }),
    ...(origin !== undefined && { origin }),
    ...(turned && { behind }),
    ...order,
  };
  return { ...page, next };
}

/** Are the moments newest first, here and after those of the page before? */
function orderOf(moments: (number | undefined)[], place: Place): Pick<Place, 'last' | 'mixed'> {
  let { last, mixed = false } = place;
  for (const moment of moments) {
    if (moment === undefined) continue;
    mixed ||= last !== undefined && moment > last;
    last = moment;
  }
  return { ...(last !== undefined && { last }), ...(mixed && { mixed }) };
}

/** All rows of a listing. */
export async function everyRow(ask: Ask, idOf: (row: Raw) => string | undefined): Promise<Raw[]> {
  const found = new Map<string, Raw>();
  let cursor: PageRequest['cursor'];
  do {
    const page = await listPage(
      { ask, idOf, changedAt: () => undefined },
      { size: 100, ...(cursor !== undefined && { cursor }) },
    );
    for (const row of page.items) found.set(idOf(row) ?? `row ${found.size}`, row);
    cursor = page.next;
  } while (cursor !== undefined);
  return [...found.values()];
}
