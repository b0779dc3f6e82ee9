import type { Subject } from '../contract/contract.js';
import { PorticoError } from '../contract/portico-error.js';
import { query, type Queryable } from '../database/open-database.js';
import type { Access } from './access.js';
import { decide, shows, type Decision } from './decide.js';
import { policyActions } from './lint-policy.js';
import type { ListedRecord } from './list-query.js';
import { isUuid } from './list-filters.js';
import { loadRows } from './load-rows.js';
import { looksAtCustomers } from './looks-at-customers.js';
import type { SubjectRow } from './subject-row.js';
import { visibleValues } from './visible-values.js';

/** A record's own page: every field its reader sees, with public comments and files. */
export interface RecordDetail extends ListedRecord {
  /** The grants by which it is seen. */
  grants: string[];
  /** What else its reader may do with it, by the words of policies. */
  actions: string[];
}

/**
 * A record, customer or contact by Portico's id, as these accesses see it.
 * @throws PorticoError RECORD_NOT_FOUND, the same for an unknown, a hidden and another person's (S17).
 */
export async function readRecord(
  tx: Queryable,
  accesses: readonly Access[],
  uuid: string,
): Promise<RecordDetail> {
  const row = await findRow(tx, uuid, accesses);
  const decision = row && decide(accesses, 'read', row);
  if (!row || !decision?.allow) throw recordNotFound();
  const whole = { ...row, sets: await loadSets(tx, accesses, row, decision) };
  return {
    id: row.uuid,
    connectionId: row.connectionId,
    module: row.subject,
    values: visibleValues(decision, whole, { detail: true }),
    grants: decision.grants.map(({ id }) => id),
    actions: policyActions.filter((action) => decide(accesses, action, row).allow),
  };
}

/** What everybody gets who asks for a record that they may not see, or that is not there. */
export const recordNotFound = (): PorticoError =>
  new PorticoError('RECORD_NOT_FOUND', 'There is no such record.');

/**
 * A row by Portico's id, as far as a decision needs it; only of the connections that these accesses are of.
 */
export async function findRow(
  tx: Queryable,
  uuid: string,
  accesses?: readonly Pick<Access, 'connectionId' | 'policy'>[],
): Promise<SubjectRow | undefined> {
  if (!isUuid(uuid)) return undefined;
  const [key] = await query<{ connectionId: string; subject: Subject; id: string }>(
    tx,
    `select connection_id as "connectionId", module as subject, external_id as id from record where id = $1
     union all select connection_id, 'customer', external_id from customer where id = $1
     union all select connection_id, 'contact', external_id from contact where id = $1`,
    [uuid],
  );
  if (!key || accesses?.every(({ connectionId }) => connectionId !== key.connectionId)) return undefined;
  const { connectionId, subject, id } = key;
  const [row] = await loadRows(tx, subject, [{ connectionId, id }], {
    detail: true,
    customers: !accesses || looksAtCustomers(accesses),
  });
  return row;
}

/**
 * What lies beside the record, as far as it is shown. Internal comments and files never leave the database.
 */
async function loadSets(
  tx: Queryable,
  accesses: readonly Access[],
  row: SubjectRow,
  decision: Decision,
): Promise<Record<string, unknown>> {
  const sets: Record<string, unknown> = {};
  if (row.subject === 'contact') {
    const mine = accesses
      .filter(({ connectionId }) => connectionId === row.connectionId)
      .flatMap(({ me }) => me.customers);
    sets['customers'] = targetsOf(row, 'member').filter((id) => mine.includes(id));
    return sets;
  }
  sets['contacts'] = targetsOf(row, 'contact');
  for (const [name, sql] of Object.entries(setSql))
    if (shows(decision, name)) sets[name] = await query(tx, sql, [row.connectionId, row.subject, row.id]);
  return sets;
}

const targetsOf = ({ links }: SubjectRow, wanted: string): string[] =>
  links.filter(({ kind }) => kind === wanted).map(({ target }) => target);

const ofRecord = 'connection_id = $1 and module = $2 and record_id = $3';

const setSql = {
  participants: `select name, kind from participant where ${ofRecord} and state = 'present'
    order by name, target`,
  comments: `select text, author, at from comment where ${ofRecord} and visibility = 'public'
    order by position`,
  files: `select id, name, size, content_type as "contentType", folder, added_by as "addedBy", at
    from file where ${ofRecord} and visibility = 'public' order by at, name, id`,
} as const;
