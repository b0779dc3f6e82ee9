/** How far the clock of the other world is ahead. */
const ahead = 400 * 86_400_000;

/**
 * Does something at once (nothing that waits) in a world with another clock and other chances, and answers which ways
 * out of it were tried. What comes out as it does in this one depends on none of them.
 */
export function inAnotherWorld<T>(work: () => T): { result: T; calls: string[] } {
  const calls: string[] = [];
  const { Date: realDate, fetch: realFetch } = globalThis;
  const { random: realRandom } = Math;
  class LaterDate extends realDate {
    constructor(...given: unknown[]) {
      super(...((given.length ? given : [realDate.now() + ahead]) as [number]));
    }
    static override now(): number {
      return realDate.now() + ahead;
    }
  }
  // All that Date can do besides, it has from Date.
  globalThis.Date = LaterDate as DateConstructor;
  Math.random = () => 0.123_456;
  globalThis.fetch = () => {
    calls.push('fetch');
    return Promise.reject(new Error('A mapping asks nobody.'));
  };
  try {
    return { result: work(), calls };
  } finally {
    globalThis.Date = realDate;
    globalThis.fetch = realFetch;
    Math.random = realRandom;
  }
}
