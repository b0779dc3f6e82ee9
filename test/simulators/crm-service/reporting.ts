import { TEXTS } from './crm-service-assumptions.js';
import type { CrmRecord } from './crm-service-data.js';
import { CrmServiceError } from './crm-service-error.js';
import { readFilter } from './read-filter.js';
import type { Session } from './session.js';
import { wireField, writeValue } from './wire-fields.js';

/** POST /reporting: counts and sums, or the fields asked for, a row each (crm-service.md §3, §4). */
export function answerReport(session: Session, body: string): object {
  session.checkReporting();
  const { state } = session;
  const { from, select, where = [] } = readQuestion(session, body);
  if (typeof from !== 'string') throw refuse(session, TEXTS.missingFrom);
  const records = session.all(from).filter(readFilter(state, from, where));
  const columns = (typeof select === 'string' ? select : 'id')
    .split(/\s*,\s*/)
    .map((text) => readColumn(session, from, text));
  const isSummary = columns.every(({ total }) => total);
  const row = (record?: CrmRecord): object =>
    Object.fromEntries(columns.map(({ name, of, total }) => [name, record ? of(record) : total?.(records)]));
  const data = isSummary ? [row()] : records.map(row);
  return { meta: { results: data.length, fields: columns.map(({ name }) => name) }, data };
}

interface Column {
  name: string;
  of: (record: CrmRecord) => unknown;
  /** Over all records; a plain field has none. */
  total?: (records: CrmRecord[]) => number;
}

/** `$count.distinct(id) as count_value`, `$sum(total) as total`, `name`. */
function readColumn(session: Session, module: string, text: string): Column {
  const [, call, inner = '', alias] =
    /^(?:(\$[\w.]+)\()?(\w+)\)?(?:\s+as\s+(\w+))?$/i.exec(text.trim()) ?? [];
  const field = inner === 'id' ? undefined : wireField(session.state, module, inner);
  const read = ({ id, attributes }: CrmRecord): unknown =>
    field ? writeValue(session.state, field, attributes[field.key] ?? null) : id;
  const name = alias ?? inner;
  if (!call) return { name, of: read };
  const totals: Record<string, (values: unknown[]) => number> = {
    $count: (values) => values.length,
    '$count.distinct': (values) => new Set(values).size,
    $sum: (values) => values.reduce<number>((sum, value) => sum + Number(value), 0),
  };
  const total = Object.hasOwn(totals, call) ? totals[call] : undefined;
  if (!total) throw refuse(session, TEXTS.unknownOperator(call));
  return { name, of: read, total: (records) => total(records.map(read).filter((value) => value !== null)) };
}

function readQuestion(session: Session, body: string): Record<string, unknown> {
  try {
    const question: unknown = JSON.parse(body);
    if (typeof question === 'object' && question !== null) return { ...question };
  } catch {
    // Told below.
  }
  throw refuse(session, TEXTS.badBody);
}

function refuse({ state }: Session, text: string): CrmServiceError {
  return new CrmServiceError(state.assumptions.reportingErrorStatus, text);
}
