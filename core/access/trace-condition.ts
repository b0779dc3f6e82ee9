import type { Condition } from '../contract/contract.js';
import type { Me } from './access.js';
import { holds } from './holds.js';
import { boundOf, resolve, Time, type Operand } from './operand.js';
import { fieldOf } from './subject-fields.js';
import type { SubjectRow } from './subject-row.js';
import { momentAsText } from './time-range.js';

/** One atom of a condition: where it stands, what it asked, what was there, and whether that did. */
export interface AtomTrace {
  path: string;
  expected: string;
  found: string;
  ok: boolean;
  /** Why it did not, as a clause: `ticket 17 is not linked to contact 7`. */
  sentence: string;
}

/** Every atom of a condition as it went for one row. An atom under `not` is ok when it does not hold. */
export function traceCondition(condition: Condition, row: SubjectRow, me: Me): AtomTrace[] {
  return trace(condition, { row, me, path: '', negated: false });
}

interface Place {
  row: SubjectRow;
  me: Me;
  path: string;
  negated: boolean;
}

function trace(condition: Condition, place: Place): AtomTrace[] {
  const { row, me, path, negated } = place;
  const below = (step: string): Place => ({ ...place, path: path ? `${path}.${step}` : step });
  if ('all' in condition) return condition.all.flatMap((each, index) => trace(each, below(`all.${index}`)));
  if ('any' in condition) return condition.any.flatMap((each, index) => trace(each, below(`any.${index}`)));
  if ('not' in condition) return trace(condition.not, { ...below('not'), negated: !negated });
  const ok = holds(condition, row, me) !== negated;
  const of = (expected: string, found: string, sentence: string): AtomTrace => ({
    path,
    expected: negated ? `not (${expected})` : expected,
    found,
    ok,
    sentence: `${row.subject} ${row.id} ${sentence}`,
  });
  if ('true' in condition || 'false' in condition)
    return [of('true' in condition ? 'always' : 'never', '', 'is never shown by it')];
  if ('link' in condition) return [linkAtom(condition, place, of)];
  if ('f' in condition) {
    const expected = `${condition.f} ${asked(condition, me)}`;
    const found = show(fieldOf(row.subject, condition.f)?.read(row), condition.f, row);
    return [
      of(
        expected,
        found,
        `has ${condition.f} ${found}, ${negated ? 'not ' : ''}wanted: ${asked(condition, me)}`,
      ),
    ];
  }
  const parents = row.parents.filter(({ subject }) => subject === condition.via);
  const expected = `a ${condition.via} above it that satisfies the rest`;
  if (!parents.length || ok)
    return [of(expected, `${parents.length} of them`, `has no ${condition.via} above it`)];
  return parents.flatMap((parent, index) =>
    trace(condition.where, { ...below(`via.${index}`), row: parent }),
  );
}

function linkAtom(
  { link, in: variable }: Extract<Condition, { link: unknown }>,
  { row, me, negated }: Place,
  of: (expected: string, found: string, sentence: string) => AtomTrace,
): AtomTrace {
  const wanted = operandText(variable, me);
  const held = row.links.filter(({ kind }) => kind === link).map(({ target }) => target);
  const word = link === 'participant' ? 'has no participant' : 'is not linked to';
  const what = link === 'participant' ? `contact ${wanted}` : `${variable.var.replace(/s$/, '')} ${wanted}`;
  return of(
    `${link} ${wanted}`,
    held.slice(0, 5).join(', ') || 'none',
    negated ? `is linked to ${what}` : `${word} ${what}`,
  );
}

function asked(atom: Extract<Condition, { f: string }>, me: Me): string {
  if ('set' in atom) return atom.set ? 'set' : 'not set';
  if ('eq' in atom) return `= ${operandText(atom.eq, me)}`;
  if ('in' in atom) return `one of ${operandText(atom.in, me)}`;
  const word = 'lt' in atom ? '<' : 'lte' in atom ? '<=' : 'gt' in atom ? '>' : '>=';
  return `${word} ${operandText(boundOf(atom), me)}`;
}

function operandText(operand: Operand, me: Me): string {
  const value = resolve(operand, me);
  if (value === undefined) return 'nothing (the person has none)';
  if (value instanceof Time) return value.at instanceof Date ? value.at.toISOString() : value.at;
  if (typeof value === 'object') return value.map(String).join(', ') || 'none (the person has none)';
  return String(value);
}

function show(value: unknown, name: string, { subject }: SubjectRow): string {
  if (value === undefined) return 'nothing';
  if (fieldOf(subject, name)?.type === 'moment') return momentAsText(Number(value));
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
