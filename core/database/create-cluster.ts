import { access, chown, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { LocalPostgresError } from './local-postgres-error.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import type { PostgresHome } from './postgres-home.js';
import { canEnter } from './postgres-user.js';
import { runPostgresProgram } from './run-postgres-program.js';

const DRAFT = 'postgres.init-';

/**
 * Makes the cluster, with the superuser and the database `portico`, unless it is there. It is made under
 * another name and renamed when whole, so whatever bears its name is complete, however the last try ended.
 */
export async function createCluster(
  home: PostgresHome,
  { binaries, log }: { binaries: PostgresBinaries; log: (line: string) => void },
): Promise<void> {
  await removeDrafts(home.folder);
  if (await isCreated(home)) return checkOwner(home);

  log(`creating a PostgreSQL database in ${home.cluster}`);
  try {
    const draft = await mkdtemp(join(home.folder, DRAFT));
    const cluster = join(draft, 'postgres');
    const passwordFile = join(draft, 'password');
    await writeFile(passwordFile, home.password, { mode: 0o600 });
    if (home.user) {
      for (const path of [draft, passwordFile]) await chown(path, home.user.uid, home.user.gid);
    }
    await runPostgresProgram(home, {
      program: binaries.initdb,
      args: [
        `--pgdata=${cluster}`,
        '--username=portico',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        // Sorted by code point, but letters beyond ASCII have their small and capital forms.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
    });
    await runPostgresProgram(home, {
      program: binaries.postgres,
      args: ['--single', '-D', cluster, 'postgres'],
      input: 'create database portico;\n',
    });
    await rename(cluster, home.cluster);
    await rm(draft, { recursive: true, force: true });
  } catch (cause) {
    throw new LocalPostgresError('LOCAL_POSTGRES_INIT_FAILED', {
      sentence: `No PostgreSQL database could be made in ${home.cluster}: ${(cause as Error).message}.`,
      remedy: 'Mend what it names and start again, or set DATABASE_URL to a PostgreSQL of your own.',
      cause,
    });
  }
}

/** An initdb whose Portico was killed may still be writing to its draft, until it finds its files gone. */
async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(DRAFT)) continue;
    // What resists even so is only in nobody's way: it goes the next time.
    await rm(join(folder, name), { recursive: true, maxRetries: 5, retryDelay: 50 }).catch(() => {});
  }
}

async function isCreated({ cluster }: PostgresHome): Promise<boolean> {
  try {
    await access(join(cluster, 'PG_VERSION'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    // Closed to us, so it is somebody's: checkOwner says whose.
    return true;
  }
}

async function checkOwner({ cluster, folder, user }: PostgresHome): Promise<void> {
  const { uid } = await stat(cluster);
  const expected = user?.uid ?? process.getuid?.();
  if (expected !== undefined && uid !== expected) {
    throw new LocalPostgresError('LOCAL_POSTGRES_DATA_FOLDER', {
      sentence: `The PostgreSQL database in ${cluster} belongs to the system user ${uid}, not to ${expected}.`,
      remedy: 'Start Portico as that user or as root, or set PORTICO_DATA to another folder.',
    });
  }
  if (!(await canEnter(folder, user))) {
    throw new LocalPostgresError('LOCAL_POSTGRES_DATA_FOLDER', {
      sentence: `The system user ${user?.name ?? uid}, to whom ${cluster} belongs, can no longer reach it.`,
      remedy: 'Let others pass through every folder above it (chmod o+x), or move the data folder.',
    });
  }
}
