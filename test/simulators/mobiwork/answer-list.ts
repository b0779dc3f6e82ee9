import type { MobiworkState } from './mobiwork-state.js';
import type { XmlNode, XmlRecord } from './write-xml.js';
import type { XmlInput } from './xml-input.js';

/** What one criterion of a list lets through; `wanted` is its text. */
export type Filters<T> = Record<string, (row: T, wanted: string) => boolean>;

/** One kind of list: its elements' names, its rows, what may be asked of them and how one is written. */
export interface ListKind<T> {
  listName: string;
  itemName: string;
  rows: T[];
  filters: Filters<T>;
  toWire(row: T): XmlNode;
}

/**
 * A page of the rows that meet all criteria, in the order of their ids as they were made. `startPosition` is
 * 0-based; without criteria at most 200 rows come back, whatever `maxResults` says (mobiwork.md §3, "Paging").
 */
export function answerList<T>(state: MobiworkState, input: XmlInput, kind: ListKind<T>): XmlRecord {
  const { pagedLists, listCap, capWithCriteria, counters } = state.assumptions;
  let { rows } = kind;
  let hasCriteria = false;
  for (const [name, accepts] of Object.entries(kind.filters)) {
    const wanted = input.text(name);
    if (typeof wanted !== 'string') continue;
    hasCriteria = true;
    rows = rows.filter((row) => accepts(row, wanted));
  }
  const isPaged = pagedLists === 'all' || kind.itemName === 'product';
  const start = (isPaged && input.number('startPosition')) || 0;
  const cap = hasCriteria && !capWithCriteria ? rows.length : listCap;
  const most = Math.min(cap, (isPaged && input.number('maxResults')) || cap);
  const page = rows.slice(start, start + most);
  const hasCounters = counters === 'all' || kind.itemName === 'customer';
  return {
    [kind.listName]: {
      ...(hasCounters && { totalAvailableCount: rows.length, count: page.length }),
      [kind.itemName]: page.map((row) => kind.toWire(row)),
    },
  };
}

/** Whether a value has the wanted words in it; case does not count. */
export function contains(value: string | null | undefined, wanted: string): boolean {
  return (value ?? '').toLowerCase().includes(wanted.toLowerCase());
}

/** Whether a value is the wanted one; case does not count. */
export function equals(value: string | number | boolean | null | undefined, wanted: string): boolean {
  return String(value ?? '').toLowerCase() === wanted.toLowerCase();
}
