import { readdir, readFile } from 'node:fs/promises';

import { runMigrations as runQueueMigrations } from 'graphile-worker';
import type { Knex } from 'knex';

import { PorticoError } from '../contract/portico-error.js';
import { projectPath } from '../project-path.js';
import type { Database } from './open-database.js';

/** The number under which every Portico process takes its turn at migrating this database. */
const migrationLock = 7_041_926;

/**
 * Brings the schema up to this version's: ours by knex, then the queue's own, under one advisory lock, so that
 * any number of processes may start at once (the queue's first migration fails without it). Answers the names
 * of what was applied.
 * @throws PorticoError SCHEMA_TOO_NEW when the database was migrated by a newer Portico.
 */
export async function migrate({ knex, pool }: Database): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await refuseNewerSchema(knex);
    const config = { migrationSource: sqlFiles, tableName: 'portico_migration' };
    // The advisory lock dies with its session; knex's own lock row outlives a killed process, so it is freed first.
    await knex.migrate.forceFreeMigrationsLock(config);
    const [, applied] = (await knex.migrate.latest(config)) as [number, string[]];
    await runQueueMigrations({ pgPool: pool });
    return applied;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    client.release();
  }
}

/** The migrations that this version brings and this database does not have yet. */
export async function pendingMigrations({ knex }: Database): Promise<string[]> {
  await refuseNewerSchema(knex);
  const done = new Set(await appliedMigrations(knex));
  return (await migrationNames()).filter((name) => !done.has(name));
}

async function refuseNewerSchema(knex: Knex): Promise<void> {
  const known = new Set(await migrationNames());
  const unknown = (await appliedMigrations(knex)).filter((name) => !known.has(name));
  if (unknown.length)
    throw new PorticoError(
      'SCHEMA_TOO_NEW',
      `This database was migrated by a newer Portico (it has ${unknown.join(', ')}, which this version does not know). ` +
        'Start that version or a later one, or give this one another database by database.url or DATABASE_URL.',
      { details: { unknown } },
    );
}

async function appliedMigrations(knex: Knex): Promise<string[]> {
  if (!(await knex.schema.hasTable('portico_migration'))) return [];
  const rows = await knex<{ name: string }>('portico_migration').select('name').orderBy('id');
  return rows.map(({ name }) => name);
}

const folder = projectPath('core/database/migrations');

const migrationNames = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();

/** Plain SQL files in the order of their names. There is no way down: a release that must go back restores a backup. */
const sqlFiles: Knex.MigrationSource<string> = {
  getMigrations: migrationNames,
  getMigrationName: (name) => name,
  getMigration: async (name) => {
    const sql = await readFile(`${folder}/${name}`, 'utf8');
    return {
      up: async (knex) => void (await knex.raw(sql.replaceAll('?', '\\?'))),
      down: () => Promise.reject(new Error(`${name} has no way down.`)),
    };
  },
};
