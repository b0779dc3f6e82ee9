import { transaction, type Database, type PoolClient } from '../database/open-database.js';

/**
 * Runs `work` over one unchanging picture of the database: accesses, lists and the rows they show are of the
 * same moment, so that a page which a sync commits meanwhile is either all there or not at all. Its statements
 * are short: planning them anew for each value, or compiling them, takes longer than running them.
 */
export const readConsistently = <T>(
  pool: Database['pool'],
  work: (tx: PoolClient) => Promise<T>,
): Promise<T> => transaction(pool, work, begin);

const begin = `
  begin isolation level repeatable read;
  set local plan_cache_mode = force_generic_plan;
  set local jit = off`;
