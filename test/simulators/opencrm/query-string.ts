import { OPENCRM_TEXTS } from './opencrm-assumptions.js';
import type { OpencrmRecord } from './opencrm-data.js';
import { refuse } from './opencrm-error.js';
import type { OpencrmState } from './opencrm-state.js';
import { isFieldOf, queriedText } from './record-wire.js';

interface Condition {
  field: string;
  operator: string;
  value: string;
}

/** Whether a record answers a `query_string`, `FIELD|OP|VALUE` joined with `;` (opencrm.md §3). */
export function queryTest(
  state: OpencrmState,
  module: OpencrmRecord['module'],
  query: string,
): (record: OpencrmRecord) => boolean {
  const { severalConditions, unknownQueryField } = state.assumptions;
  const all = query.split(';').filter(Boolean).map(readCondition);
  const conditions = (severalConditions === 'first' ? all.slice(0, 1) : all).filter(({ field }) => {
    const known = isQueried(state, module, field);
    if (!known && unknownQueryField === 'error') refuse(OPENCRM_TEXTS.unknownQueryField);
    return known;
  });
  return (record) =>
    conditions.every((condition) => holds(queriedText(state, record, condition.field) ?? '', condition));
}

function readCondition(text: string): Condition {
  const [field = '', operator, ...value] = text.split('|');
  if (operator === undefined || value.length === 0) refuse(OPENCRM_TEXTS.badQuery);
  return { field: field.trim(), operator: operator.trim().toUpperCase(), value: value.join('|') };
}

function isQueried({ assumptions }: OpencrmState, module: OpencrmRecord['module'], field: string): boolean {
  if (['createdtime', 'modifiedtime'].includes(field)) return assumptions.findsByTimes;
  return ['assigned_user_id', 'crmid'].includes(field) || isFieldOf({ module }, field);
}

/** Letter case does not count, as in the family's database. */
function holds(found: string, { operator, value }: Condition): boolean {
  const has = found.toLowerCase();
  const wanted = value.toLowerCase();
  switch (operator) {
    case 'LIKE':
      return likePattern(wanted).test(has);
    case 'BEGINS':
      return has.startsWith(wanted);
    case 'ENDS':
      return has.endsWith(wanted);
    case 'CONTAINS':
      return has.includes(wanted);
    default:
      // Not only `=`: a negative operator is silently read as equals (S4), and so is any other.
      return has === wanted;
  }
}

function likePattern(value: string): RegExp {
  const parts = value.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
