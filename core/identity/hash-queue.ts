import { PorticoError } from '../contract/portico-error.js';

export interface HashQueue {
  /** @throws PorticoError HASHING_BUSY when too many wait already */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Few hashes at once, since they share Node's four file threads and 19 MB each; a bounded number waits, and
 * the rest is refused at once (S5: 503, not memory death).
 */
export function createHashQueue({ atOnce, waiting: most }: { atOnce: number; waiting: number }): HashQueue {
  const waiting: (() => void)[] = [];
  let busy = 0;

  async function enter(): Promise<void> {
    if (busy < atOnce) {
      busy += 1;
      return;
    }
    if (waiting.length >= most)
      throw new PorticoError(
        'HASHING_BUSY',
        'Too many people are signing in at this moment. Try again soon.',
      );
    // Whoever leaves hands its place on, so `busy` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }

  return {
    async run(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
