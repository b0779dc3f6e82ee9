import type { Condition } from '../contract/contract.js';
import type { Me } from './access.js';
import { boundOf, resolve, textsOf, timeOf, valuesOf } from './operand.js';
import { fieldOf } from './subject-fields.js';
import type { SubjectRow } from './subject-row.js';
import { liesBefore, pointOf, timeRange } from './time-range.js';

/**
 * Does the condition hold for the row? Total and two-valued (access.md): an atom on a missing value or
 * variable is false, `not` is plain negation. Its twin in SQL is conditionSql; a property test holds them
 * together.
 */
export function holds(condition: Condition, row: SubjectRow, me: Me): boolean {
  if ('true' in condition) return true;
  if ('false' in condition) return false;
  if ('all' in condition) return condition.all.every((each) => holds(each, row, me));
  if ('any' in condition) return condition.any.some((each) => holds(each, row, me));
  if ('not' in condition) return !holds(condition.not, row, me);
  if ('via' in condition)
    return row.parents.some(
      (parent) => parent.subject === condition.via && holds(condition.where, parent, me),
    );
  if ('link' in condition) return linked(condition, row, me);
  return compares(condition, row, me);
}

type LinkAtom = Extract<Condition, { link: unknown }>;
type FieldAtom = Extract<Condition, { f: string }>;

function linked({ link, in: variable }: LinkAtom, row: SubjectRow, me: Me): boolean {
  const targets = textsOf(resolve(variable, me));
  return row.links.some(
    ({ kind, by, target }) =>
      kind === link &&
      (by === 'login' ? targets.length > 0 && me.logins.includes(target) : targets.includes(target)),
  );
}

function compares(atom: FieldAtom, row: SubjectRow, me: Me): boolean {
  const field = fieldOf(row.subject, atom.f);
  if (!field || field.type === 'list' || field.type === 'object') return false;
  const value = field.read(row);
  if ('set' in atom) return (value !== undefined) === atom.set;
  if (value === undefined) return false;
  const { type } = field;
  if (type === 'moment' || type === 'date') return comparesTime(atom, value, me);
  if ('eq' in atom) {
    const wanted = resolve(atom.eq, me);
    return !Array.isArray(wanted) && valuesOf(wanted, type).some((each) => each === value);
  }
  if ('in' in atom) return valuesOf(resolve(atom.in, me), type).some((each) => each === value);
  if (type !== 'integer') return false;
  const [bound] = valuesOf(resolve(boundOf(atom), me), 'integer');
  if (typeof bound !== 'number') return false;
  const number = Number(value);
  if ('lt' in atom) return number < bound;
  if ('lte' in atom) return number <= bound;
  return 'gt' in atom ? number > bound : number >= bound;
}

/** A day of the record stands for its midnight; against a day, a moment counts for the day it falls on. */
function comparesTime(atom: FieldAtom, value: unknown, me: Me): boolean {
  if ('in' in atom || 'set' in atom) return false;
  const range = timeRange(timeOf(resolve('eq' in atom ? atom.eq : boundOf(atom), me)), me.zone);
  const time = pointOf(value);
  if (!range || time === undefined) return false;
  const { from, to } = range;
  if ('lt' in atom) return liesBefore(time, from);
  if ('lte' in atom) return liesBefore(time, to);
  if ('gt' in atom) return !liesBefore(time, to);
  if ('gte' in atom) return !liesBefore(time, from);
  return !liesBefore(time, from) && liesBefore(time, to);
}
