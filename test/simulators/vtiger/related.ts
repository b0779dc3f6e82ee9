import { allowedTable, recordToRead, visibleFields, type Found } from './access.js';
import type { ModuleTable } from './module-table.js';
import { cbuuid } from './retrieve.js';
import { idNumber, type Row, type TicketComment } from './vtiger-data.js';
import type { Session, VtigerState } from './vtiger-state.js';
import { asText, readElement } from './write-values.js';

/**
 * The records of a module that hang on a record. They come as database rows, each value twice: by place and by
 * column, where columns have other names than in a query (c110 to c112, c139).
 */
export function relatedRecords(state: VtigerState, session: Session, form: Record<string, string>): unknown {
  const found = recordToRead(state, session, form['id'] ?? '');
  const { relatedModule = '' } = form;
  const wanted = readElement(form['queryParameters']);
  const start = Number(asText(wanted['offset']) || 0);
  const end = start + Number(asText(wanted['limit']) || 100);
  if (relatedModule === 'ModComments') {
    const comments = state.comments.filter(({ ticket }) => ticket === found.row['id']);
    return { records: comments.slice(start, end).map((each) => asDatabaseRow(commentCells(state, each))) };
  }
  const table = allowedTable(state, session, relatedModule);
  const ids = relatedIds(state, table, found).slice(start, end);
  return {
    records: ids.map((id) => ({
      ...asDatabaseRow(recordCells(state, session, table, table.row(id) ?? {})),
      id: table.webId(id),
    })),
  };
}

/** Hangs records on a record (c200). */
export function setRelation(state: VtigerState, session: Session, id: string, others: string): unknown {
  const { row } = recordToRead(state, session, id);
  const ids = others.startsWith('[') ? (JSON.parse(others) as string[]) : others.split(',');
  for (const other of ids) {
    recordToRead(state, session, other);
    const related = state.relations.get(other) ?? [];
    state.relations.set(other, [...new Set([...related, row['id'] ?? ''])]);
  }
  return true;
}

function relatedIds(state: VtigerState, table: ModuleTable, found: Found): readonly number[] {
  const id = found.row['id'] ?? '';
  if (table.name === 'Documents') {
    return table.ids.filter((each) => state.relations.get(table.webId(each))?.includes(id));
  }
  const columns = table.description.fields.filter(({ type }) => type.refersTo?.includes(found.table.name));
  return [...new Set(columns.flatMap(({ name }) => table.lookup(name, id)))].sort((a, b) => a - b);
}

const columnNames: Record<string, string> = {
  salutationtype: 'salutation',
  account_id: 'accountid',
  contact_id: 'reportsto',
  ticket_title: 'title',
  notes_title: 'title',
  ticketpriorities: 'priority',
  ticketstatus: 'status',
  ticketseverities: 'severity',
  ticketcategories: 'category',
};

const keyNames: Record<string, string> = {
  Contacts: 'contactid',
  HelpDesk: 'ticketid',
  Documents: 'notesid',
};

type Cell = [name: string, byPlace: string, byName?: string];

function recordCells(state: VtigerState, session: Session, table: ModuleTable, row: Row): Cell[] {
  const cells: Cell[] = [];
  for (const { name, type } of visibleFields(session, table)) {
    const value = row[name] ?? '';
    const bare = String(idNumber(value));
    if (name === 'id') continue;
    if (name === 'assigned_user_id') cells.push(...userCells(state, value, name, 'smownerid', 'owner'));
    else if (name === 'created_user_id')
      cells.push(...userCells(state, value, 'creator', 'smcreatorid', 'creator'));
    else if (type.name !== 'reference') cells.push([columnNames[name] ?? name, value]);
    // Only a column named like its field keeps the prefix of what it refers to.
    else cells.push(columnNames[name] ? [columnNames[name], bare] : [name, bare, value]);
  }
  const id = row['id'] ?? '';
  cells.push([keyNames[table.name] ?? 'crmid', String(idNumber(id))], ['cbuuid', cbuuid(id)]);
  return cells;
}

function userCells(state: VtigerState, id: string, name: string, bareName: string, who: string): Cell[] {
  const user = state.find(id);
  const bare = String(idNumber(id));
  return [
    [name, bare, name === 'assigned_user_id' ? id : bare],
    [bareName, bare],
    [`${who}_firstname`, user?.['first_name'] ?? ''],
    [`${who}_lastname`, user?.['last_name'] ?? ''],
  ];
}

/** coreBOS gives no comment ids: every one is 0 (V-14, c110). */
function commentCells(state: VtigerState, { ticket, author, at, text }: TicketComment): Cell[] {
  const user = state.tableOf(author)?.name === 'Users' ? state.find(author) : undefined;
  const names = [user?.['user_name'] ?? '', user?.['first_name'] ?? '', user?.['last_name'] ?? ''] as const;
  return [
    ['creator', author],
    ['assigned_user_id', author],
    ['setype', 'TicketComments'],
    ['createdtime', at],
    ['modifiedtime', at],
    ['id', '0'],
    ['commentcontent', text],
    ['related_to', ticket],
    ['parent_comments', ''],
    ['ownertype', user ? 'user' : 'customer'],
    ['owner_name', names[0]],
    ['owner_firstname', names[1]],
    ['owner_lastname', names[2]],
    ['creator_name', names[0]],
    ['creator_firstname', names[1]],
    ['creator_lastname', names[2]],
  ];
}

function asDatabaseRow(cells: Cell[]): Row {
  const row: Row = {};
  for (const [place, [name, byPlace, byName = byPlace]] of cells.entries()) {
    row[String(place)] = byPlace;
    row[name] = byName;
  }
  return row;
}
