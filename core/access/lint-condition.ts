import type { Condition, Subject } from '../contract/contract.js';
import { boundOf, variableKinds, type Operand } from './operand.js';
import { fieldOf, tableOf, type FieldType } from './subject-fields.js';
import { timeRange } from './time-range.js';

const most = { depth: 4, via: 2, nodes: 64 } as const;

/** What is wrong with a condition on this subject, in sentences (access.md, Condition language). */
export function lintCondition(condition: Condition, subject: Subject): string[] {
  const size = measure(condition);
  const problems = sizeNames
    .filter((name) => size[name] > most[name])
    .map((name) => `Its condition has ${size[name]} ${words[name]}; at most ${most[name]} are allowed.`);
  // What is too big is not looked into: it may have been made to be.
  return problems.length ? problems : lintNode(condition, subject);
}

interface Size {
  depth: number;
  via: number;
  nodes: number;
}

const sizeNames = ['depth', 'via', 'nodes'] as const;
const words = { depth: 'levels', via: 'parents in a row', nodes: 'parts' } as const;

function measure(condition: Condition): Size {
  const inner = innerOf(condition).map(measure);
  return {
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    via: Number('via' in condition) + Math.max(0, ...inner.map(({ via }) => via)),
    nodes: 1 + inner.reduce((sum, { nodes }) => sum + nodes, 0),
  };
}

/** The conditions right inside one. */
export function innerOf(condition: Condition): Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  if ('not' in condition) return [condition.not];
  return 'via' in condition ? [condition.where] : [];
}

function lintNode(condition: Condition, subject: Subject): string[] {
  if ('via' in condition) {
    if (tableOf(subject) !== 'record' || condition.via === 'contact')
      return [`Only records have parents: ${subject} has none that is a ${condition.via}.`];
    return lintNode(condition.where, condition.via);
  }
  if ('link' in condition) return lintLink(condition, subject);
  if ('f' in condition) return lintField(condition, subject);
  return innerOf(condition).flatMap((each) => lintNode(each, subject));
}

function lintLink(
  { link, in: { var: name } }: Extract<Condition, { link: unknown }>,
  subject: Subject,
): string[] {
  const isRecord = tableOf(subject) === 'record';
  if (isRecord === (link === 'member')) return [`A ${subject} has no links of the kind ${link}.`];
  const wanted = subject === 'contact' ? /customer/i : /^contacts?$/;
  return wanted.test(name) ? [] : [`The link ${link} of a ${subject} is never one of "${name}".`];
}

function lintField(atom: Extract<Condition, { f: string }>, subject: Subject): string[] {
  const field = fieldOf(subject, atom.f);
  if (!field) return [`A ${subject} has no field "${atom.f}".`];
  const { type } = field;
  if (type === 'list' || type === 'object') return [`"${atom.f}" cannot be compared.`];
  if ('set' in atom) return [];
  if ('in' in atom) {
    if (type === 'moment' || type === 'date')
      return [`"${atom.f}" is a date: compare it with eq, lt, lte, gt or gte.`];
    if ('var' in atom.in) return variableKinds[atom.in.var] === 'date' ? [mismatch(atom.f, atom.in)] : [];
    return atom.in.filter((each) => !fits(each, type)).map((each) => mismatch(atom.f, each));
  }
  if ('eq' in atom) return fits(atom.eq, type) ? [] : [mismatch(atom.f, atom.eq)];
  if (type !== 'integer' && type !== 'moment' && type !== 'date')
    return [`"${atom.f}" has no order: only whole numbers and dates have.`];
  const bound = boundOf(atom);
  return fits(bound, type) ? [] : [mismatch(atom.f, bound)];
}

const mismatch = (field: string, value: Operand): string =>
  `"${field}" is never ${JSON.stringify(value)}: they are of different types.`;

function fits(value: Operand, type: FieldType): boolean {
  const isTime = type === 'moment' || type === 'date';
  if (typeof value === 'object') {
    if (!('var' in value)) return false;
    const kind = variableKinds[value.var];
    return isTime ? kind === 'date' : kind === 'one' && (type === 'text' || type === 'json');
  }
  if (isTime) return typeof value === 'string' && timeRange(value, 'UTC') !== undefined;
  if (typeof value === 'number')
    return (type === 'integer' || type === 'json') && Number.isSafeInteger(value);
  return type === 'json' || typeof value === (type === 'text' ? 'string' : type);
}
