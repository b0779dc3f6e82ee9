import { query, type Queryable } from '../database/open-database.js';
import { queryPlanned } from '../database/query-planned.js';
import { raiseIssue } from '../issues/issues.js';
import type { Access } from './access.js';
import { decide } from './decide.js';
import { writeCursor } from './list-cursor.js';
import { listLimits, type ListedRecord, type ListQuery, type RecordList } from './list-query.js';
import { listSql, pageSize, type ListStatement } from './list-sql.js';
import { withParents, type LoadedRow } from './load-rows.js';
import { looksAtCustomers } from './looks-at-customers.js';
import type { SubjectRow } from './subject-row.js';
import { visibleValues } from './visible-values.js';

/** One row of the page; without one, the total stands alone. */
type ListedRow = { total: number; cursor: string | null } & (LoadedRow | { connection_id: null });

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
  const found = await queryRows(tx, statement);
  const size = pageSize(asked);
  const rows = found.filter((each) => each.connection_id !== null);
  const page = rows.slice(0, size);
  const last = rows.length > size ? page.at(-1) : undefined;
  const total = found[0]?.total ?? 0;
  return {
    records: await showRows(tx, accesses, asked, page),
    ...(last && {
      next: writeCursor({ key: last.cursor, connectionId: last.connection_id, id: last.external_id }),
    }),
    total: { count: Math.min(total, listLimits.total), more: total > listLimits.total },
    sortedInPart: statement.sorted && total > listLimits.sorted,
  };
}

/** A list is planned once for everybody, but a search for what is searched. */
async function queryRows(tx: Queryable, { text, values, searched }: ListStatement): Promise<ListedRow[]> {
  if (!searched) return queryPlanned(tx, text, values);
  await tx.query('set local plan_cache_mode = force_custom_plan');
  return query(tx, text, values);
}

async function showRows(
  tx: Queryable,
  accesses: readonly Access[],
  { module }: ListQuery,
  page: LoadedRow[],
): Promise<ListedRecord[]> {
  const records: ListedRecord[] = [];
  const customers = looksAtCustomers(accesses);
  for (const row of await withParents(tx, module, page, { customers })) {
    const decision = decide(accesses, 'read', row);
    const { uuid, connectionId } = row;
    if (decision.allow)
      records.push({ id: uuid, connectionId, module, values: visibleValues(decision, row) });
    else await reportDisagreement(tx, row);
  }
  return records;
}

const reportDisagreement = (
  tx: Queryable,
  { connectionId, subject: module, id }: SubjectRow,
): Promise<void> =>
  raiseIssue(tx, {
    connectionId,
    kind: 'ACCESS_DISAGREEMENT',
    cause: module,
    sentence: `A list found ${module} ${id}, and its check in memory refused it; it was not shown.`,
    remedy: 'This is a fault of Portico. Report it with the policy of this connection (portico policy show).',
    details: { module, id },
  });
