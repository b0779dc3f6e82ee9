import type { ModuleTable } from './module-table.js';
import { idNumber, type FieldDescription, type Row, type VtigerUser } from './vtiger-data.js';
import { denied, VtigerError, wrongId } from './vtiger-error.js';
import type { Match } from './vtql-match.js';
import type { Session, VtigerState } from './vtiger-state.js';

/** A module the user may use. An unknown one is refused with its name in some calls (c029, c066), without in others. */
export function allowedTable(state: VtigerState, session: Session, name: string, unknown = ''): ModuleTable {
  const table = state.tables.get(name);
  if (!table) throw denied(unknown);
  if (isDenied(session.user, name)) throw denied();
  return table;
}

/** Whether the user may not use a module at all. */
export function isDenied(user: VtigerUser, module: string): boolean {
  return user.deniedModules?.includes(module) === true;
}

/** The fields of a module that are hidden from the user. */
export function hiddenFields({ user }: Session, module: string): string[] {
  return user.hiddenFields?.[module] ?? [];
}

/** The fields of a module that the user may see. */
export function visibleFields(session: Session, table: ModuleTable): FieldDescription[] {
  const hidden = hiddenFields(session, table.name);
  return table.description.fields.filter(({ name }) => !hidden.includes(name));
}

/** A record without the fields hidden from the user (V-18). */
export function visibleRow(session: Session, table: ModuleTable, row: Row): Row {
  const hidden = hiddenFields(session, table.name);
  if (hidden.length === 0) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.includes(name)));
}

/** Who is no admin sees no user but himself (c179). */
export function visibleRecords({ user }: Session, table: ModuleTable): Match | undefined {
  return table.name === 'Users' && !user.isAdmin ? (id) => id === user.id : undefined;
}

export interface Found {
  table: ModuleTable;
  id: number;
  row: Row;
}

/** The module an id belongs to: by its prefix, or for a bare number by looking everywhere (c081 to c086). */
export function tableOfId(state: VtigerState, session: Session, id: string): ModuleTable {
  if (id === '') throw wrongId();
  const bare = /^\d+$/.test(id);
  if (!bare && !/^\d+x\d+$/.test(id)) throw denied(' for id: 0');
  const table = bare
    ? [...state.tables.values()].find((each) => each.isEntity && each.has(Number(id)))
    : state.tableOf(id);
  if (!table) throw bare ? wrongId() : denied(` for id: ${id.slice(0, id.indexOf('x'))}`);
  if (isDenied(session.user, table.name)) throw denied();
  return table;
}

/** The record to read. A missing one is a wrong id in coreBOS and a denial in vtiger (V-9). */
export function recordToRead(state: VtigerState, session: Session, id: string): Found {
  const table = tableOfId(state, session, id);
  const row = table.row(idNumber(id));
  const seen = visibleRecords(session, table)?.(idNumber(id), () => row ?? {}) ?? true;
  if (!row || !seen) throw state.flavour === 'vtiger' ? denied() : wrongId();
  return { table, id: idNumber(id), row };
}

/** The record to change; a missing one is a denial (c119, c141), and so is a user who may only read (c175, c176). */
export function recordToWrite(state: VtigerState, session: Session, id: string): Found {
  const table = tableOfId(state, session, id);
  const row = table.row(idNumber(id));
  if (!row) throw denied();
  if (session.user.readOnly) {
    throw new VtigerError('ACCESS_DENIED', 'Permission to read given object is denied');
  }
  return { table, id: idNumber(id), row };
}
