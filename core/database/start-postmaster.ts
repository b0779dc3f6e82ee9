import { spawn } from 'node:child_process';
import { chown, lstat, mkdir, open, readFile, rename, stat } from 'node:fs/promises';

import type { PostgresBinaries } from './postgres-binaries.js';
import { giveToOwner, type PostgresHome } from './postgres-home.js';
import { spawnOptions } from './run-postgres-program.js';

/** A server that was started: it may still fail. */
export interface StartedPostmaster {
  pid: number | undefined;
  /** Set once it has ended. */
  ended: boolean;
  /** The last lines it wrote to its log since this start. */
  readLog(): Promise<string>;
}

/** Starts the server in a session of its own: neither Ctrl-C nor the end of Portico ends it. */
export async function startPostmaster(
  home: PostgresHome & { port: number },
  binaries: PostgresBinaries,
): Promise<StartedPostmaster> {
  const args = ['-D', home.cluster];
  for (const [name, value] of Object.entries(await settings(home))) args.push('-c', `${name}=${value}`);

  await rotateLog(home.logFile);
  const log = await open(home.logFile, 'a', 0o600);
  try {
    await giveToOwner(home.logFile, home.dataFolder);
    const { size: start } = await log.stat();
    const child = spawn(binaries.postgres, args, {
      ...spawnOptions(home),
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    const started: StartedPostmaster = {
      pid: child.pid,
      ended: false,
      readLog: async () => {
        const text = (await readFile(home.logFile)).subarray(start).toString('utf8');
        return [...failures, ...text.trim().split('\n').slice(-15)].join('\n');
      },
    };
    const failures: string[] = [];
    child.once('error', (error) => {
      failures.push(error.message);
      started.ended = true;
    });
    child.once('exit', () => (started.ended = true));
    child.unref();
    return started;
  } finally {
    await log.close();
  }
}

/** On the command line, not in postgresql.conf: a newer Portico's settings reach an older cluster. */
async function settings(home: PostgresHome & { port: number }): Promise<Record<string, string>> {
  const socketFolder = await openSocketFolder(home);
  return {
    listen_addresses: '127.0.0.1',
    port: String(home.port),
    unix_socket_directories: socketFolder && `"${socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    max_connections: '200',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
  };
}

/** Answers no folder where somebody else made it first: 127.0.0.1 is what Portico uses. */
async function openSocketFolder({ cluster, socketFolder, user }: PostgresHome): Promise<string> {
  if (socketFolder === cluster) return cluster;
  if (await mkdir(socketFolder, { recursive: true, mode: 0o700 })) {
    if (user) await chown(socketFolder, user.uid, user.gid);
  }
  const { uid, mode } = await lstat(socketFolder);
  return uid === (await stat(cluster)).uid && (mode & 0o077) === 0 ? socketFolder : '';
}

async function rotateLog(logFile: string): Promise<void> {
  const { size } = await stat(logFile).catch(() => ({ size: 0 }));
  if (size > 10_000_000) await rename(logFile, `${logFile}.1`);
}
