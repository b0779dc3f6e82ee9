import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Client } from 'pg';

import { choosePort } from './choose-port.js';
import { createCluster } from './create-cluster.js';
import { endOrphans } from './end-orphans.js';
import { findPostmaster, type Postmaster, removeStaleLocks } from './find-postmaster.js';
import { LocalPostgresError } from './local-postgres-error.js';
import { findPostgresPackage, type PostgresBinaries, preparePostgresBinaries } from './postgres-binaries.js';
import {
  explainFolderError,
  findPostgresHome,
  openDataFolder,
  openPostgresHome,
  openSharedFolder,
  type PostgresHome,
  savePostgresHome,
} from './postgres-home.js';
import { withStartLock } from './start-lock.js';
import { type StartedPostmaster, startPostmaster } from './start-postmaster.js';
import { stopPostmaster } from './stop-postmaster.js';

/** A PostgreSQL that needs no setup. It outlives this process unless it is stopped. */
export interface LocalPostgres {
  /** postgres://portico:<password>@127.0.0.1:<port>/portico */
  url: string;
  /** False: it was running already, and this only attached to it. */
  started: boolean;
  /** Stops the server and waits until it is gone. Idempotent; does not touch one started after it. */
  stop(): Promise<void>;
}

/** A crash of a busy server may need long to recover from: as long as it lives, it gets this much. */
const PATIENCE_MS = 120_000;

/** What a start meets when it comes too early or at a bad moment, and what a little later may be well. */
const PASSING =
  /pre-existing shared memory block|could not create any TCP\/IP sockets|lock file ".*" already/;

/**
 * Starts the PostgreSQL whose data sits in `<dataFolder>/postgres`, or attaches to it if it runs: after a
 * kill -9 of Portico, say. The first time, the data is created. Any number of processes may call this at once.
 *
 * For root, who cannot run PostgreSQL, the server runs as the system user `postgres` or `nobody`; where that
 * user cannot pass down to the data folder, the data lies in a folder that `<dataFolder>/postgres.json` names.
 */
export async function openLocalPostgres({
  dataFolder,
  log = () => {},
  packageFolder,
}: {
  dataFolder: string;
  log?: (line: string) => void;
  /** Where the programs are; the installed package, if left out. */
  packageFolder?: string;
}): Promise<LocalPostgres> {
  const folder = await openDataFolder(dataFolder);
  const open = async (): Promise<LocalPostgres> => {
    const home = await openPostgresHome(folder);
    const binaries = await preparePostgresBinaries({
      packageFolder: packageFolder ?? findPostgresPackage(),
      cacheFolder: async () => (home.user ? openSharedFolder(home.user) : folder),
      user: home.user,
    });
    await createCluster(home, { binaries, log });
    const { pid, port, started } = await attachOrStart(home, binaries);
    log(`${started ? 'started' : 'found'} PostgreSQL on 127.0.0.1:${port} (process ${pid})`);
    let stopping: Promise<void> | undefined;
    return {
      url: `postgres://portico:${home.password}@127.0.0.1:${port}/portico`,
      started,
      stop: () => (stopping ??= withStartLock(folder, () => stopPostmaster(pid, home.cluster))),
    };
  };
  return withStartLock(folder, open).catch((error: unknown) => {
    throw explainFolderError(folder, error);
  });
}

/** Stops the PostgreSQL of a data folder, whoever started it. Answers false if none was running. */
export async function stopLocalPostgres(dataFolder: string): Promise<boolean> {
  const folder = await realpath(dataFolder).catch(() => undefined);
  if (folder === undefined) return false;
  return withStartLock(folder, async () => {
    const home = await findPostgresHome(folder);
    const server = home && (await findPostmaster(home.cluster));
    if (server) await stopPostmaster(server.pid, home.cluster);
    return server !== undefined;
  });
}

/** Stops the PostgreSQL of a data folder and deletes all of its data, wherever it lies. */
export async function removeLocalPostgres(dataFolder: string): Promise<void> {
  await stopLocalPostgres(dataFolder);
  const folder = await realpath(dataFolder).catch(() => undefined);
  if (folder === undefined) return;
  await withStartLock(folder, async () => {
    const home = await findPostgresHome(folder);
    if (!home) return;
    for (const each of [home.socketFolder, home.folder === folder ? home.cluster : home.folder]) {
      await rm(each, { recursive: true, force: true });
    }
    for (const name of ['postgres.log', 'postgres.log.1', 'postgres.json']) {
      await rm(join(folder, name), { force: true });
    }
  });
}

async function attachOrStart(
  home: PostgresHome,
  binaries: PostgresBinaries,
): Promise<{ pid: number; port: number; started: boolean }> {
  const deadline = Date.now() + PATIENCE_MS;
  let own: StartedPostmaster | undefined;
  while (Date.now() < deadline) {
    // Found first, even where ours has just failed: it may have failed because of this one.
    const server = await findPostmaster(home.cluster);
    if (server?.ready && (await answers(home, server))) {
      return { pid: server.pid, port: server.port, started: server.pid === own?.pid };
    }
    if (server || own?.ended === false) {
      await sleep(20);
      continue;
    }
    if (own) {
      const text = await own.readLog();
      if (!PASSING.test(text)) throw startFailed(home, text);
      await endOrphans(home.cluster);
      await sleep(200);
    }
    own = await start(home, binaries);
  }
  throw startFailed(home, (await own?.readLog()) ?? 'It was running already, but did not answer.');
}

async function start(home: PostgresHome, binaries: PostgresBinaries): Promise<StartedPostmaster> {
  await removeStaleLocks(home);
  const port = await choosePort(home.port);
  if (port !== home.port) {
    home.port = port;
    await savePostgresHome(home);
  }
  return startPostmaster({ ...home, port }, binaries);
}

/** Whether the server lets us in. It may be full or about to stop; but it must not refuse our password. */
async function answers(home: PostgresHome, { port }: Postmaster): Promise<boolean> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'portico',
    password: home.password,
    database: 'portico',
    connectionTimeoutMillis: 5000,
  });
  // The connection may break at any time; then the query fails, and that is all we want to know.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select');
    return true;
  } catch (cause) {
    const { code } = cause as { code?: string };
    if (code === '53300') return true;
    if (code !== '28P01') return false;
    throw new LocalPostgresError('LOCAL_POSTGRES_PASSWORD', {
      sentence: `The PostgreSQL in ${home.cluster} does not accept the password kept in ${home.dataFolder}/postgres.json.`,
      remedy: 'Restore that file, or remove both to start with an empty database.',
      cause,
    });
  } finally {
    await client.end().catch(() => {});
  }
}

function startFailed({ cluster, logFile }: PostgresHome, log: string): LocalPostgresError {
  return new LocalPostgresError('LOCAL_POSTGRES_START_FAILED', {
    sentence: `The PostgreSQL in ${cluster} did not come up. Its last words:\n${log}\n`,
    remedy: `Mend what they name (more is in ${logFile}), or set DATABASE_URL to a PostgreSQL of your own.`,
  });
}
