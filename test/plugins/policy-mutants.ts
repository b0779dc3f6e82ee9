import { randomUUID } from 'node:crypto';

import { expect } from 'chai';

import type { Access, Me } from '../../core/access/access.js';
import { decide } from '../../core/access/decide.js';
import { lintPolicy } from '../../core/access/lint-policy.js';
import type { RowLink, SubjectRow } from '../../core/access/subject-row.js';
import type { Condition, Grant, Policy, PolicyLimit, Subject } from '../../core/contract/contract.js';

/** Who asks, unless an expectation says otherwise: contact k1 of customer c1, who signs in as l1. */
export const me: Me = {
  contact: 'k1',
  contacts: ['k1'],
  logins: ['l1'],
  customers: ['c1'],
  customer: 'c1',
  principalCustomer: 'c1',
  capabilities: [],
  today: '2026-11-21',
  now: new Date('2026-11-21T12:00:00Z'),
  zone: 'UTC',
};

/** What a vendor's rules say of one row. The name begins with the rules' numbers: `O-23: no ticket of others`. */
export interface Expectation {
  name: string;
  row: SubjectRow;
  allow: boolean;
  action: string;
  who: Me;
  /** Fields that must be visible, and fields that must not, where it is allowed. */
  sees: string[];
  hides: string[];
}

/** One line of the table of who sees what. */
export const say = (
  name: string,
  row: SubjectRow,
  allow: boolean,
  {
    action = 'read',
    who = {},
    sees = [],
    hides = [],
  }: { action?: string; who?: Partial<Me>; sees?: string[]; hides?: string[] } = {},
): Expectation => ({ name, row, allow, action, who: { ...me, ...who }, sees, hides });

/** A row in memory, with the columns of its table (`customer_id`, `portal_visible`, …). */
export const row = (
  subject: Subject,
  columns: Record<string, unknown> = {},
  links: RowLink[] = [],
  parents: SubjectRow[] = [],
): SubjectRow => ({
  subject,
  connectionId: 'one',
  id: 'x',
  uuid: randomUUID(),
  columns: { external_id: 'x', read_only: false, ...columns },
  links,
  parents,
  sets: {},
});

export const byContact = (target = 'k1'): RowLink => ({ kind: 'contact', by: 'contact', target });
export const byLogin = (target = 'l1'): RowLink => ({ kind: 'participant', by: 'login', target });
export const member = (by: 'contact' | 'customer', target: string): RowLink => ({
  kind: 'member',
  by,
  target,
});

/** The names of the expectations that a policy does not meet. */
export const red = (policy: Policy, expectations: readonly Expectation[]): string[] =>
  expectations
    .filter(({ action, row: subject, allow, who, sees, hides }) => {
      const access: Access = {
        id: 'a',
        personId: 'p',
        connectionId: 'one',
        connectionTitle: 'One',
        me: who,
        policy,
      };
      const decision = decide([access], action, subject);
      if (decision.allow !== allow) return true;
      const { read } = decision;
      return (
        allow && (sees.some((each) => !read.includes(each)) || hides.some((each) => read.includes(each)))
      );
    })
    .map(({ name }) => name);

/** The condition with each of its atoms left out in turn; out of `any` it gives nothing, anywhere else everything. */
function withoutAtoms(condition: Condition, neutral: Condition = { true: 1 }): Condition[] {
  if ('all' in condition)
    return condition.all.flatMap((each, place) =>
      withoutAtoms(each).map((left) => ({ all: condition.all.with(place, left) })),
    );
  if ('any' in condition)
    return condition.any.flatMap((each, place) =>
      withoutAtoms(each, { false: 1 }).map((left) => ({ any: condition.any.with(place, left) })),
    );
  if ('not' in condition) return withoutAtoms(condition.not, { false: 1 }).map((left) => ({ not: left }));
  if ('via' in condition)
    return [neutral, ...withoutAtoms(condition.where).map((where) => ({ ...condition, where }))];
  return [neutral];
}

/** A policy in which one thing is left out: what, of which rules, and the policy. */
interface Mutant {
  what: string;
  rules: readonly string[];
  policy: Policy;
}

/** The policy with each grant, limit, atom, list of types and list of capabilities left out in turn. */
export function mutantsOf(policy: Policy): Mutant[] {
  const { grants, limits } = policy;
  const swap = (place: number, grant: Grant): Policy => ({ ...policy, grants: grants.with(place, grant) });
  const cut = (place: number, limit: PolicyLimit): Policy => ({
    ...policy,
    limits: limits.with(place, limit),
  });
  return [
    ...grants.flatMap((grant, place): Mutant[] => {
      const { id, rules = [], when } = grant;
      const { types, ...anyType } = grant;
      const { needs, ...anybody } = grant;
      return [
        { what: `without ${id}`, rules, policy: { ...policy, grants: grants.toSpliced(place, 1) } },
        ...withoutAtoms(when).map((left) => ({
          what: `${id} when ${JSON.stringify(left)}`,
          rules,
          policy: swap(place, { ...grant, when: left }),
        })),
        ...(types ? [{ what: `${id} for all types`, rules, policy: swap(place, anyType) }] : []),
        ...(needs ? [{ what: `${id} for everybody`, rules, policy: swap(place, anybody) }] : []),
      ];
    }),
    ...limits.flatMap((limit, place): Mutant[] => {
      const { id, rules = [], when } = limit;
      return [
        { what: `without limit ${id}`, rules, policy: { ...policy, limits: limits.toSpliced(place, 1) } },
        ...withoutAtoms(when).map((left) => ({
          what: `limit ${id} when ${JSON.stringify(left)}`,
          rules,
          policy: cut(place, { ...limit, when: left }),
        })),
      ];
    }),
  ];
}

const numbersOf = (name: string): string[] => name.split(':')[0]?.match(/[A-Z]+-\d+[a-z]?/g) ?? [];

/**
 * Holds a policy to its table: it is lint-clean, every line of the table is met, and whatever is left out of it turns
 * a line red that carries one of the rules of the grant or limit it was left out of. Every grant and limit names its
 * rules.
 */
export function holdPolicy(policy: Policy, expectations: readonly Expectation[]): void {
  expect(lintPolicy(policy), 'lints').to.deep.equal([]);
  expect(red(policy, expectations), 'the table').to.deep.equal([]);
  const mutants = mutantsOf(policy);
  expect(mutants.length).to.be.at.least(policy.grants.length);
  const unnoticed = mutants.flatMap(({ what, rules, policy: mutant }) => {
    if (!rules.length) return [`${what}: names no rule`];
    const found = red(mutant, expectations).flatMap(numbersOf);
    return found.some((each) => rules.includes(each))
      ? []
      : [`${what}: no line of ${rules.join(', ')} turns red`];
  });
  expect(unnoticed, 'what nobody would notice').to.deep.equal([]);
}
