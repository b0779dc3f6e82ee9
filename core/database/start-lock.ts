import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { LocalPostgresError } from './local-postgres-error.js';

type Release = () => Promise<void>;

/**
 * Runs `work` while no other process (nor another call in this one) works on `folder` under this lock.
 *
 * The lock is held by the kernel, not by a file with a pid: it ends in the instant its holder dies, there is
 * nothing stale to judge and no moment in which two waiters take over the same leftover. Linux: the name of an
 * abstract socket, which has the same reach as 127.0.0.1 (the network namespace); Windows: the name of a pipe;
 * macOS: open(2) with O_EXLOCK, since neither name exists there.
 */
export async function withStartLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const release = await takeLock(folder);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function takeLock(folder: string): Promise<Release> {
  const { dev, ino } = await stat(folder, { bigint: true });
  const name = `portico-postgres-${dev}-${ino}`;
  const deadline = Date.now() + 300_000;
  while (Date.now() < deadline) {
    const release =
      process.platform === 'linux'
        ? // All of sun_path: older versions of libuv pad a shorter name with zeros, newer ones do not.
          await listenOn(`\0${name}`.padEnd(108, '-'))
        : process.platform === 'win32'
          ? await listenOn(`\\\\.\\pipe\\${name}`)
          : await openExclusively(join(folder, 'postgres.lock'));
    if (release) return release;
    await sleep(25);
  }
  throw new LocalPostgresError('LOCAL_POSTGRES_LOCKED', {
    sentence: `Another Portico has been starting or stopping the PostgreSQL of ${folder} for five minutes.`,
    remedy: 'End that process, then try again.',
  });
}

function listenOn(path: string): Promise<Release | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    // Exclusive: the workers of node:cluster would otherwise share one listener, and all hold the lock.
    server.listen({ path, exclusive: true }, () => {
      resolve(() => new Promise((closed) => server.close(() => closed())));
    });
  });
}

async function openExclusively(path: string): Promise<Release | undefined> {
  // O_EXLOCK of the BSDs, which node does not name.
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | 0x20;
  try {
    const file = await open(path, flags, 0o600);
    return () => file.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}
