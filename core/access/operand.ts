import type { Condition } from '../contract/contract.js';
import type { Me } from './access.js';
import { isStorable } from './sql-parameters.js';

type Eq = Extract<Condition, { eq: unknown }>;
type In = Extract<Condition, { f: string; in: unknown }>;

/** An atom that asks for an order. */
export type Ordered = Extract<
  Condition,
  { lt: unknown } | { lte: unknown } | { gt: unknown } | { gte: unknown }
>;

/** A value or variable of a condition. */
export type Operand = Eq['eq'] | In['in'];

/** What a variable holds: one text, several, a day, a moment, or nothing. */
export const variableKinds = {
  contact: 'one',
  contacts: 'several',
  customer: 'one',
  customers: 'several',
  principalCustomer: 'one',
  capabilities: 'several',
  today: 'date',
  now: 'date',
} as const;

/** A time is kept apart from text, so that neither is ever compared with the other. */
export class Time {
  constructor(readonly at: string | Date) {}
}

export type Resolved = string | number | boolean | readonly (string | number | boolean)[] | Time | undefined;

/** The value of an operand for one reader. A missing variable is undefined, and its atom false. */
export function resolve(operand: Operand, me: Me): Resolved {
  if (typeof operand !== 'object' || Array.isArray(operand)) return operand;
  const { var: name } = operand;
  if (name === 'now') return new Time(me.now);
  if (name === 'today') return me.today === undefined ? undefined : new Time(me.today);
  return me[name];
}

/** The values of one type among what is compared with: numbers only where they are whole. */
export function valuesOf(
  resolved: Resolved,
  type: 'text' | 'integer' | 'boolean' | 'json',
): (string | number | boolean)[] {
  if (resolved === undefined || resolved instanceof Time) return [];
  const all = typeof resolved === 'object' ? resolved : [resolved];
  return all.filter((each) => {
    if (typeof each === 'number')
      return Number.isSafeInteger(each) && (type === 'integer' || type === 'json');
    if (typeof each === 'string' && !isStorable(each)) return false;
    return type === 'json' || typeof each === (type === 'text' ? 'string' : type);
  });
}

/** The texts among them. */
export const textsOf = (resolved: Resolved): string[] => valuesOf(resolved, 'text').map(String);

/** What an order comparison is with. */
export function boundOf(atom: Ordered): Operand {
  if ('lt' in atom) return atom.lt;
  if ('lte' in atom) return atom.lte;
  return 'gt' in atom ? atom.gt : atom.gte;
}

/** The day or moment that a date is compared with. */
export function timeOf(resolved: Resolved): string | Date | undefined {
  if (resolved instanceof Time) return resolved.at;
  return typeof resolved === 'string' ? resolved : undefined;
}
