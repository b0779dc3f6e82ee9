import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openLocalPostgres, removeLocalPostgres } from '../../database/local-postgres.js';
import { migrate } from '../../database/migrate.js';
import { openDatabase, type Database } from '../../database/open-database.js';

/** A database with the schema that nobody else uses. */
export interface ScratchDatabase extends Database {
  /** Closes it and removes it with everything in it. */
  drop(): Promise<void>;
}

/** Starts a PostgreSQL of its own in a temporary folder; it is gone after `drop`. */
export async function openScratchDatabase(): Promise<ScratchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-check-'));
  const remove = async (): Promise<void> => {
    await removeLocalPostgres(folder);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { url } = await openLocalPostgres({ dataFolder: folder });
    const database = openDatabase(url);
    await migrate(database);
    return {
      ...database,
      async drop() {
        await database.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
