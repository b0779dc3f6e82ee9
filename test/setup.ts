import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openLocalPostgres, removeLocalPostgres } from '../core/database/local-postgres.js';
import { prepareTemplate } from './database.js';

let folder: string | undefined;

/** One PostgreSQL for the whole test run: DATABASE_URL's, or a local one that goes when the run ends. */
export async function mochaGlobalSetup(): Promise<void> {
  let url = process.env['DATABASE_URL'];
  if (!url) {
    folder = await mkdtemp(join(tmpdir(), 'portico-test-'));
    ({ url } = await openLocalPostgres({ dataFolder: folder }));
  }
  // Tests that start Portico themselves say which database it gets.
  delete process.env['DATABASE_URL'];
  await prepareTemplate(url);
}

export async function mochaGlobalTeardown(): Promise<void> {
  if (!folder) return;
  await removeLocalPostgres(folder);
  await rm(folder, { recursive: true, force: true });
}
