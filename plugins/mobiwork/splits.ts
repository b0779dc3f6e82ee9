import type { Page } from 'portico/contract';

import { assumed, type Entity } from './assumed.js';
import { list, type Criteria, type MobiworkSession, type Raw } from './client.js';
import { dayMs, dayOf } from './moments.js';

/** A page, and whether something of its list is known to be out of reach. */
export type Parts = Page<Raw> & { lost?: boolean };

/** How a list is split where paging does not reach its end. */
interface Split {
  /** Parts that together are the whole list. */
  parts(tomorrow: string): Criteria[];
  /** Smaller parts of a part that has too many; none where it cannot be cut. */
  cut(part: Criteria): Criteria[] | undefined;
}

export const splits: Partial<Record<Entity, Split>> = {
  customer: byNames(),
  workOrder: byDays('createdFromDate', 'createdToDate'),
  invoice: byDays('createdDateFrom', 'createdDateTo'),
  estimate: byDays('createdDateFrom', 'createdDateTo'),
};

/** How far a list is read in parts. */
interface Progress {
  parts: Criteria[];
  /** How many MobiWork counts in all. */
  all?: number | undefined;
  /** How many rows were handed over before, at least. */
  given?: number | undefined;
  lost?: boolean | undefined;
}

/** One part of the list, or smaller ones in its place; `known` are the rows that this run has handed over. */
export async function pageOfParts(
  session: MobiworkSession,
  entity: Entity,
  { parts: [part = {}, ...others], all, given = 0, lost = false }: Progress,
  known: ReadonlySet<string>,
): Promise<Parts> {
  // A pass that goes on in another run cannot tell which rows come again.
  const state = { all: all ?? null, given: known.size, lost: lost || known.size < given };
  const { items, total } = await list(session, entity, { criteria: part, size: assumed.mostRows });
  const isWhole = total === undefined ? items.length < assumed.mostRows : items.length >= total;
  const smaller = isWhole ? undefined : splits[entity]?.cut(part);
  if (!isWhole && !smaller) {
    session.log.warn(`MobiWork shows ${items.length} of ${total ?? 'more'} rows of ${entity}/list.`, part);
    state.lost = true;
  }
  // A part that cannot be cut and has everything: its filter has no effect, and the others would be the same.
  const isAll = !isWhole && !smaller && total !== undefined && total === all;
  const left = isAll ? [] : [...(smaller ?? []), ...others];
  return left.length ? { items, next: { ...state, parts: left } } : { items, lost: state.lost };
}

/** A list that is split by the day its rows were made. */
function byDays(from: string, to: string): Split {
  const part = (first: number, last: number) => ({ [from]: dayOf(first), [to]: dayOf(last) });
  return {
    parts: (tomorrow) => [{ [from]: assumed.firstDay, [to]: tomorrow }],
    cut(whole) {
      const [first = 0, last = 0] = [whole[from], whole[to]].map((each) =>
        Date.parse(`${each?.replaceAll('/', '-')}T00:00Z`),
      );
      const middle = first + Math.floor((last - first) / dayMs / 2) * dayMs;
      return first < last ? [part(first, middle), part(middle + dayMs, last)] : undefined;
    },
  };
}

/** Customers are split by type, then by how their names begin; what begins otherwise is missed by the total. */
function byNames(): Split {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('');
  return {
    parts: () => [{ customerType: 'BUSINESS' }, { customerType: 'RESIDENTIAL' }],
    cut(part) {
      const name = part['customerType'] === 'BUSINESS' ? 'companyName' : 'lastName';
      const begin = part[name] ?? '';
      return begin.length < 2 ? letters.map((letter) => ({ ...part, [name]: begin + letter })) : undefined;
    },
  };
}
