import { allowedTable, recordToRead, recordToWrite, type Found } from './access.js';
import type { ModuleTable } from './module-table.js';
import { fullRecord, labelOf, newRecord } from './retrieve.js';
import { downloadUrl } from './run-query.js';
import { userId } from './sessions.js';
import { storeDocument } from './store-document.js';
import { storeLines } from './store-lines.js';
import type { Row } from './vtiger-data.js';
import { VtigerError } from './vtiger-error.js';
import type { Session, VtigerState } from './vtiger-state.js';
import {
  asText,
  checkMandatory,
  defaultValues,
  readElement,
  storedValues,
  type Element,
} from './write-values.js';

/** Creates a record and shows it as it was stored (c087 to c106). */
export function create(state: VtigerState, session: Session, elementType: string, json?: string): unknown {
  const table = allowedTable(state, session, elementType);
  const row = insert(state, session, table, readElement(json));
  return { ...newRecord(session, table, row), ...downloadUrl(state, table, row) };
}

/** Overwrites: mandatory fields must be sent, others that are left out stay as they are (c113 to c116). */
export function update(state: VtigerState, session: Session, json?: string): unknown {
  const element = readElement(json);
  const found = recordToWrite(state, session, asText(element['id']));
  checkMandatory(found.table, element);
  return fullRecord(state, session, change(state, session, found, element));
}

/** Changes the given fields only (c117 to c122). */
export function revise(state: VtigerState, session: Session, json?: string): unknown {
  const element = readElement(json);
  const found = recordToWrite(state, session, asText(element['id']));
  return fullRecord(state, session, change(state, session, found, element));
}

/** Deletes a record (c140 to c150). */
export function remove(state: VtigerState, session: Session, id: string): unknown {
  const found = recordToWrite(state, session, id);
  found.table.remove(found.id, state.seconds());
  return { status: 'successful' };
}

/** Changes `updatedfields` of the record that has the same `searchOn` values, or creates one (c123, c124). */
export function upsert(state: VtigerState, session: Session, form: Record<string, string>): unknown {
  const table = allowedTable(state, session, form['elementType'] ?? '');
  const element = readElement(form['element']);
  const keys = split(form['searchOn']);
  const [id] = table
    .lookup(keys[0] ?? '', asText(element[keys[0] ?? '']))
    .filter((each) => keys.every((key) => table.row(each)?.[key] === asText(element[key])));
  if (id === undefined) return create(state, session, table.name, form['element']);
  const found = recordToWrite(state, session, table.webId(id));
  const fields = split(form['updatedfields']);
  const wanted = Object.fromEntries(Object.entries(element).filter(([name]) => fields.includes(name)));
  return fullRecord(state, session, change(state, session, found, wanted));
}

/** Creates several records; `@{name}` stands for the id of one created before (c126). */
export function massCreate(state: VtigerState, session: Session, json: string): unknown {
  const elements = JSON.parse(json) as { elementType: string; referenceId?: string; element: Element }[];
  const created = new Map<string, string>();
  const successes: unknown[] = [];
  const failures: unknown[] = [];
  for (const { elementType, referenceId, element } of elements) {
    const filled = JSON.stringify(element).replace(
      /@\{(.+?)\}/g,
      (text, name: string) => created.get(name) ?? text,
    );
    try {
      const record = create(state, session, elementType, filled) as Row;
      if (referenceId) created.set(referenceId, record['id'] ?? '');
      successes.push(record);
    } catch (error) {
      if (!(error instanceof VtigerError)) throw error;
      failures.push({ record: element, code: error.code, message: error.message });
    }
  }
  return { success_creates: successes, failed_creates: failures };
}

function insert(state: VtigerState, session: Session, table: ModuleTable, element: Element): Row {
  if (session.user.readOnly) throw new VtigerError('ACCESS_DENIED', 'Permission to write is denied');
  checkMandatory(table, element);
  checkUnique(state, table, element);
  const stored = storedValues(state, session, table, element);
  const [now, author] = [state.time(), userId(state, session.user)];
  const row: Row = {
    ...defaultValues(state, table),
    ...stored,
    createdtime: now,
    modifiedtime: now,
    ...(table.hasField('modifiedby') ? { modifiedby: author } : {}),
    ...(table.hasField('created_user_id') ? { created_user_id: author } : {}),
    id: table.webId(state.nextId()),
  };
  if (table.name === 'HelpDesk') Object.assign(row, ticketValues(state, session, row));
  if (table.name === 'Documents') storeDocument(state, row, element);
  table.put(row);
  storeLines(state, row, element);
  return row;
}

function change(state: VtigerState, session: Session, { table, id, row }: Found, element: Element): Found {
  const stored = storedValues(state, session, table, element);
  const next: Row = {
    ...row,
    ...stored,
    modifiedtime: state.time(),
    modifiedby: userId(state, session.user),
  };
  if (table.name === 'HelpDesk' && next['ticketstatus'] !== row['ticketstatus']) {
    next['update_log'] = `${row['update_log'] ?? ''} Status Changed to ${next['ticketstatus'] ?? ''}\\.`;
  }
  table.put(next);
  return { table, id, row: next };
}

/** A ticket takes the e-mail of its contact or account and starts its log (c106). */
function ticketValues(state: VtigerState, session: Session, row: Row): Row {
  const parent = state.find(row['contact_id'] || row['parent_id'] || '');
  const users = state.tables.get('Users');
  const owner = users?.row(Number((row['assigned_user_id'] ?? '').split('x')[1]));
  return {
    email: parent?.['email'] ?? parent?.['email1'] ?? '',
    update_log: `Ticket created. Assigned to user ${users && owner ? labelOf(users, owner) : ''} -- by ${session.user.name}--//--`,
  };
}

/** vtiger's duplicate check, whose code is the number 0 (V-1). */
function checkUnique(state: VtigerState, table: ModuleTable, element: Element): void {
  const field = state.unique.get(table.name);
  if (!field || table.lookup(field, asText(element[field])).length === 0) return;
  throw new VtigerError(state.flavour === 'vtiger' ? 0 : 'DUPLICATE_RECORD_FOUND', 'Duplicate record found');
}

function split(list: string | undefined): string[] {
  return (list ?? '').split(',').map((name) => name.trim());
}

/** Adds a comment to a ticket or FAQ and shows the record (c107 to c109). */
export function addComment(state: VtigerState, session: Session, id: string, json?: string): unknown {
  const found = recordToRead(state, session, id);
  const values = readElement(json);
  const text = asText(values['comments']).trim();
  if (text === '') throw new VtigerError('MANDATORY_FIELDS_MISSING', 'Comment empty.');
  const author = asText(values['parent_id']) || userId(state, session.user);
  state.comments.push({ ticket: found.row['id'] ?? '', author, at: state.time(), text: withEntities(text) });
  const row: Row = { ...found.row, modifiedtime: state.time() };
  if (found.table.hasField('commentadded')) row['commentadded'] = '1';
  found.table.put(row);
  return fullRecord(state, session, { ...found, row });
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '–': '&ndash;',
  '—': '&mdash;',
  '€': '&euro;',
  Å: '&Aring;',
  å: '&aring;',
  Ä: '&Auml;',
  ä: '&auml;',
  Ö: '&Ouml;',
  ö: '&ouml;',
  é: '&eacute;',
  ü: '&uuml;',
  ß: '&szlig;',
};

/** Comments are kept with every named entity written out (V-13, c110). */
function withEntities(text: string): string {
  return text.replace(/[&<>"–—€ÅåÄäÖöéüß]/g, (character) => entities[character] ?? character);
}
