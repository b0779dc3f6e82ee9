import { readFile } from 'node:fs/promises';

import { listRecords } from '../../core/access/list-records.js';
import { readAccesses } from '../../core/access/read-accesses.js';
import { readConsistently } from '../../core/access/read-consistently.js';
import type { Condition, Policy } from '../../core/contract/contract.js';
import { query, type Database } from '../../core/database/open-database.js';
import { projectPath } from '../../core/project-path.js';
import { addConnection, addPerson } from '../core/access/access-world.js';

/** A list of 25 with its total, in seconds: ours from accesses to visible fields, and the hand-written SQL. */
export interface ListTime {
  sees: number;
  ours: number;
  peer: number;
}

const connections = ['one', 'two', 'three'];
/** How many records a reader sees over all connections, by the number in the name of their customer. */
const readers = [90, 17_000, 107_000];

const mine: Condition = {
  all: [
    {
      any: [
        { link: 'contact', in: { var: 'contacts' } },
        { f: 'customer', in: { var: 'customers' } },
      ],
    },
  ],
};
const read = [
  'subject',
  'createdAt',
  'changedAt',
  'number',
  'status',
  'statusGroup',
  'customer',
  'fields.priority',
];
const policy: Policy = {
  version: 1,
  limits: [],
  grants: [{ id: 'ticket.mine', module: 'ticket', actions: ['read'], when: mine, fields: { read } }],
};

/** Fills a fresh database with a million records of three connections; times the first page of three readers. */
export async function listTimes(
  database: Database,
  { records = 1_000_000 }: { records?: number } = {},
): Promise<ListTime[]> {
  const { pool } = database;
  for (const id of connections) await fill(database, id, Math.floor(records / connections.length));
  await pool.query('vacuum (analyze) record');
  await pool.query('vacuum (analyze) link');
  await pool.query('analyze');
  const peerSql = await readFile(projectPath('test/bench/peers/list-records.sql'), 'utf8');
  const times: ListTime[] = [];
  for (const sees of readers) {
    let personId: string | undefined;
    for (const connectionId of connections)
      personId = await addPerson(database, {
        connectionId,
        contact: `k${sees}`,
        ...(personId && { personId }),
      });
    const now = new Date();
    const ours = async (): Promise<number> => {
      const asked = readConsistently(pool, async (tx) =>
        listRecords(tx, await readAccesses(tx, { personId: personId ?? '', now }), { module: 'ticket' }),
      );
      return (await asked).total.count;
    };
    const peer = async (): Promise<number> =>
      Math.min(1_000, (await query<{ total: number }>(pool, peerSql, [personId]))[0]?.total ?? 0);
    if ((await ours()) !== (await peer())) throw new Error('The two lists are not of the same records.');
    times.push({ sees, ...(await medians({ ours, peer })) });
  }
  return times;
}

/**
 * The two take turns of ten, so that whatever else the machine does hits both. The first turns are not timed: a
 * hub is warm for weeks.
 */
async function medians(
  works: Record<'ours' | 'peer', () => Promise<unknown>>,
): Promise<Pick<ListTime, 'ours' | 'peer'>> {
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let turn = -5; turn < 10; turn++)
    for (const name of ['ours', 'peer'] as const)
      for (let round = 0; round < 10; round++) {
        const started = performance.now();
        await works[name]();
        if (turn >= 0) times[name].push(performance.now() - started);
      }
  return { ours: median(times.ours), peer: median(times.peer) };
}

const median = (times: number[]): number =>
  (times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0) / 1_000;

/** Every reader's customer has its share of the tickets, one in ten names the reader; the rest are others'. */
async function fill(database: Database, connectionId: string, records: number): Promise<void> {
  const { pool } = database;
  await addConnection(database, connectionId, policy);
  let last = 0;
  const shares = readers.map((sees) => {
    const first = last;
    last += Math.ceil(sees / connections.length);
    return `when i <= ${last} and i > ${first} then '${sees}'`;
  });
  await pool.query(
    `insert into record (connection_id, module, external_id, id, number, subject, status, status_group,
       customer_id, dates, read_only, fields, hash, stream, item_id, created_at, changed_at)
     select $1, 'ticket', i::text, gen_random_uuid(), 'TT-' || i, 'Ticket ' || i || ' of ' || md5(i::text),
       'Open', 'open', 'c' || case ${shares.join(' ')} else (i % 20000)::text || 'x' end, '{}', false,
       '{"priority":"High"}', '', 's', i::text,
       timestamptz '2020-01-01' + i * interval '1 minute',
       timestamptz '2024-01-01' + (i::bigint * 7919 % 1000003) * interval '1 minute'
     from generate_series(1, $2::int) i`,
    [connectionId, records],
  );
  await pool.query(
    `insert into link (connection_id, module, record_id, kind, target_kind, target, changed_at)
     select connection_id, module, external_id, 'contact', 'contact',
       case when external_id::int % 10 = 0 then 'k' || substr(customer_id, 2) else 'k' || external_id || 'x' end,
       changed_at
     from record where connection_id = $1`,
    [connectionId],
  );
  await pool.query(
    `insert into contact (connection_id, external_id, id, kind, details, hash, stream, item_id)
     select $1, 'k' || n, gen_random_uuid(), 'contact', '{}', '', 's', n::text from unnest($2::int[]) n`,
    [connectionId, readers],
  );
  await pool.query(
    `insert into member (connection_id, contact_id, customer_id)
     select $1, 'k' || n, 'c' || n from unnest($2::int[]) n`,
    [connectionId, readers],
  );
}
