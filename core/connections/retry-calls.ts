import { Fault } from '../contract/contract.js';
import { patience, wait } from './wait.js';

export interface RetryPolicy {
  tries: number;
  /** The first wait; each further one is twice as long. */
  firstWaitMs: number;
  mayRepeat(fault: Fault): boolean;
  onWait(fault: Fault, ms: number): void;
  now(): Date;
  signal: AbortSignal;
}

/**
 * Tries again after `transient` and `rateLimited` faults, with growing, scattered waits, and not before the
 * fault's `retryAt`. Where that is more than 30 s away the engine shall come back: `rateLimited` with
 * `retryAt`.
 */
export async function retryCalls<T>(call: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await call();
    } catch (fault) {
      if (!(fault instanceof Fault) || !isPassing(fault) || !policy.mayRepeat(fault)) throw fault;
      const ahead = fault.retryAt ? fault.retryAt.getTime() - policy.now().getTime() : 0;
      if (ahead > patience) throw asRateLimited(fault);
      if (tried >= policy.tries) throw fault;
      const backOff = policy.firstWaitMs * 2 ** (tried - 1);
      const ms = Math.max(ahead, backOff) + (Math.random() * backOff) / 2;
      policy.onWait(fault, ms);
      await wait(ms, policy.signal);
    }
  }
}

const isPassing = ({ kind }: Fault): boolean => kind === 'transient' || kind === 'rateLimited';

function asRateLimited(fault: Fault): Fault {
  const { kind, retryAt, cause, details } = fault;
  if (kind === 'rateLimited' || !retryAt) return fault;
  return new Fault('rateLimited', fault.message, { retryAt, cause, details });
}
