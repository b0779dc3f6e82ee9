import type { Grant, Policy, PolicyLimit, Subject } from '../contract/contract.js';
import { describeMisfits, schemaValidator } from '../json-schema.js';
import { lintCondition } from './lint-condition.js';
import { seedsOf } from './seeds-of.js';
import { fieldOf, tableOf } from './subject-fields.js';

/** What is wrong with a policy. One with an `error` is not run; a `warning` is for the admin to look at. */
export interface PolicyLint {
  level: 'error' | 'warning';
  /** A grant, a limit, or the whole. */
  at: string;
  sentence: string;
}

/** What a person can do with a record; the words after the dot in the names of actions. */
export const policyActions = [
  'read',
  'download',
  'create',
  'update',
  'delete',
  'comment',
  'upload',
  'sign',
  'pay',
  'register',
  'promote',
  'move',
  'enable',
  'disable',
] as const;

const schema = schemaValidator('policy.json');

/** Checks a policy: its schema, then what a schema cannot say (access.md, Condition language and Lints). */
export function lintPolicy(policy: unknown): PolicyLint[] {
  const misfits = schema.check(policy);
  if (misfits.length) return [{ level: 'error', at: 'policy', sentence: `${describeMisfits(misfits)}.` }];
  // The schema has just said so.
  const { grants, limits } = policy as Policy;
  const subjects = new Set(grants.map(({ module }) => module));
  return [
    ...twice([...grants, ...limits].map(({ id }) => id)),
    ...limits.flatMap((limit) => lintLimit(limit, subjects)),
    ...grants.flatMap(lintGrant),
  ];
}

const problem = (level: PolicyLint['level'], at: string, sentence: string): PolicyLint => ({
  level,
  at,
  sentence,
});

const twice = (ids: string[]): PolicyLint[] =>
  ids
    .filter((id, index) => ids.indexOf(id) < index)
    .map((id) => problem('error', id, 'This id is given twice; an explanation could not tell them apart.'));

function lintLimit({ id, module, when }: PolicyLimit, subjects: Set<Subject>): PolicyLint[] {
  const of = module ? [module] : [...subjects];
  return of.flatMap((subject) =>
    lintCondition(when, subject).map((sentence) => problem('error', id, `${subject}: ${sentence}`)),
  );
}

function lintGrant(grant: Grant): PolicyLint[] {
  const { id, module, types, actions, needs, when, fields } = grant;
  const errors: string[] = [...lintCondition(when, module), ...lintFields(grant)];
  const warnings: string[] = [];
  for (const action of actions)
    if (!(policyActions as readonly string[]).includes(action))
      errors.push(`There is no action "${action}". There are: ${policyActions.join(', ')}.`);
  if (types && tableOf(module) !== 'record') errors.push(`A ${module} has no types.`);
  if (needs && !needs.length) errors.push('It needs one of no capabilities, which nobody has.');
  const reads = actions.includes('read');
  if (reads && !errors.length) {
    const seeds = seedsOf(when, module);
    if (!seeds)
      errors.push(
        'No list can begin at its condition: add a link, customer, id, public, portalVisible or a parent.',
      );
    else if (seeds.some(({ by }) => by === 'all'))
      warnings.push(`It has no condition on the row: everybody with an access reads every ${module}.`);
    else if (!seeds.length) warnings.push('Its condition can never hold.');
  }
  if (types && !types.length) warnings.push('It is for no type at all.');
  if (fields.read?.length && !reads) warnings.push('It lists fields to read and does not allow reading.');
  for (const name of fields.read ?? [])
    if (/passw|secret|token|\bpin\b|api.?key/i.test(name)) warnings.push(`${name} looks like a secret.`);
  return [
    ...errors.map((sentence) => problem('error', id, sentence)),
    ...warnings.map((sentence) => problem('warning', id, sentence)),
  ];
}

function lintFields({ module, fields, set = {} }: Grant): string[] {
  const { read = [], edit = [], required = [] } = fields;
  const problems = [...new Set([...read, ...edit, ...required, ...Object.keys(set)])]
    .filter((name) => !fieldOf(module, name))
    .map((name) => `A ${module} has no field "${name}".`);
  for (const name of new Set([...edit, ...required]))
    if (fieldOf(module, name)?.readOnly) problems.push(`Nobody can write "${name}" of a ${module}.`);
  for (const name of required)
    if (!edit.includes(name)) problems.push(`"${name}" is required and cannot be edited.`);
  return problems;
}
