import { readdirSync } from 'node:fs';

import { expect } from 'chai';

import { migrate, pendingMigrations } from '../../../core/database/migrate.js';
import { openDatabase, type Database } from '../../../core/database/open-database.js';
import { projectPath } from '../../../core/project-path.js';
import { openTestDatabase, type TestDatabase } from '../../database.js';

const files = readdirSync(projectPath('core/database/migrations')).sort();

describe('Migrating the database', () => {
  let database: TestDatabase;
  const opened: Database[] = [];
  beforeEach(async () => {
    database = await openTestDatabase({ empty: true });
  });
  afterEach(async function () {
    await Promise.all(opened.splice(0).map((each) => each.close()));
    // What a failed test holds is there to be looked at.
    if (this.currentTest?.state === 'failed') await database.close();
    else await database.drop();
  });

  /** The same database as another process has it. */
  function openAgain(): Database {
    const other = openDatabase(database.url);
    opened.push(other);
    return other;
  }

  async function names(): Promise<string[]> {
    const { rows } = await database.pool.query<{ name: string }>(
      'select name from portico_migration order by id',
    );
    return rows.map(({ name }) => name);
  }

  const exists = async (table: string): Promise<boolean> =>
    (await database.pool.query('select 1 where to_regclass($1) is not null', [table])).rowCount === 1;

  it("applies every file in the order of their names, and the queue's own schema", async () => {
    expect(await pendingMigrations(database)).to.deep.equal(files);
    expect(await migrate(database)).to.deep.equal(files);
    expect(await names()).to.deep.equal(files);
    expect(await pendingMigrations(database)).to.deep.equal([]);
    for (const table of ['run', 'vendor_session', 'graphile_worker.migrations'])
      expect(await exists(table), table).to.equal(true);
  });

  it('applies nothing the second time', async () => {
    await migrate(database);
    expect(await migrate(database)).to.deep.equal([]);
    expect(await names()).to.deep.equal(files);
  });

  it('is done once when several processes start at once on an empty database', async () => {
    const applied = await Promise.all([database, openAgain(), openAgain(), openAgain()].map(migrate));
    expect(applied.filter((each) => each.length > 0)).to.deep.equal([files]);
    expect(await names()).to.deep.equal(files);
  });

  it('refuses a database that a newer Portico has migrated, and changes nothing in it', async () => {
    await migrate(database);
    await database.pool.query(
      "insert into portico_migration (name, batch, migration_time) values ('29991231000000_add_wings.sql', 9, now())",
    );
    for (const attempt of [migrate, pendingMigrations]) {
      const error: unknown = await attempt(database).catch((e: unknown) => e);
      expect(error).to.include({
        code: 'SCHEMA_TOO_NEW',
        message:
          'This database was migrated by a newer Portico (it has 29991231000000_add_wings.sql, which this version ' +
          'does not know). Start that version or a later one, or give this one another database by database.url or ' +
          'DATABASE_URL.',
      });
    }
    expect(await names()).to.have.length(files.length + 1);
    const { rows } = await database.pool.query("select 1 from pg_locks where locktype = 'advisory'");
    expect(rows, 'no lock is left behind').to.deep.equal([]);
  });

  it('frees the lock row that a killed process left', async () => {
    await database.pool.query(
      `create table portico_migration (id serial primary key, name text, batch integer, migration_time timestamptz);
       create table portico_migration_lock (index serial primary key, is_locked integer);
       insert into portico_migration_lock (is_locked) values (1)`,
    );
    expect(await migrate(database)).to.deep.equal(files);
    const { rows } = await database.pool.query('select is_locked from portico_migration_lock');
    expect(rows).to.deep.equal([{ is_locked: 0 }]);
  });

  it('goes on when the process that was migrating is killed', async () => {
    const killed = openAgain();
    const client = await killed.pool.connect();
    client.on('error', () => undefined);
    await client.query('select pg_advisory_lock(7041926)');
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const waiting = migrate(database);
    const early = await Promise.race([waiting, new Promise((done) => setTimeout(done, 200, 'waits'))]);
    expect(early).to.equal('waits');
    await openAgain().pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    expect(await waiting).to.deep.equal(files);
    client.release(true);
  });

  it('leaves nothing of a migration that fails half way, and takes it up again', async () => {
    await database.pool.query('create table vendor_session (taken integer)');
    const error: unknown = await migrate(database).catch((e: unknown) => e);
    expect(error).to.have.property('message').that.includes('"vendor_session" already exists');
    expect(await exists('rate_budget'), 'made by the same file before it failed').to.equal(false);
    const missing = await pendingMigrations(database);
    expect(missing).to.include('20261121000200_create_vendor_calls.sql');
    await database.pool.query('drop table vendor_session');
    expect(await migrate(database)).to.deep.equal(missing);
    expect(await names()).to.deep.equal(files);
  });
});
