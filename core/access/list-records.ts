import { query, type Queryable } from '../database/open-database.js';
import { raiseIssue } from '../issues/issues.js';
import type { Access } from './access.js';
import { decide } from './decide.js';
import { writeCursor } from './list-cursor.js';
import { listLimits, type ListedRecord, type ListQuery, type RecordList } from './list-query.js';
import { listSql, pageSize } from './list-sql.js';
import { loadRows } from './load-rows.js';
import { looksAtCustomers } from './looks-at-customers.js';
import { visibleValues } from './visible-values.js';

interface ListedRow {
  total: number;
  connectionId: string | null;
  id: string;
  cursor: string | null;
}

/**
 * One page of what these accesses see. SQL decides the rows, memory decides them again with their fields: a
 * row that memory would not show is dropped and raises an issue. Give it accesses read in the same
 * transaction.
 */
export async function listRecords(
  tx: Queryable,
  accesses: readonly Access[],
  asked: ListQuery,
): Promise<RecordList> {
  const statement = listSql(accesses, asked);
  if (!statement) return { records: [], total: { count: 0, more: false }, sortedInPart: false };
  const found = await query<ListedRow>(tx, statement.text, statement.values);
  const size = pageSize(asked);
  const rows = found.filter((each) => each.connectionId !== null);
  const page = rows.slice(0, size);
  const last = rows.length > size ? page.at(-1) : undefined;
  const total = found[0]?.total ?? 0;
  return {
    records: await showRows(tx, accesses, asked, page),
    ...(last && {
      next: writeCursor({ key: last.cursor, connectionId: last.connectionId ?? '', id: last.id }),
    }),
    total: { count: Math.min(total, listLimits.total), more: total > listLimits.total },
    sortedInPart: statement.sorted && total > listLimits.sorted,
  };
}

async function showRows(
  tx: Queryable,
  accesses: readonly Access[],
  { module }: ListQuery,
  page: ListedRow[],
): Promise<ListedRecord[]> {
  const keys = page.map(({ connectionId, id }) => ({ connectionId: connectionId ?? '', id }));
  const rows = await loadRows(tx, module, keys, { customers: looksAtCustomers(accesses) });
  const loaded = new Map(rows.map((row) => [`${row.connectionId} ${row.id}`, row]));
  const records: ListedRecord[] = [];
  for (const { connectionId, id } of page) {
    const row = loaded.get(`${connectionId ?? ''} ${id}`);
    const decision = row && decide(accesses, 'read', row);
    if (row && decision?.allow)
      records.push({
        id: row.uuid,
        connectionId: row.connectionId,
        module,
        values: visibleValues(decision, row),
      });
    else await reportDisagreement(tx, { connectionId: connectionId ?? '', module, id });
  }
  return records;
}

const reportDisagreement = (
  tx: Queryable,
  { connectionId, module, id }: { connectionId: string; module: string; id: string },
): Promise<void> =>
  raiseIssue(tx, {
    connectionId,
    kind: 'ACCESS_DISAGREEMENT',
    cause: module,
    sentence: `A list found ${module} ${id}, and its check in memory refused it; it was not shown.`,
    remedy: 'This is a fault of Portico. Report it with the policy of this connection (portico policy show).',
    details: { module, id },
  });
