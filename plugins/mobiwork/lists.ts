import { codec, readItem, type Json, type Page, type PageRequest } from 'portico/contract';

import { assumed, type Entity } from './assumed.js';
import { idOf, list, type Criteria, type MobiworkSession, type Raw } from './client.js';

/** How a list is read, and how it is split where paging does not reach its end. */
export interface Listed {
  entity: Entity;
  /** Parts that together are the whole list. */
  parts?(tomorrow: string): Criteria[];
  /** Smaller parts of a part that has too many; none where it cannot be cut. */
  cut?(part: Criteria): Criteria[] | undefined;
}

const paging = codec.object({
  turn: codec.integer,
  at: codec.integer,
  first: codec.id,
  parts: codec.list(codec.anyObject),
  tally: codec.object({
    all: codec.integer,
    given: codec.required(codec.integer),
    found: codec.required(codec.integer),
    lost: codec.required(codec.integer),
  }),
});

/**
 * While a list is read in parts: how many rows MobiWork counts in all, how many were handed over so far (some twice),
 * how many were in parts that are whole, and how many are known to be out of reach.
 */
interface Tally {
  all?: number | undefined;
  given: number;
  found: number;
  lost: number;
}

/**
 * A page of the whole list, by position. A tenant that pays no heed to the position, or ends at 200 rows though it
 * counts more, is asked part by part instead (mobiwork.md §3).
 */
export async function pageOfAll(
  session: MobiworkSession,
  listed: Listed,
  { cursor, size }: PageRequest,
): Promise<Page<Raw>> {
  const { at = 0, first, parts, tally } = readItem(paging, cursor ?? {});
  // A cursor is of this file's own making.
  if (parts && tally) return pageOfParts(session, listed, parts as Criteria[], tally);
  const { items, total, more, stuck } = await pageAt(session, listed.entity, { at, first, size });
  const known = total === undefined ? {} : { total };
  if (!stuck) return { items, ...known, ...(more && { next: more }) };
  const tomorrow = new Date(session.now().getTime() + 86_400_000).toISOString().slice(0, 10);
  const pieces = listed.parts?.(tomorrow);
  if (pieces)
    return { items: [], ...known, ...nextPart(pieces, { all: total, given: at, found: 0, lost: 0 }) };
  session.log.warn(`MobiWork does not page ${listed.entity}/list beyond ${at} of ${total ?? 'all'} rows.`);
  return { items: [], ...known };
}

/** A page of one query after the other, each by position; what paging does not reach waits for the full pass. */
export async function pageOfSome(
  session: MobiworkSession,
  { entity }: Listed,
  queries: Criteria[],
  { cursor, size }: PageRequest,
): Promise<Page<Raw>> {
  const { turn = 0, at = 0, first } = readItem(paging, cursor ?? {});
  const { items, more, stuck } = await pageAt(session, entity, {
    criteria: queries[turn] ?? {},
    at,
    first,
    size,
  });
  const fresh = stuck ? [] : items;
  if (more && !stuck) return { items: fresh, next: { ...more, turn } };
  return { items: fresh, ...(turn + 1 < queries.length && { next: { turn: turn + 1, at: 0 } }) };
}

/** Where the next page begins, told also by the first row of all: a list that begins with it again does not move. */
async function pageAt(
  session: MobiworkSession,
  entity: Entity,
  {
    criteria = {},
    at,
    first,
    size,
  }: { criteria?: Criteria; at: number; first: string | undefined; size: number },
): Promise<{ items: Raw[]; total?: number; more?: { at: number; first: string }; stuck: boolean }> {
  const { items, total } = await list(session, entity, { criteria, at, size });
  const head = items[0] && nameOf(entity, items[0]);
  const end = at + items.length;
  const missing = total === undefined ? items.length > 0 : at < total;
  const stuck = at > 0 && missing && (head === undefined || head === first);
  const more = items.length > 0 && (total === undefined ? items.length >= size : end < total);
  return {
    items,
    stuck,
    ...(total !== undefined && { total }),
    ...(more && { more: { at: end, first: first ?? head ?? '' } }),
  };
}

const nameOf = (entity: Entity, item: Raw): string => {
  try {
    return idOf(entity, item);
  } catch {
    return JSON.stringify(item).slice(0, 100);
  }
};

async function pageOfParts(
  session: MobiworkSession,
  { entity, cut }: Listed,
  [part = {}, ...others]: Criteria[],
  tally: Tally,
): Promise<Page<Raw>> {
  const size = assumed.mostRows;
  const { items, total } = await list(session, entity, { criteria: part, size });
  const given = tally.given + items.length;
  if (total === undefined ? items.length < size : items.length >= total)
    return partRead(items, others, { ...tally, given, found: tally.found + items.length });
  const smaller = cut?.(part);
  if (smaller) return { items: [], ...nextPart([...smaller, ...others], tally) };
  session.log.warn(`MobiWork shows ${items.length} of ${total ?? 'more'} rows of ${entity}/list.`, {
    ...part,
  });
  const lost = tally.lost + Math.max(1, (total ?? 0) - items.length);
  // A part that cannot be cut and still has everything: the filter has no effect, and the others would be the same.
  return partRead(items, total !== undefined && total === tally.all ? [] : others, { ...tally, given, lost });
}

/** Ends below the total where rows are missing, so that nothing is swept; the hub counts rows handed over twice. */
function partRead(items: Raw[], others: Criteria[], tally: Tally): Page<Raw> {
  if (others.length) return { items, ...nextPart(others, tally) };
  const { all, given, found, lost } = tally;
  // Parts that overlap may hide a row that is in none of them.
  const missing = lost || (all === undefined || all === found ? 0 : Math.max(1, all - found));
  return { items, total: given + missing };
}

const nextPart = (parts: Criteria[], tally: Tally): { next: Json } => ({
  next: {
    parts: parts.map((each) => ({ ...each })),
    tally: { ...tally, all: tally.all ?? null },
  },
});

/** A list that is split by the day its rows were made. */
export const byDays = (entity: Entity, from: string, to: string): Listed => ({
  entity,
  parts: (tomorrow) => [{ [from]: slashed(assumed.firstDay), [to]: slashed(tomorrow) }],
  cut(part) {
    const [first, last] = [part[from], part[to]].map((each) =>
      Date.parse(`${each?.replaceAll('/', '-')}T00:00Z`),
    );
    if (first === undefined || last === undefined || first >= last) return undefined;
    const days = Math.floor((last - first) / 86_400_000);
    const middle = first + Math.floor(days / 2) * 86_400_000;
    const between = (a: number, b: number) => ({ [from]: dayOf(a), [to]: dayOf(b) });
    return [between(first, middle), between(middle + 86_400_000, last)];
  },
});

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('');

/** Customers are split by type, then by how their names begin; what begins otherwise is missed by the total. */
export const byNames: Listed = {
  entity: 'customer',
  parts: () => [{ customerType: 'BUSINESS' }, { customerType: 'RESIDENTIAL' }],
  cut(part) {
    const name = part['customerType'] === 'BUSINESS' ? 'companyName' : 'lastName';
    const begin = part[name] ?? '';
    return begin.length < 2 ? letters.map((letter) => ({ ...part, [name]: begin + letter })) : undefined;
  },
};

export const slashed = (isoDay: string): string => isoDay.replaceAll('-', '/');
const dayOf = (time: number): string => slashed(new Date(time).toISOString().slice(0, 10));
