import { hiddenFields, tableOfId } from './access.js';
import type { ModuleTable } from './module-table.js';
import { idNumber, type FieldDescription, type Row } from './vtiger-data.js';
import { VtigerError } from './vtiger-error.js';
import type { Session, VtigerState } from './vtiger-state.js';

/** What a client sends for a field; PHP makes text of it. */
export type Element = Record<string, unknown>;

/** Column widths; lastname is recorded (c097), the others are the family's usual ones. */
const widths: Record<string, number> = {
  lastname: 80,
  firstname: 40,
  accountname: 100,
  ticket_title: 255,
  title: 50,
  phone: 50,
  mobile: 50,
  email: 100,
  subject: 100,
};

/** Broken JSON counts as an empty element (c103, c104). */
export function readElement(json: string | undefined): Element {
  try {
    const element = JSON.parse(json ?? '') as unknown;
    return typeof element === 'object' && element !== null ? (element as Element) : {};
  } catch {
    return {};
  }
}

/** The first mandatory field without a value stops the write (c088, c089, c116). */
export function checkMandatory(table: ModuleTable, element: Element): void {
  for (const { name, label, mandatory } of table.description.fields) {
    if (!mandatory || asText(element[name]) !== '') continue;
    throw new VtigerError('MANDATORY_FIELDS_MISSING', `${label} (${name}) does not have a value`);
  }
}

/**
 * The values as the database keeps them. Read-only and unknown fields are dropped without a word, and much
 * else is quietly changed (V-11): the reader has to compare.
 */
export function storedValues(
  state: VtigerState,
  session: Session,
  table: ModuleTable,
  element: Element,
): Row {
  const hidden = hiddenFields(session, table.name);
  const stored: Row = {};
  for (const field of table.description.fields) {
    const given = element[field.name];
    if (given === undefined || !field.editable || hidden.includes(field.name)) continue;
    if (field.name === 'filename' && typeof given === 'object') continue;
    stored[field.name] = storedValue(state, session, table, field, asText(given));
  }
  return stored;
}

function storedValue(
  state: VtigerState,
  session: Session,
  table: ModuleTable,
  field: FieldDescription,
  text: string,
): string {
  switch (field.type.name) {
    case 'reference':
      return storedReference(state, session, field, text);
    case 'owner':
      // An owner who is not there breaks on a foreign key, after the number was counted (c095).
      if (state.find(text)) return text;
      state.nextId();
      defaultValues(state, table);
      throw new VtigerError('DATABASE_QUERY_ERROR', 'Database error while performing requested operation');
    case 'boolean':
      return ['1', 'on', 'true'].includes(text) ? '1' : '0';
    case 'date':
      return text === '' || /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : '0000-00-00';
    case 'integer':
    case 'double':
    case 'currency':
      return Number(text || 0).toFixed(decimalsOf(table, field.name));
    default:
      return cut(text, field);
  }
}

/** A record of the wrong module is refused (c090), a malformed id too (c092), a missing record becomes empty (c091). */
function storedReference(state: VtigerState, session: Session, field: FieldDescription, id: string): string {
  if (id === '') return '';
  const target = tableOfId(state, session, id);
  const allowed = field.type.refersTo ?? [];
  if (allowed.length > 0 && !allowed.includes(target.name)) {
    throw new VtigerError('REFERENCE_INVALID', `Invalid reference specified for ${field.name}`);
  }
  return target.has(idNumber(id)) ? target.webId(idNumber(id)) : '';
}

/** Blanks go (c099), characters outside the old three-byte UTF-8 become question marks (c098), the rest is cut (c097). */
function cut(text: string, { name, type }: FieldDescription): string {
  const plain = text.trim().replace(/[\u{10000}-\u{10FFFF}]/gu, '????');
  return plain.slice(0, widths[name] ?? (type.name === 'text' ? 65_535 : 255));
}

/** What fields left out of a create get: today in dates (V-12, c087), zeros in numbers, the module's own count. */
export function defaultValues(state: VtigerState, table: ModuleTable): Row {
  const row: Row = {};
  for (const { name, type, editable, uitype } of table.description.fields) {
    if (uitype === '4') row[name] = state.nextRecordNumber(table, name);
    else if (type.name === 'date') row[name] = state.time().slice(0, 10);
    else if (editable && ['integer', 'double', 'currency'].includes(type.name)) {
      row[name] = (0).toFixed(decimalsOf(table, name));
    } else if (type.name === 'boolean') row[name] = editable || name === 'commentadded' ? '0' : '';
    else row[name] = '';
  }
  return row;
}

/** As many decimals as the column's other values have: `12.500000`, `5.000`, `3`. */
function decimalsOf(table: ModuleTable, name: string): number {
  const [first] = table.ids;
  const value = first === undefined ? '' : (table.row(first)?.[name] ?? '');
  return /\.(\d+)$/.exec(value)?.[1]?.length ?? 0;
}

/** A JSON value as PHP writes it into a text column. */
export function asText(value: unknown): string {
  if (value === undefined || value === null || value === false) return '';
  if (value === true) return '1';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
