import { setTimeout as sleep } from 'node:timers/promises';

import { Fault } from '../contract/contract.js';

/** The longest wait that is worth holding a worker for; what is longer is scheduled again by the engine. */
export const patience = 30_000;

/** Waits, or throws the fault `cancelled` as soon as the signal says so. */
export async function wait(forMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(forMs, undefined, { signal });
  } catch {
    throw cancelled();
  }
}

/**
 * What a promise yields, or the fault `cancelled` as soon as the signal says so; the promise itself goes
 * on.
 */
export async function orCancelled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    // Nobody is left to hear of its failure, which is no reason to end the process.
    promise.catch(() => {});
    throw cancelled();
  }
  let stop = (): void => {};
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(cancelled());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

export const cancelled = (): Fault => new Fault('cancelled', 'The call was cancelled.');
