import { codec, readItem, type Page, type PageRequest } from 'portico/contract';

import { assumed, type Entity } from './assumed.js';
import { idOf, list, readable, type Criteria, type MobiworkSession, type Raw } from './client.js';
import { daysAgo } from './moments.js';
import { pageOfParts, splits, type Parts } from './splits.js';

const paging = codec.object({
  turn: codec.integer,
  at: codec.integer,
  first: codec.text,
  parts: codec.list(codec.anyObject),
  all: codec.integer,
  given: codec.integer,
  lost: codec.boolean,
});

/**
 * A page of the whole list, by position. A tenant that pays no heed to the position, or ends at 200 rows though it
 * counts more, is asked part by part instead (mobiwork.md §3).
 */
export const pageOfAll = (
  session: MobiworkSession,
  entity: Entity,
  request: PageRequest,
): Promise<Page<Raw>> =>
  distinct(session, entity, request, async ({ cursor, size }, known) => {
    const { at = 0, first, parts, ...state } = readItem(paging, cursor ?? {});
    // A cursor is of this file's own making.
    if (parts) return pageOfParts(session, entity, { ...state, parts: parts as Criteria[] }, known);
    const { isStuck, total, ...page } = await pageAt(session, entity, { at, first, size });
    const counted = { ...page, ...(total !== undefined && { total }) };
    const pieces = isStuck && splits[entity]?.parts(daysAgo(session, -1));
    if (pieces) return { ...counted, next: { parts: pieces, all: total ?? null, given: known.size } };
    if (isStuck)
      session.log.warn(`MobiWork does not page ${entity}/list beyond ${at} of ${total ?? 'all'} rows.`);
    return { ...counted, lost: isStuck };
  });

/** A page of one query after the other, each by position; what paging does not reach waits for the full pass. */
export const pageOfSome = (
  session: MobiworkSession,
  entity: Entity,
  queries: Criteria[],
  request: PageRequest,
): Promise<Page<Raw>> =>
  distinct(session, entity, request, async ({ cursor, size }) => {
    const { turn = 0, at = 0, first } = readItem(paging, cursor ?? {});
    const criteria = queries[turn] ?? {};
    const { items, next } = await pageAt(session, entity, { criteria, at, first, size });
    if (next) return { items, next: { ...next, turn } };
    return { items, ...(turn + 1 < queries.length && { next: { turn: turn + 1, at: 0 } }) };
  });

/** Every item of all pages, one by one. */
export async function* itemsOf(read: (request: PageRequest) => Promise<Page<Raw>>): AsyncGenerator<Raw> {
  let request: PageRequest = { size: assumed.mostRows };
  for (;;) {
    const { items, next } = await read(request);
    yield* items;
    if (next === undefined) return;
    request = { ...request, cursor: next };
  }
}

/**
 * Pages in which no row comes twice in a run, and none but the last is empty: the hub takes two equal pages for a list
 * without end. A list of which something is lost ends below its total, so that nothing is swept.
 */
async function distinct(
  session: MobiworkSession,
  entity: Entity,
  request: PageRequest,
  read: (request: PageRequest, known: ReadonlySet<string>) => Promise<Parts>,
): Promise<Page<Raw>> {
  const known = await session.once(`rows of ${entity}`, () => Promise.resolve(new Set<string>()));
  if (request.cursor === undefined) known.clear();
  for (let next = request; ;) {
    const { lost = false, ...page } = await read(next, known);
    const items = page.items.filter((each) => !known.has(nameOf(entity, each)));
    for (const each of items) known.add(nameOf(entity, each));
    if (page.next === undefined)
      return { ...page, items, ...(lost && { total: Math.max(page.total ?? 0, known.size + 1) }) };
    if (items.length) return { ...page, items };
    next = { ...next, cursor: page.next };
  }
}

const nameOf = (entity: Entity, item: Raw): string =>
  readable(() => idOf(entity, item)) ?? JSON.stringify(item);

interface Place {
  criteria?: Criteria;
  at: number;
  /** The list's very first row. */
  first: string | undefined;
  size: number;
}

/**
 * One page by position. A list that begins with its very first row again does not heed positions; it is stuck where
 * it counts more, or where it does not count and the page before was full. Without a count the end is an empty page:
 * how many rows an answer may have is not sure.
 */
async function pageAt(session: MobiworkSession, entity: Entity, { first, ...place }: Place) {
  const { at, size } = place;
  const { items, total } = await list(session, entity, place);
  const head = items[0] && nameOf(entity, items[0]);
  const isOver = at > 0 && (head === undefined || head === first);
  const isFull = head === undefined ? at === assumed.mostRows : at >= size;
  const end = at + items.length;
  const hasMore = head !== undefined && !isOver && (total === undefined || end < total);
  return {
    items: isOver ? [] : items,
    total,
    isStuck: isOver && (total === undefined ? isFull : at < total),
    ...(hasMore && { next: { at: end, first: first ?? head } }),
  };
}
