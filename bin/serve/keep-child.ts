import type { ChildProcess } from 'node:child_process';

import { PorticoError } from '../../core/contract/portico-error.js';
import type { Log } from '../../core/log.js';

/** What a child tells its parent when it has begun to work. */
export interface ReadyNews {
  ready: true;
  /** Where it serves. */
  port?: number;
}

/** A child that is started again whenever it falls. */
export interface KeptChild {
  /** Its first news. @throws PorticoError PART_FAILED when it ends before. */
  ready: Promise<ReadyNews>;
  /** Ends it, or kills it when it takes too long. */
  stop(): Promise<void>;
}

const firstWaitMs = 1000;
const longestWaitMs = 30_000;
const steadyMs = 60_000;
const patienceMs = 20_000;

/**
 * Keeps a child alive: one that falls is started again after 1 s, then 2, up to 30, and from 1 again after
 * a minute of life. One that cannot even begin is not tried again: its reason stays until a person has seen
 * to it.
 */
export function keepChild({
  name,
  start,
  log,
}: {
  name: string;
  start: () => ChildProcess;
  log: Log;
}): KeptChild {
  let announce: (news: ReadyNews) => void = () => undefined;
  let refuse: (error: PorticoError) => void = () => undefined;
  const ready = new Promise<ReadyNews>((resolve, reject) => {
    announce = resolve;
    refuse = reject;
  });
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let hasWorked = false;
  let waitMs = firstWaitMs;
  begin();

  function begin(): void {
    const born = performance.now();
    child = start();
    child.on('message', (news) => {
      if (!isReady(news)) return;
      if (hasWorked) log.info({ part: name }, 'a part that fell works again');
      hasWorked = true;
      announce(news);
    });
    const end = (how: string): void => {
      child = undefined;
      if (stopping) return;
      if (!hasWorked)
        return refuse(
          new PorticoError(
            'PART_FAILED',
            `The part "${name}" could not start (${how}); its reason is above.`,
          ),
        );
      if (performance.now() - born > steadyMs) waitMs = firstWaitMs;
      log.error({ part: name, how, againAfterMs: waitMs }, 'a part fell and is started again');
      timer = setTimeout(begin, waitMs);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    };
    child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
    child.once('error', (error) => {
      // It was never born; one that lives has failed at something smaller.
      if (child?.pid === undefined) end(error.message);
    });
  }

  return {
    ready,
    async stop() {
      stopping = true;
      clearTimeout(timer);
      // Nobody may be waiting for the first news any more.
      ready.catch(() => undefined);
      const ending = child;
      if (!ending) return;
      const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      const kill = setTimeout(() => ending.kill('SIGKILL'), patienceMs);
      // The end of the channel is the order to stop, whether we give it or fall ourselves.
      if (ending.connected) ending.disconnect();
      await gone;
      clearTimeout(kill);
    },
  };
}

const isReady = (news: unknown): news is ReadyNews =>
  typeof news === 'object' && news !== null && 'ready' in news && news.ready === true;
