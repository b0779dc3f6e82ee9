import type { Answer } from '../simulator.js';

import type { OpencrmModule, OpencrmRecord } from './opencrm-data.js';
import type { OpencrmState } from './opencrm-state.js';
import { queryTest } from './query-string.js';
import type { WireRecord } from './record-wire.js';

/** The records that a list call is about, all pages of them. */
export function foundRecords(
  state: OpencrmState,
  module: OpencrmModule,
  form: ReadonlyMap<string, string>,
): OpencrmRecord[] {
  const holds = queryTest(state, module, form.get('query_string') ?? '');
  const words = (form.get('keywords') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const found = state.live(module).filter((record) => holds(record) && hasWords(record, words));
  switch (state.assumptions.order) {
    case 'id':
      return found.sort((one, two) => one.crmid - two.crmid);
    case 'reverse':
      return found.sort((one, two) => two.crmid - one.crmid);
    case 'modified':
      return found.sort((one, two) => two.modified.localeCompare(one.modified) || two.crmid - one.crmid);
  }
}

/** `limit_start` counts from 0 and `limit_end` is where the page ends, not its length (S4's readme). */
export function pageOf<T>(rows: T[], form: ReadonlyMap<string, string>, maximum: number): T[] {
  const start = wholeNumber(form.get('limit_start')) ?? 0;
  const end = wholeNumber(form.get('limit_end')) ?? start + maximum;
  return rows.slice(start, Math.min(end, start + maximum));
}

/** A list as it is answered: one record may come without its list, none in three ways. */
export function listAnswer(state: OpencrmState, rows: WireRecord[], kind: 'basic' | 'full'): Answer {
  const { emptyList, singleFullList, singleList } = state.assumptions;
  const [first] = rows;
  if (first === undefined && emptyList === 'nothing') return nothing();
  if (first === undefined) return { json: emptyList === 'null' ? null : [] };
  const single = kind === 'full' ? singleFullList : singleList;
  return { json: rows.length === 1 && single === 'object' ? first : rows };
}

/** An empty body, still said to be JSON. */
export function nothing(): Answer {
  return { body: '', headers: { 'content-type': 'application/json' } };
}

function hasWords({ fields }: OpencrmRecord, words: string[]): boolean {
  if (words.length === 0) return true;
  const { password: _, ...searched } = fields;
  const text = Object.values(searched).join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
