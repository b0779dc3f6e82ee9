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
  const values = new Map<string, unknown>();
  for (const name of read.flatMap((each) => (each === 'dates' ? dateNames(row) : [each]))) {
    const field = fieldOf(row.subject, name);
    const value = !field || (field.detail && !detail) ? undefined : field.read(row);
    if (value === undefined) continue;
    values.set(name, field?.type === 'moment' ? momentAsText(Number(value)) : value);
  }
  return Object.fromEntries(values);
}

const dateNames = ({ columns }: SubjectRow): string[] =>
  Object.keys(Object(columns['dates'])).map((name) => `dates.${name}`);
