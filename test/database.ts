import { randomBytes } from 'node:crypto';

import pg from 'pg';

import { migrate } from '../core/database/migrate.js';
import { openDatabase, type Database } from '../core/database/open-database.js';

let server: string | undefined;
const template = `portico_template_${process.pid}`;

/** Makes the migrated database that every test database is a clone of. */
export async function prepareTemplate(url: string): Promise<void> {
  server = url;
  await admin(`create database ${template} template template0`);
  const database = openDatabase(urlOf(template));
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
}

export interface TestDatabase extends Database {
  /** Closes and drops it. Not called after a failed test: what it holds is then there to be looked at. */
  drop(): Promise<void>;
}

/** A fresh database with the schema, cloned from the template (some 50 ms). */
export async function openTestDatabase({ empty = false }: { empty?: boolean } = {}): Promise<TestDatabase> {
  const name = `portico_test_${randomBytes(6).toString('hex')}`;
  await admin(empty ? `create database ${name}` : `create database ${name} template ${template}`);
  const database = openDatabase(urlOf(name));
  return {
    ...database,
    async drop() {
      await database.close();
      await admin(`drop database if exists ${name} with (force)`);
    },
  };
}

function urlOf(name: string): string {
  if (!server) throw new Error('There is no test server: run the tests by `npm test`, which starts one.');
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
