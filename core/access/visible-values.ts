import type { Decision } from './decide.js';
import { fieldOf } from './subject-fields.js';
import type { SubjectRow } from './subject-row.js';
import { momentAsText } from './time-range.js';

/** The values of a row that a decision shows, by field name; `detail` adds those of the record's own page. */
export function visibleValues(
  { read }: Pick<Decision, 'read'>,
  row: SubjectRow,
  { detail = false }: { detail?: boolean } = {},
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const names = read.includes('dates')
    ? read.flatMap((each) => (each === 'dates' ? dateNames(row) : [each]))
    : read;
  for (const name of names) {
    // A name without a field, `__proto__` among them, is never written.
    const field = fieldOf(row.subject, name);
    const value = !field || (field.detail && !detail) ? undefined : field.read(row);
    if (value !== undefined) values[name] = field?.type === 'moment' ? momentAsText(Number(value)) : value;
  }
  return values;
}

const dateNames = ({ columns }: SubjectRow): string[] =>
  Object.keys(Object(columns['dates'])).map((name) => `dates.${name}`);
