import { transaction, type Database, type PoolClient } from '../database/open-database.js';

/**
 * Runs `work` over one unchanging picture of the database: accesses, lists and the rows they show are of the
 * same moment, so that a page which a sync commits meanwhile is either all there or not at all.
 */
export const readConsistently = <T>(
  pool: Database['pool'],
  work: (tx: PoolClient) => Promise<T>,
): Promise<T> => transaction(pool, work, 'begin isolation level repeatable read');
