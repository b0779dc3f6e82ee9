import { allowedTable, isDenied, visibleRow } from './access.js';
import type { ModuleTable } from './module-table.js';
import { userId } from './sessions.js';
import type { Row } from './vtiger-data.js';
import { PhpFatal } from './vtiger-error.js';
import type { Session, VtigerState } from './vtiger-state.js';

/** So many changes in one answer; then `more` is true. The recordings hold no answer that long (c155 has 71). */
const PAGE = 100;

interface Change {
  table: ModuleTable;
  id: number;
  at: number;
  deleted: boolean;
}

/**
 * What was changed and deleted after a moment. An admin sees everything, anyone else only what he owns
 * (V-8, c177, c186), whatever he may read otherwise. A bad time counts as the beginning (c161).
 */
export function sync(
  state: VtigerState,
  session: Session,
  modifiedTime: string,
  elementType?: string,
): unknown {
  if (state.troubles.syncDies) throw new PhpFatal();
  const since = Math.trunc(Number(modifiedTime)) || 0;
  const tables = elementType
    ? elementType.split(',').map((name) => allowedTable(state, session, name.trim()))
    : [...state.tables.values()].filter((table) => table.isEntity && !isDenied(session.user, table.name));

  const changes = tables
    .filter(({ name }) => name !== 'Users')
    .flatMap((table) => changesOf(state, session, table, since))
    .sort((a, b) => a.at - b.at);
  // A second is never split between two answers, or the next call would pass over its rest.
  const last = changes[PAGE - 1]?.at ?? Number.POSITIVE_INFINITY;
  const shown = changes.filter(({ at }) => at <= last);
  const inOrder = shown.sort((a, b) => prefix(a) - prefix(b) || a.id - b.id);
  return {
    updated: inOrder.filter((each) => !each.deleted).map(({ table, id }) => rowOf(session, table, id)),
    deleted: inOrder.filter((each) => each.deleted).map(({ table, id }) => table.webId(id)),
    more: shown.length < changes.length,
    lastModifiedTime: Math.max(0, ...shown.map(({ at }) => at)),
  };
}

function changesOf(state: VtigerState, session: Session, table: ModuleTable, since: number): Change[] {
  const owns = (row: Row): boolean =>
    session.user.isAdmin || row['assigned_user_id'] === userId(state, session.user);
  const changes: Change[] = [];
  const keys = table.byChange();
  for (let place = table.changeStart(since + 1); place < keys.length; place += 1) {
    const id = table.idOfChange(keys[place] ?? 0);
    if (!session.user.isAdmin && !owns(table.row(id) ?? {})) continue;
    changes.push({ table, id, at: table.modified(id), deleted: false });
    // Enough for a page, the rest of its last second, and one that shows there is more.
    if (changes.length > PAGE && table.modified(id) > (changes[PAGE - 1]?.at ?? 0)) break;
  }
  for (const [id, { row, at }] of table.deleted) {
    if (at > since && owns(row)) changes.push({ table, id, at, deleted: true });
  }
  return changes;
}

function prefix({ table }: Change): number {
  return Number(table.description.idPrefix);
}

function rowOf(session: Session, table: ModuleTable, id: number): Row {
  return { ...visibleRow(session, table, table.row(id) ?? {}), deleted: '0' };
}
