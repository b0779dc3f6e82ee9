import { setTimeout as sleep } from 'node:timers/promises';

import { isPostmasterOf } from './find-postmaster.js';
import { LocalPostgresError } from './local-postgres-error.js';

/**
 * Ends the server `pid` of this cluster and waits until it is gone. First a fast shutdown (SIGINT: sessions
 * are ended, all is written out); if that takes too long an immediate one (SIGQUIT: the next start recovers).
 */
export async function stopPostmaster(pid: number, cluster: string): Promise<void> {
  for (const [signal, patience] of [['SIGINT', 60_000] as const, ['SIGQUIT', 10_000] as const]) {
    const deadline = Date.now() + patience;
    for (let sent = false; await isPostmasterOf(pid, cluster); sent = true) {
      if (!sent) send(pid, signal);
      if (Date.now() > deadline) break;
      await sleep(20);
    }
    if (!(await isPostmasterOf(pid, cluster))) return;
  }
  throw stopFailed(pid);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw stopFailed(pid, error);
  }
}

function stopFailed(pid: number, cause?: unknown): LocalPostgresError {
  return new LocalPostgresError('LOCAL_POSTGRES_STOP_FAILED', {
    sentence: `The local PostgreSQL (process ${pid}) did not stop.`,
    remedy: 'Stop it as the user that owns the process, or as root: kill -INT with that number.',
    cause,
  });
}
