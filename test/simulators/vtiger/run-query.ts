import { allowedTable, hiddenFields, visibleRecords, visibleRow } from './access.js';
import type { ModuleTable } from './module-table.js';
import type { Row } from './vtiger-data.js';
import { VtigerError } from './vtiger-error.js';
import type { Session, VtigerState } from './vtiger-state.js';
import { parseQuery, queriedModule, type Query } from './vtql-parser.js';
import { selectRows } from './vtql-select.js';

/** What an operation gives back; `moreinfo` is coreBOS's own addition. */
export interface Outcome {
  result: unknown;
  moreinfo?: unknown;
}

/** No limit means so many, and vtiger never gives more (V-6). */
const PAGE = 100;

/** Answers a query. The module is checked before the query is read, the columns before anything is looked for. */
export function runQuery(state: VtigerState, session: Session, text: string): Outcome {
  const name = queriedModule(text) ?? 'query';
  const table = allowedTable(state, session, name, ` for ${name}`);
  const query = parseQuery(text, { needsSemicolon: state.flavour === 'vtiger' });
  checkColumns(session, table, query);

  const asked = query.count ?? PAGE;
  const limit = state.flavour === 'vtiger' ? Math.min(asked, PAGE) : asked;
  const { rows, total } = selectRows({
    table,
    query,
    limit: query.columns === 'count' ? 0 : limit,
    visible: visibleRecords(session, table),
    tiePage: state.tiePage,
  });
  const extras = state.flavour === 'corebos' && table.name === 'Contacts' ? { imagenamefullpath: '' } : {};
  const result =
    query.columns === 'count'
      ? [{ count: String(total), ...extras }]
      : rows.map((row) => Object.assign(cells(state, session, table, query, row), extras));
  // Lists that are no entities count in numbers (c030, c049).
  return { result, moreinfo: { totalrows: table.isEntity ? String(total) : total } };
}

/** An unknown field and a hidden one get the same refusal (c065, c169). */
function checkColumns(session: Session, table: ModuleTable, query: Query): void {
  const listed = Array.isArray(query.columns) ? query.columns : [];
  const hidden = hiddenFields(session, table.name);
  for (const column of [...listed, ...query.where.flat().map((each) => each.column), ...query.orderBy]) {
    if (table.hasField(column) && !hidden.includes(column)) continue;
    throw new VtigerError('ACCESS_DENIED', `Permission to access '.${column}.' attribute denied.`);
  }
}

/** A new object each time: the caller adds to it. */
function cells(state: VtigerState, session: Session, table: ModuleTable, query: Query, row: Row): Row {
  if (!Array.isArray(query.columns)) {
    return { ...visibleRow(session, table, row), ...downloadUrl(state, table, row) };
  }
  const shown: Row = {};
  for (const column of query.columns) shown[column] = row[column] ?? '';
  return shown;
}

/** Where the browser may fetch a stored file (c135). */
export function downloadUrl(state: VtigerState, table: ModuleTable, row: Row): Row {
  if (table.name !== 'Documents' || row['filelocationtype'] !== 'I') return {};
  return { _downloadurl: `${state.url}/storage/${row['filename'] ?? ''}` };
}
