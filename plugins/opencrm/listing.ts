import { codec, Fault, readAnswer } from 'portico/contract';

import { assumed } from './assumed.js';
import { call, itemsOf, type Item, type OpencrmSession } from './client.js';

/** A condition of a query; only operators whose answer can be checked here. `LIKE` takes a beginning and `%`. */
export interface Asked {
  field: string;
  op: '=' | 'LIKE' | 'CONTAINS';
  value: string;
}

/**
 * `FIELD|OP|VALUE`, several joined by `;` unless the settings say one only (§3). There is no way to escape either
 * sign.
 */
export function queryString(conditions: readonly Asked[], oneCondition = false): string {
  const bad = conditions.find(({ value }) => /[|;]/.test(value));
  if (bad) throw new Fault('bug', `OpenCRM cannot be asked for "${bad.value}": it has a "|" or ";".`);
  return conditions
    .slice(0, oneCondition ? 1 : undefined)
    .map(({ field, op, value }) => `${field}|${op}|${value}`)
    .join(';');
}

/** Whether a record is what was asked for: OpenCRM may have ignored a field it does not know, or all but one. */
export const matches = (row: Item, conditions: readonly Asked[]): boolean =>
  conditions.every(({ field, op, value }) => {
    const held = (codec.text.decode(row[field], field) ?? '').toLowerCase();
    const wanted = value.toLowerCase();
    if (op === '=') return held === wanted;
    return op === 'LIKE' ? held.startsWith(wanted.replace(/%$/, '')) : held.includes(wanted);
  });

/** How many there are, in the vendor's own count: a number, or digits in a text. */
export async function count(session: OpencrmSession, module: string): Promise<number> {
  const method = `get_${module}_list_count`;
  const answer = await call(session, method);
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
    conditions = [],
  }: { from: number; size: number; total?: number; conditions?: Asked[] },
): Promise<ListPage> {
  const asked = Math.min(size, assumed.page);
  const query = queryString(conditions, session.settings.oneCondition);
  const method = `get_${module}_list_full`;
  const answer = await call(session, method, {
    ...(query && { query_string: query }),
    limit_start: from,
    limit_end: from + asked,
  });
  const found = itemsOf(answer, method);
  const met = await session.once(`${method} ${query}`, async () => new Map<string, number>());
  if (from === 0) met.clear();
  const items = found.filter(({ id }) => {
    const at = met.get(id) ?? from;
    met.set(id, at);
    return at === from;
  });
  const end = from + found.length;
  const more = items.length > 0 && (found.length >= asked || end < total);
  return { items: items.filter((each) => matches(each, conditions)), ...(more && { next: end }) };
}

/** All records that match, page by page. */
export async function listAll(
  session: OpencrmSession,
  module: string,
  conditions: Asked[] = [],
): Promise<Item[]> {
  const all: Item[] = [];
  for (let from: number | undefined = 0; from !== undefined;) {
    const page: ListPage = await listPage(session, module, { from, size: assumed.page, conditions });
    all.push(...page.items);
    from = page.next;
  }
  return all;
}
