import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import pg from 'pg';
import * as copyStreams from 'pg-copy-streams';

/** Every table that a sync of people fills, the vendor's answers included. */
const tables = ['item', 'customer', 'contact', 'login', 'member', 'record', 'link'] as const;

/** Keeps the rows of a synced database as files: mapped and ready, as the peer gets them. */
export async function keepRows(url: string, folder: string): Promise<void> {
  await withClient(url, async (client) => {
    for (const table of tables)
      await pipeline(
        client.query(copyStreams.to(`copy ${table} to stdout`)),
        createWriteStream(join(folder, table)),
      );
  });
}

/**
 * The peer of a first sync: the same rows into the same tables, with their indexes, by COPY to a temporary
 * table and one upsert each; no vendor, no mapping, no pages. Answers how long it took, and how many rows.
 */
export async function loadByCopy(url: string, folder: string): Promise<{ seconds: number; rows: number }> {
  return withClient(url, async (client) => {
    let rows = 0;
    const started = performance.now();
    for (const table of tables) {
      await client.query('begin');
      await client.query(`create temporary table fresh (like ${table}) on commit drop`);
      await pipeline(
        createReadStream(join(folder, table)),
        client.query(copyStreams.from('copy fresh from stdin')),
      );
      const { rowCount } = await client.query(await upsert(client, table));
      await client.query('commit');
      rows += rowCount ?? 0;
    }
    return { seconds: (performance.now() - started) / 1000, rows };
  });
}

async function upsert(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ name: string; is_key: boolean }>(
    `select a.attname as name, a.attnum = any(i.indkey) as is_key
     from pg_attribute a join pg_index i on i.indrelid = a.attrelid and i.indisprimary
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped`,
    [table],
  );
  const keys = rows.filter(({ is_key }) => is_key).map(({ name }) => name);
  const sets = rows.filter(({ is_key }) => !is_key).map(({ name }) => `${name} = excluded.${name}`);
  const action = sets.length ? `update set ${sets.join(', ')}` : 'nothing';
  return `insert into ${table} select * from fresh on conflict (${keys.join(', ')}) do ${action}`;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
