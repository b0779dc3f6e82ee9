import { randomUUID } from 'node:crypto';

import type { Facts, Policy } from '../../../core/contract/contract.js';
import { listRecords } from '../../../core/access/list-records.js';
import type { ListQuery, RecordList } from '../../../core/access/list-query.js';
import { readAccesses } from '../../../core/access/read-accesses.js';
import { readConsistently } from '../../../core/access/read-consistently.js';
import type { Access } from '../../../core/access/access.js';
import type { RecordModule } from '../../../core/contract/contract.js';
import type { Database } from '../../../core/database/open-database.js';
import type { RecordData } from '../../../core/contract/contract.js';
import { writeRecordSets } from '../../../core/sync/write-record-sets.js';
import { rowTables, type StoredRow } from '../../../core/records/row-tables.js';
import { toJsonText } from '../../../core/database/json-text.js';

export const now = new Date('2026-11-21T20:30:00Z');

/** A record as a test gives it. */
export interface WorldRecord {
  module: RecordModule;
  id: string;
  data: RecordData;
}

/** What a small world holds at one connection. */
export interface World {
  customers?: { id: string; name: string; parent?: string; fields?: Record<string, string> }[];
  contacts?: { id: string; email?: string; principal?: string; lastName?: string }[];
  members?: [contact: string, customer: string][];
  logins?: { id: string; contact: string; capabilities?: string[]; enabled?: boolean }[];
  records?: WorldRecord[];
}

const tables = [
  'record',
  'link',
  'participant',
  'comment',
  'file',
  'customer',
  'contact',
  'login',
  'member',
  'access',
  'person',
  'policy',
  'issue',
  'connection',
];

/** Takes everything out of the database but its schema. */
export async function emptyWorld({ pool }: Pick<Database, 'pool'>): Promise<void> {
  await pool.query(tables.map((name) => `delete from ${name};`).join(' '));
}

/** A connection with its running policy. */
export async function addConnection(
  { pool }: Pick<Database, 'pool'>,
  id: string,
  policy: Policy,
  { zone = 'UTC+02:00', binds = 'contact' }: { zone?: string; binds?: 'contact' | 'customer' } = {},
): Promise<void> {
  const facts: Facts = { zone, modules: {}, vendor: null };
  await pool.query(
    `insert into connection (id, plugin, title, origin, facts) values ($1, 'none', $1, 'database', $2)
     on conflict (id) do update set facts = excluded.facts`,
    [id, JSON.stringify(facts)],
  );
  await pool.query(
    `insert into policy values ($1, 'none', '1.0.0', $2, $3, now())
     on conflict (connection_id) do update set policy = excluded.policy, binds = excluded.binds`,
    [id, binds, toJsonText(policy)],
  );
}

/** Puts rows where a sync would have put them. */
export async function fillWorld(
  { pool }: Pick<Database, 'pool'>,
  connectionId: string,
  world: World,
): Promise<void> {
  const stamp = { hash: '00', stream: 'test', itemId: 'x' };
  const put = async (
    kind: 'customer' | 'contact' | 'login' | 'record',
    rows: Record<string, unknown>[],
  ): Promise<void> => {
    if (!rows.length) return;
    const names = Object.keys(rowTables[kind].columns);
    await pool.query(
      `insert into ${kind} (connection_id, ${names.join(', ')})
       select $1, ${names.map((name) => `r.${name}`).join(', ')}
       from json_to_recordset($2) as r(${names.map((name) => `${name} ${rowTables[kind].columns[name]}`).join(', ')})`,
      [connectionId, toJsonText(rows)],
    );
  };
  const { customers = [], contacts = [], members = [], logins = [], records = [] } = world;
  await put(
    'customer',
    customers.map(({ id, ...data }) => rowTables.customer.read({ kind: 'customer', id, data }, stamp)),
  );
  await put(
    'contact',
    contacts.map(({ id, ...data }) =>
      rowTables.contact.read({ kind: 'contact', id, data: { kind: 'contact', ...data } }, stamp),
    ),
  );
  await put(
    'login',
    logins.map(({ id, enabled = true, ...data }) =>
      rowTables.login.read({ kind: 'login', id, data: { enabled, ...data } }, stamp),
    ),
  );
  const rows = records.map((each): Extract<StoredRow, { kind: 'record' }> => ({ kind: 'record', ...each }));
  await put(
    'record',
    rows.map((row) => rowTables.record.read(row, stamp)),
  );
  await writeRecordSets(pool, { connectionId, runId: 0 }, rows);
  if (members.length)
    await pool.query(
      'insert into member (connection_id, contact_id, customer_id) select $1, * from unnest($2::text[], $3::text[])',
      [connectionId, members.map(([contact]) => contact), members.map(([, customer]) => customer)],
    );
}

/** A person with an accepted access as one contact. */
export async function addPerson(
  { pool }: Pick<Database, 'pool'>,
  {
    connectionId,
    contact,
    email,
    customer,
    capabilities = [],
    personId = randomUUID(),
  }: {
    connectionId: string;
    contact: string;
    email?: string;
    customer?: string;
    capabilities?: string[];
    personId?: string;
  },
): Promise<string> {
  await pool.query('insert into person (id, email) values ($1, $2) on conflict do nothing', [
    personId,
    email ?? null,
  ]);
  await pool.query(
    `insert into access (id, person_id, connection_id, contact_id, state, accepted_at, bound_email, bound_customer, capabilities)
     values ($1, $2, $3, $4, 'active', now(), $5, $6, $7)`,
    [randomUUID(), personId, connectionId, contact, email ?? null, customer ?? null, capabilities],
  );
  return personId;
}

/** What a person's list answers, as a request would ask it. */
export const listAs = (
  { pool }: Pick<Database, 'pool'>,
  personId: string,
  query: ListQuery,
  at = now,
): Promise<RecordList> =>
  readConsistently(pool, async (tx) => listRecords(tx, await readAccesses(tx, { personId, now: at }), query));

/** Every page of a list. */
export async function allPages(
  database: Pick<Database, 'pool'>,
  personId: string,
  query: ListQuery,
): Promise<RecordList['records']> {
  const records: RecordList['records'] = [];
  let after: string | undefined;
  do {
    const page = await listAs(database, personId, { ...query, after });
    records.push(...page.records);
    after = page.next;
  } while (after);
  return records;
}

export const accessesOf = ({ pool }: Pick<Database, 'pool'>, personId: string, at = now): Promise<Access[]> =>
  readAccesses(pool, { personId, now: at });
