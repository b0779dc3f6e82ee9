import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

import type { Clock } from '../clock.js';
import { Fault, milliseconds, type Limit } from '../contract/contract.js';
import type { Pool } from '../database/open-database.js';
import { createGate, type Gate } from './gate.js';
import { patience as defaultPatience, wait } from './wait.js';

/** The calls that may be made to one vendor account, shared by all processes. */
export interface AccountBudget {
  /**
   * Takes one call. Waits for it up to 30 s in all; a longer wait is thrown as `rateLimited` with its
   * `retryAt`.
   */
  take(signal: AbortSignal): Promise<void>;
  /**
   * Waits for one of the places that `parallel` allows this process; yields the function that gives it
   * back.
   */
  enter(signal: AbortSignal): Promise<() => void>;
  /** The vendor's own word: no calls before this moment. It never shortens an earlier word. */
  correct(until: Date): Promise<void>;
}

export interface RateBudget {
  of(account: string, limits: readonly Limit[]): AccountBudget;
}

/** The longest that a vendor's word closes an account: a Retry-After of years would close it for good. */
const longestBlock = 24 * 3_600_000;

/**
 * Budgets in the table `rate_budget`. Without a `window` among the limits nothing is asked of the database;
 * the vendor's word then counts in this process only.
 */
export function createRateBudget({
  pool,
  clock,
  patience = defaultPatience,
}: {
  pool: Pool;
  clock: Clock;
  patience?: number;
}): RateBudget {
  const limiters = new Map<string, RateLimiterPostgres>();
  const gates = new Map<string, Gate>();
  const blocks = new Map<string, number>();

  const blocker = limiter('block', 1, 1);

  /** Limits of one length share their rows, whoever counts them. */
  function limiter(name: string, calls: number, seconds: number): RateLimiterPostgres {
    const key = `${name} ${calls}`;
    const known = limiters.get(key);
    if (known) return known;
    const made = new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_budget',
      tableCreated: true,
      keyPrefix: name,
      points: calls,
      duration: seconds,
      // One of them sweeps the table for all.
      clearExpiredByTimeout: limiters.size === 0,
    });
    limiters.set(key, made);
    return made;
  }

  function gate(name: string, places: number): Gate {
    const made = gates.get(name) ?? createGate(places);
    gates.set(name, made);
    return made;
  }

  async function blockedFor(account: string, isShared: boolean): Promise<number> {
    const here = (blocks.get(account) ?? 0) - clock.now().getTime();
    if (here > 0) return here;
    blocks.delete(account);
    return isShared ? await blockedByAnyone(account) : 0;
  }

  async function blockedByAnyone(account: string): Promise<number> {
    return (await blocker.get(account))?.msBeforeNext ?? 0;
  }

  return {
    of(account, limits) {
      const windows = limits
        .flatMap((limit) => (limit.kind === 'window' ? [{ ...limit, ms: milliseconds(limit.per) }] : []))
        // A day's calls are taken before a second's: the wait for the second is the short one.
        .sort((a, b) => b.ms - a.ms)
        .map(({ calls, per, ms }) => limiter(per, calls, ms / 1000));
      const places = limits.flatMap((limit) => (limit.kind === 'parallel' ? [limit.calls] : []));
      const least = Math.min(...places);
      const isShared = windows.length > 0;

      return {
        async take(signal) {
          if (!isShared && !blocks.has(account)) return;
          // In turn, so that of a hundred waiting calls one asks the database and not all.
          const leave = await gate(`turn ${account}`, 1).enter(signal);
          let left = patience;
          const sit = async (ms: number): Promise<void> => {
            if (ms > left) throw exhausted(new Date(clock.now().getTime() + ms));
            left -= ms;
            await wait(ms, signal);
          };
          const sitOutBlock = async (): Promise<void> => {
            for (let ms = 1; (ms = await blockedFor(account, isShared)) > 0;) await sit(ms);
          };
          try {
            await sitOutBlock();
            for (const window of windows)
              for (let ms = 1; (ms = await consume(window, account)) > 0;) {
                await sit(ms);
                await sitOutBlock();
              }
          } finally {
            leave();
          }
        },

        async enter(signal) {
          return places.length > 0
            ? await gate(`parallel ${least} ${account}`, least).enter(signal)
            : () => {};
        },

        async correct(until) {
          const now = clock.now().getTime();
          const end = Math.min(until.getTime(), now + longestBlock);
          if (end <= now) return;
          blocks.set(account, Math.max(end, blocks.get(account) ?? 0));
          if (isShared && (await blockedByAnyone(account)) < end - now)
            await blocker.block(account, (end - now) / 1000);
        },
      };
    },
  };
}

/** How long to wait before asking again; 0 is a call granted. */
async function consume(limiter: RateLimiterPostgres, account: string): Promise<number> {
  try {
    await limiter.consume(account);
    return 0;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return Math.max(refusal.msBeforeNext, 1);
  }
}

function exhausted(retryAt: Date): Fault {
  const sentence = `The calls that the vendor allows are used up until ${retryAt.toISOString()}.`;
  return new Fault('rateLimited', sentence, { retryAt, details: { neverSent: true } });
}
