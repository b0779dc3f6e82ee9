import type { Json, Page, PageRequest } from 'portico/contract';

import { searchCap } from './assumed.js';
import { apps, call, listIn, unless, type App, type ApptivoSession, type Raw } from './client.js';

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

/** What a listing says of a row. */
export interface RowReader {
  idOf(row: Raw): string | undefined;
  timesOf(row: Raw): { created: Date | undefined; changed: Date | undefined };
}

/** Where a listing stands. `behind`: so many rows were read before it turned round. */
interface Place {
  start: number;
  /** The first row of the page before, and of the whole listing. */
  first?: string | undefined;
  origin?: string | undefined;
  behind?: number | undefined;
  count?: number | undefined;
  order?: Order | undefined;
}

/** What the moments of the rows so far, the last of them kept, tell of the order of a listing by change. */
interface Order {
  changed?: number;
  created?: number;
  isByChange?: boolean;
  isMixed?: boolean;
}

/**
 * One page by offset (apptivo.md §3.4). It ends where the count is reached, at an empty page, and at one that comes
 * again. A listing that is cut, as searches are at 5,000, turns round and goes on from its other end; what it then
 * has not met is in the total, so that nothing is swept. With `since` the newest come first, down to that moment;
 * where they are not surely sorted so, all are read.
 */
export async function listPage(
  { ask, idOf, timesOf }: RowReader & { ask: Ask },
  { cursor, since, size }: PageRequest,
): Promise<Page<Raw>> {
  // The cursor is one that this function has given.
  const place = (cursor ?? { start: 0 }) as unknown as Place;
  const { start, behind } = place;
  const turned = behind !== undefined;
  const dir = (since === undefined) === turned ? 'desc' : 'asc';
  const asked = ask({ start, size, dir });
  // What is refused behind the first page may lie where a listing is cut: then it ends there.
  const answer = start > 0 ? await unless('contract', asked) : await asked;
  const { rows = [], count = place.count } = answer ?? {};
  const head = rows[0] && idOf(rows[0]);
  const origin = place.origin ?? head;
  // Turned round it must begin elsewhere, or the order is not heeded.
  const known = turned && start === 0 ? origin : place.first;
  const isOver = !rows.length || (head !== undefined && head === known);
  const items = isOver ? [] : rows;
  const seen = (behind ?? 0) + start + items.length;
  const page = { items, ...(count !== undefined && { total: count }) };
  const before = (next: Place): Page<Raw> => ({ ...page, next: toJson({ ...next, origin, count }) });
  if (isOver) {
    const isCut = !answer || (count === undefined ? turned || start >= searchCap : seen < count);
    if (!isCut) return page;
    return turned ? { items, total: Math.max(count ?? 0, seen + 1) } : before({ start: 0, behind: start });
  }
  if (count !== undefined && seen >= count) return page;
  const order = since && !turned ? orderOf(items.map(timesOf), since.getTime(), place.order) : undefined;
  const { changed = Infinity, isByChange, isMixed } = order ?? {};
  if (since && isByChange && !isMixed && changed < since.getTime()) return page;
  return before({ start: start + items.length, first: head, behind, order });
}

/**
 * Is the newest change first? A listing that heeds `sortColumn` not at all, or `creationDate` alone (§3.4), may look
 * so: until its first row is too old, or a later one is newer. That it is sorted by change shows where a row was made
 * after the one before it.
 */
function orderOf(times: ReturnType<RowReader['timesOf']>[], since: number, order: Order = {}): Order {
  const found = { ...order };
  for (const { changed, created } of times) {
    if (!changed) continue;
    const [moment, birth] = [changed.getTime(), created?.getTime() ?? 0];
    found.isMixed ||= found.changed === undefined ? moment < since : moment > found.changed;
    found.isByChange ||= found.created !== undefined && birth > found.created;
    Object.assign(found, { changed: moment, created: birth });
  }
  return found;
}

const toJson = (place: Place): Json => JSON.parse(JSON.stringify(place)) as Json;

/** All rows of an app, each once. */
export async function everyRow(ask: Ask, idOf: RowReader['idOf']): Promise<Raw[]> {
  const found = new Map<string, Raw>();
  let cursor: PageRequest['cursor'];
  do {
    const timesOf = () => ({ created: undefined, changed: undefined });
    const page = await listPage(
      { ask, idOf, timesOf },
      { size: 100, ...(cursor !== undefined && { cursor }) },
    );
    for (const row of page.items) found.set(idOf(row) ?? `row ${found.size}`, row);
    cursor = page.next;
  } while (cursor !== undefined);
  return [...found.values()];
}
