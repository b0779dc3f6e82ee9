import { createHash } from 'node:crypto';

import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

import type { Pool } from '../database/open-database.js';

export interface Throttles {
  /**
   * Counts an attempt before it is made, so that many at once are no way around. Answers how many seconds to
   * wait, 0 for one that may go on. Known and unknown accounts are counted alike (S15).
   */
  take(attempt: { account: string; address: string }): Promise<number>;
  /** The attempt was right: the account's count begins anew. */
  forgive(account: string): Promise<void>;
}

/**
 * S18: so many attempts are free in a window, then each waits longer than the one before; nothing is for
 * good.
 */
const free = 5;
const windowSeconds = 900;
const firstWaitSeconds = 30;

/** Attempts at signing in, in the table `throttle`, shared by all processes; by the machine's own clock. */
export function createThrottles({ pool }: { pool: Pool }): Throttles {
  const limiter = (keyPrefix: string, points: number, duration: number): RateLimiterPostgres =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'throttle',
      tableCreated: true,
      keyPrefix,
      points,
      duration,
      // One of them sweeps the table for all.
      clearExpiredByTimeout: keyPrefix === 'address',
    });
  const addresses = limiter('address', 20, 60);
  const accounts = limiter('account', 1_000_000, windowSeconds);
  const gates = limiter('gate', 1, firstWaitSeconds);

  return {
    async take({ account, address }) {
      const key = keyOf(account);
      const refused = await consume(addresses, keyOf(address));
      if (refused) return refused;
      const closed = await gates.get(key);
      if (closed && closed.consumedPoints > 0 && closed.msBeforeNext > 0) return seconds(closed.msBeforeNext);
      const { consumedPoints } = await accounts.penalty(key, 1);
      if (consumedPoints < free) return 0;
      // The fifth one shuts the gate behind it; of those that race for the next opening one gets through.
      const wait = Math.min(windowSeconds, firstWaitSeconds * 2 ** Math.min(consumedPoints - free, 10));
      return consume(gates, key, wait);
    },
    async forgive(account) {
      const key = keyOf(account);
      await Promise.all([accounts.delete(key), gates.delete(key)]);
    },
  };
}

/** The table shows no addresses and no names, and no key is too long for it. */
const keyOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

async function consume(limiter: RateLimiterPostgres, key: string, customDuration?: number): Promise<number> {
  try {
    await limiter.consume(key, 1, customDuration === undefined ? {} : { customDuration });
    return 0;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return seconds(refusal.msBeforeNext);
  }
}
