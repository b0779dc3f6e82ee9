import type { Log } from '../log.js';

export interface Repetition {
  /** Resolves when what is under way has ended; nothing begins any more. */
  stop(): Promise<void>;
}

/**
 * Does something at once and then every so often, never twice at a time. A failure is logged; the next try
 * comes.
 */
export async function repeat(
  log: Log,
  { what, everyMs, work }: { what: string; everyMs: number; work: () => Promise<void> },
): Promise<Repetition> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current = once();
  await current;
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };

  async function once(): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!stopped) log.warn({ err: error }, `${what} failed; it is tried again`);
    }
    if (!stopped)
      timer = setTimeout(() => {
        current = once();
      }, everyMs);
  }
}
