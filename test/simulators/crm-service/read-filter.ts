import { TEXTS } from './crm-service-assumptions.js';
import type { CrmRecord, Value } from './crm-service-data.js';
import { badRequest } from './crm-service-error.js';
import type { CrmServiceState } from './crm-service-state.js';
import type { FieldType } from './module-schema.js';
import { textOf } from './text-of.js';
import { wireField } from './wire-fields.js';
import { parseInstant, readNow, writeInstant } from './zone-time.js';

export type Test = (record: CrmRecord) => boolean;
type Comparable = string | number | null;

/** What can be compared: the path of a field, read from a record. */
interface Operand {
  type: FieldType | 'id';
  read: (record: CrmRecord) => Comparable;
}

/** Reads the filter language of crm-service.md §3; `[]` and `{}` let everything through. */
export function readFilter(state: CrmServiceState, module: string, filter: unknown): Test {
  if (Array.isArray(filter) && filter.length === 0) return () => true;
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter))
    throw badRequest(TEXTS.badFilter);
  const tests = Object.entries(filter).map(([key, value]: [string, unknown]) => {
    if (!key.startsWith('$')) return readComparison(state, module, '$eq', [key, value]);
    if (key === '$not') return negate(readFilter(state, module, value));
    if (!['$and', '$or', '$nor'].includes(key)) return readComparison(state, module, key, value);
    if (!Array.isArray(value)) throw badRequest(TEXTS.badFilter);
    const parts = value.map((part) => readFilter(state, module, part));
    if (key === '$and') return (record: CrmRecord) => parts.every((test) => test(record));
    const some: Test = (record) => parts.some((test) => test(record));
    return key === '$or' ? some : negate(some);
  });
  return (record) => tests.every((test) => test(record));
}

/** A field or the id, comparable; `account.account_type` goes one relation far. Also what `sort` goes by. */
export function readOperand(state: CrmServiceState, module: string, path: string): Operand {
  const [relationName, rest] = path.split('.');
  if (rest !== undefined) {
    const relation = state.schema(module).relations.find(({ name }) => name === relationName);
    if (!relation?.key || relation.kind !== 'hasOne') throw badRequest(TEXTS.unknownRelation(path));
    const { key, module: target } = relation;
    const there = readOperand(state, target, rest);
    return {
      type: there.type,
      read: (record) => {
        const other = state.find(target, textOf(record.attributes[key]));
        return other ? there.read(other) : null;
      },
    };
  }
  if (path === 'id') return { type: 'id', read: ({ id }) => Number(id) };
  const { key, type } = wireField(state, module, path);
  return { type, read: ({ attributes }) => toComparable(state, type, attributes[key] ?? null) };
}

/** `["field", value]`, `["field", [a, b]]`, `["field", a, b]`, `["field"]` or `"field"`, after its operator. */
function readComparison(state: CrmServiceState, module: string, operator: string, input: unknown): Test {
  const [path, ...rest]: unknown[] = Array.isArray(input) ? input : [input];
  if (typeof path !== 'string') throw badRequest(TEXTS.badFilter);
  const make = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (!make) throw badRequest(TEXTS.unknownOperator(operator));
  const { type, read } = readOperand(state, module, path);
  const given: unknown[] = rest.length === 1 && Array.isArray(rest[0]) ? rest[0] : rest;
  const test = make(
    given.map((value) => toComparable(state, type, value as Value)),
    given.map(String),
  );
  const ifNull = OPPOSITES.includes(operator) ? state.assumptions.nullIsUnequal : undefined;
  return (record) => {
    const value = read(record);
    return value === null && ifNull !== undefined && given[0] !== null ? ifNull : test(value);
  };
}

type MakeTest = (given: Comparable[], raw: string[]) => (value: Comparable) => boolean;

const OPPOSITES = ['$ne', '$nin', '$not.cts', '$not.between'];

const OPERATORS: Record<string, MakeTest> = {
  $eq: ordered((value, given) => value === given),
  $ne: ordered((value, given) => value !== given),
  $gt: ordered((value, given) => bothSet(value, given) && value! > given!),
  $gte: ordered((value, given) => bothSet(value, given) && value! >= given!),
  $lt: ordered((value, given) => bothSet(value, given) && value! < given!),
  $lte: ordered((value, given) => bothSet(value, given) && value! <= given!),
  $in: (given) => (value) => given.includes(value),
  $nin: (given) => (value) => !given.includes(value),
  $between: (given) => (value) => isBetween(value, given),
  '$not.between': (given) => (value) => !isBetween(value, given),
  '$is.null': () => (value) => value === null,
  '$not.null': () => (value) => value !== null,
  $beg: worded((value, given) => value.startsWith(given)),
  $end: worded((value, given) => value.endsWith(given)),
  $cts: worded((value, given) => value.includes(given)),
  '$not.cts': worded((value, given) => !value.includes(given)),
  $like: (_, [raw = '']) => matching(likePattern(raw)),
  $regex: (_, [raw = '']) => matching(raw),
};

function ordered(test: (value: Comparable, given: Comparable) => boolean): MakeTest {
  return (given) => {
    if (given.length !== 1) throw badRequest(TEXTS.badFilter);
    return (value) => test(value, given[0] ?? null);
  };
}

function worded(test: (value: string, given: string) => boolean): MakeTest {
  return (_, [raw = '']) => {
    const wanted = raw.toLowerCase();
    return (value) => value !== null && test(String(value), wanted);
  };
}

function matching(pattern: string): (value: Comparable) => boolean {
  try {
    const expression = new RegExp(pattern, 'iu');
    return (value) => value !== null && expression.test(String(value));
  } catch {
    throw badRequest(TEXTS.badFilter);
  }
}

/** SQL's: % for anything, _ for one character. */
function likePattern(text: string): string {
  const escaped = text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  return `^${escaped.replaceAll('%', '[^]*').replaceAll('_', '[^]')}$`;
}

function bothSet(value: Comparable, given: Comparable): boolean {
  return value !== null && given !== null;
}

function isBetween(value: Comparable, [from = null, to = null]: Comparable[]): boolean {
  return value !== null && from !== null && to !== null && value >= from && value <= to;
}

function negate(test: Test): Test {
  return (record) => !test(record);
}

/** Text ignores case; keys compare as text or number alike; `$now` and dates become what the state keeps. */
function toComparable(state: CrmServiceState, type: Operand['type'], value: Value): Comparable {
  if (value === null || value === undefined) return null;
  if (type === 'boolean') return Number(value === true || value === 1 || value === '1' || value === 'true');
  if (['id', 'key', 'integer', 'decimal'].includes(type)) return Number(value);
  const text = textOf(value);
  if (type !== 'date' && type !== 'datetime') return text.toLowerCase();
  if (type === 'datetime' && text.length === 20 && text.endsWith('Z')) return text;
  if (type === 'date' && text.length === 10 && !text.startsWith('$')) return text;
  const resolved = readNow(text, state.now(), state.zone) ?? text;
  const instant = parseInstant(resolved, state.zone);
  if (instant === undefined) throw badRequest(TEXTS.badFilter);
  return type === 'date' ? writeInstant(instant, state.zone, 'naive').slice(0, 10) : instant;
}
