import type { Condition, Subject } from '../contract/contract.js';
import type { Me } from './access.js';
import { boundOf, resolve, textsOf, timeOf, valuesOf } from './operand.js';
import type { SqlParameters } from './sql-parameters.js';
import { fieldOf, tableOf, type SubjectField } from './subject-fields.js';
import { momentAsText, timeRange, type Cut } from './time-range.js';

/** A row in a statement, and whose question it is. */
export interface SqlScope {
  alias: string;
  subject: Subject;
  connectionId: string;
  me: Me;
  parameters: SqlParameters;
}

/**
 * The condition as SQL over a row, the twin of `holds`. `not` is pushed down to the atoms, and a negated atom
 * is `(…) is not true`: with NULL a plain NOT would lose rows from both sides (access.md).
 */
export function conditionSql(condition: Condition, scope: SqlScope, negated = false): string {
  if ('true' in condition) return String(!negated);
  if ('false' in condition) return String(negated);
  if ('not' in condition) return conditionSql(condition.not, scope, !negated);
  if ('all' in condition) return junction(condition.all, negated ? 'or' : 'and', scope, negated);
  if ('any' in condition) return junction(condition.any, negated ? 'and' : 'or', scope, negated);
  if ('via' in condition) return parentSql(condition, scope, negated);
  const atom = 'link' in condition ? linkSql(condition, scope) : fieldSql(condition, scope);
  if (!negated) return atom;
  return atom.startsWith('exists') ? `not ${atom}` : `(${atom}) is not true`;
}

/** Conditions joined by one word; of none, `and` is true and `or` false. */
function junction(parts: Condition[], word: 'and' | 'or', scope: SqlScope, negated: boolean): string {
  return join(
    parts.map((each) => conditionSql(each, scope, negated)),
    word,
  );
}

/** Joins expressions by one word, each in its own parentheses. */
export function join(parts: string[], word: 'and' | 'or'): string {
  const neutral = String(word === 'and');
  const counting = parts.filter((each) => each !== neutral);
  if (counting.includes(String(word === 'or'))) return String(word === 'or');
  if (counting.length < 2) return counting[0] ?? neutral;
  return counting.map((each) => `(${each})`).join(` ${word} `);
}

function parentSql(
  { via, where }: Extract<Condition, { via: unknown }>,
  scope: SqlScope,
  negated: boolean,
): string {
  if (via === 'contact' || tableOf(scope.subject) !== 'record') return String(negated);
  const { alias, connectionId, subject, parameters } = scope;
  const parent = `${alias}_up`;
  const connection = parameters.add(connectionId, 'text');
  if (via === 'customer')
    return `${negated ? 'not ' : ''}exists (
      select 1 from customer ${parent}
      where ${parent}.connection_id = ${connection} and ${parent}.external_id = ${alias}.customer_id
        and ${parent}.deleted_at is null
        and (${conditionSql(where, { ...scope, alias: parent, subject: via })}))`;
  return `${negated ? 'not ' : ''}exists (
    select 1 from link ${parent}_link join record ${parent}
      on ${parent}.connection_id = ${connection} and ${parent}.module = ${parameters.add(via, 'text')}
      and ${parent}.external_id = ${parent}_link.target and ${parent}.deleted_at is null
    where ${parent}_link.connection_id = ${connection}
      and ${parent}_link.module = ${parameters.add(subject, 'text')}
      and ${parent}_link.record_id = ${alias}.external_id and ${parent}_link.kind = 'parent'
      and ${parent}_link.target_kind = ${parameters.add(via, 'text')}
      and (${conditionSql(where, { ...scope, alias: parent, subject: via })}))`;
}

function linkSql({ link, in: variable }: Extract<Condition, { link: unknown }>, scope: SqlScope): string {
  const { alias, connectionId, subject, me, parameters } = scope;
  const targets = textsOf(resolve(variable, me));
  if (!targets.length) return 'false';
  const connection = parameters.add(connectionId, 'text');
  const mine = parameters.add(targets, 'text[]');
  if (link === 'member') {
    if (tableOf(subject) === 'record') return 'false';
    const [own, other] =
      subject === 'customer' ? ['customer_id', 'contact_id'] : ['contact_id', 'customer_id'];
    return `exists (select 1 from member ${alias}_m where ${alias}_m.connection_id = ${connection}
      and ${alias}_m.${own} = ${alias}.external_id and ${alias}_m.${other} = any(${mine}))`;
  }
  if (tableOf(subject) !== 'record') return 'false';
  const module = parameters.add(subject, 'text');
  const row = (table: string): string =>
    `${table}.connection_id = ${connection} and ${table}.module = ${module}
      and ${table}.record_id = ${alias}.external_id`;
  if (link === 'contact')
    return `exists (select 1 from link ${alias}_l where ${row(`${alias}_l`)}
      and ${alias}_l.kind = 'contact' and ${alias}_l.target_kind = 'contact'
      and ${alias}_l.target = any(${mine}))`;
  return `exists (select 1 from participant ${alias}_p where ${row(`${alias}_p`)}
      and ${alias}_p.state = 'present'
      and (${alias}_p.target_kind = 'contact' and ${alias}_p.target = any(${mine})
        or ${alias}_p.target_kind = 'login'
        and ${alias}_p.target = any(${parameters.add(me.logins, 'text[]')})))`;
}

type FieldAtom = Extract<Condition, { f: string }>;

function fieldSql(atom: FieldAtom, scope: SqlScope): string {
  const { alias, subject, me, parameters } = scope;
  const field = fieldOf(subject, atom.f);
  if (!field || field.type === 'list' || field.type === 'object') return 'false';
  const value = field.sql(alias, parameters);
  if ('set' in atom) return `${value} is ${atom.set ? 'not null' : 'null'}`;
  if (field.type === 'moment' || field.type === 'date') return timeSql(atom, field, scope);
  if ('eq' in atom) {
    const wanted = resolve(atom.eq, me);
    return Array.isArray(wanted)
      ? 'false'
      : among(value, valuesOf(wanted, field.type), field.type, parameters);
  }
  if ('in' in atom) return among(value, valuesOf(resolve(atom.in, me), field.type), field.type, parameters);
  if (field.type !== 'integer') return 'false';
  const [bound] = valuesOf(resolve(boundOf(atom), me), 'integer');
  if (bound === undefined) return 'false';
  const than = parameters.add(bound, 'bigint');
  if ('lt' in atom) return `${value} < ${than}`;
  if ('lte' in atom) return `${value} <= ${than}`;
  return 'gt' in atom ? `${value} > ${than}` : `${value} >= ${than}`;
}

const arrayTypes = { text: 'text[]', integer: 'bigint[]', boolean: 'boolean[]', json: 'jsonb[]' } as const;

function among(
  value: string,
  wanted: (string | number | boolean)[],
  type: keyof typeof arrayTypes,
  parameters: SqlParameters,
): string {
  if (!wanted.length) return 'false';
  const values = type === 'json' ? wanted.map((each) => JSON.stringify(each)) : wanted;
  return `${value} = any(${parameters.add(values, arrayTypes[type])})`;
}

function timeSql(atom: FieldAtom, field: SubjectField, { alias, me, parameters }: SqlScope): string {
  if ('in' in atom || 'set' in atom) return 'false';
  const range = timeRange(timeOf(resolve('eq' in atom ? atom.eq : boundOf(atom), me)), me.zone);
  if (!range) return 'false';
  const before = (cut: Cut): string => beforeSql(field, alias, cut, parameters);
  if ('lt' in atom) return before(range.from);
  if ('lte' in atom) return before(range.to);
  // An odd date is neither before nor after: NOT of NULL stays NULL.
  if ('gt' in atom) return `not (${before(range.to)})`;
  if ('gte' in atom) return `not (${before(range.from)})`;
  return `not (${before(range.from)}) and (${before(range.to)})`;
}

/** NULL where the row has no such date. */
export function beforeSql(field: SubjectField, alias: string, cut: Cut, parameters: SqlParameters): string {
  const value = field.sql(alias, parameters);
  const moment = parameters.add(momentAsText(cut.moment), 'timestamptz');
  if (field.type === 'moment') return `${value} < ${moment}`;
  const day = parameters.add(cut.day, 'text');
  return `case when ${value} ~ '^\\d{4}-\\d\\d-\\d\\d$' then ${value} collate "C" < ${day}
    else moment_of(${value}) < ${moment} end`;
}
