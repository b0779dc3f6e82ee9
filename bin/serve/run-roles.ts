import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Log } from '../../core/log.js';
import { childFlags } from './child-flags.js';
import { keepChild, type KeptChild } from './keep-child.js';
import { untilAborted } from './stop-signals.js';

const entry = fileURLToPath(new URL('../portico.js', import.meta.url));

/**
 * Runs web and worker as children of this process, so that a busy sync never holds up a page, until the
 * signal comes and both have ended. `onReady` hears where web serves once both work.
 */
export async function runRoles({
  configFile,
  log,
  signal,
  onReady,
}: {
  configFile: string | undefined;
  log: Log;
  signal: AbortSignal;
  onReady: (url: string) => void;
}): Promise<void> {
  let port: number | undefined;
  const keep = (role: 'web' | 'worker'): KeptChild =>
    keepChild({
      name: role,
      log,
      start: () =>
        fork(
          entry,
          ['serve', '--role', role, ...(configFile === undefined ? [] : ['--config', configFile])],
          {
            // A port that the system chose is kept over restarts.
            ...(port !== undefined && { env: { ...process.env, PORT: String(port) } }),
            // Standard output is the parent's own, for its answer.
            stdio: ['ignore', 2, 2, 'ipc'],
            execArgv: childFlags,
          },
        ),
    });
  if (signal.aborted) return;
  const [web, worker] = [keep('web'), keep('worker')];
  const stopped = untilAborted(signal);
  try {
    const news = await Promise.race([Promise.all([web.ready, worker.ready]), stopped]);
    if (!news) return;
    port = news[0].port;
    onReady(`http://127.0.0.1:${port}`);
    await stopped;
  } finally {
    await Promise.all([web.stop(), worker.stop()]);
  }
}
