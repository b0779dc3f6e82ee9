import { codec, Fault, readAnswer } from 'portico/contract';

import { assumed } from './assumed.js';
import { call, itemsOf, type Item, type OpencrmSession } from './client.js';

/** A condition of a query; only operators whose answer can be checked here. `LIKE` takes a beginning and `%`. */
export interface Asked {
  field: string;
  op: '=' | 'LIKE' | 'CONTAINS';
  value: string;
}

/** `FIELD|OP|VALUE`, one at a time: of several, OpenCRM may heed the first alone (§3). Neither sign can be escaped. */
export function queryString({ field, op, value }: Asked): string {
  if (/[|;]/.test(value))
    throw new Fault('bug', `OpenCRM cannot be asked for "${value}": it has a "|" or ";".`);
  return `${field}|${op}|${value}`;
}

/** Whether a record is what was asked for: OpenCRM may have ignored a field that it does not know. */
export function matches(row: Item, { field, op, value }: Asked): boolean {
  const held = (codec.text.decode(row[field], field) ?? '').toLowerCase();
  const wanted = value.toLowerCase();
  if (op === '=') return held === wanted;
  return op === 'LIKE' ? held.startsWith(wanted.replace(/%$/, '')) : held.includes(wanted);
}

/** How many there are, in the vendor's own count: a number, or digits in a text. */
export async function count(session: OpencrmSession, module: string, query = ''): Promise<number> {
  const method = `get_${module}_list_count`;
  const answer = await call(session, method, { ...(query && { query_string: query }) });
  if (answer === undefined) throw new Fault('transient', `OpenCRM answered ${method} with nothing.`);
  return readAnswer(codec.integer, answer, method);
}

/** A page of a full list. */
export interface ListPage {
  /** Those that no earlier page of this run had. */
  items: Item[];
  /** Where the next page starts; absent on the last. */
  next?: number;
}

/**
 * One page of `get_M_list_full`, from an index to an exclusive end. It is the last when it is short, unless the
 * vendor counts more; or when it brings nothing new, from a vendor that does not heed the range. Lists have no order
 * (A): a record that an earlier page had is left out, so that a count of records met is one of different ones.
 */
export async function listPage(
  session: OpencrmSession,
  module: string,
  {
    from,
    size,
    total = 0,
    condition,
  }: { from: number; size: number; total?: number; condition?: Asked | undefined },
): Promise<ListPage> {
  const asked = Math.min(size, assumed.page);
  const query = condition ? queryString(condition) : '';
  const method = `get_${module}_list_full`;
  const answer = await call(session, method, {
    ...(query && { query_string: query }),
    limit_start: from,
    limit_end: from + asked,
  });
  const found = itemsOf(answer, method);
  // Nothing, null and {} say that there are none (§9), or that something went wrong on the way.
  if (!Array.isArray(answer) && !found.length && (await count(session, module, query)) > from)
    throw new Fault('transient', `OpenCRM answered ${method} with nothing where it counts records.`);
  const met = await session.once(`${method} ${query}`, async () => new Map<string, number>());
  if (from === 0) met.clear();
  const items = found.filter(({ id }) => {
    const at = met.get(id) ?? from;
    met.set(id, at);
    return at === from;
  });
  const end = from + found.length;
  const more = items.length > 0 && (found.length >= asked || end < total);
  return {
    items: items.filter((each) => !condition || matches(each, condition)),
    ...(more && { next: end }),
  };
}

/** All records that match, page by page until one brings nothing: how long pages may be is not known (A). */
export async function listAll(session: OpencrmSession, module: string, condition?: Asked): Promise<Item[]> {
  const all: Item[] = [];
  for (let from: number | undefined = 0; from !== undefined;) {
    const page: ListPage = await listPage(session, module, {
      from,
      size: assumed.page,
      total: Infinity,
      condition,
    });
    all.push(...page.items);
    from = page.next;
  }
  return all;
}
