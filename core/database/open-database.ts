import knexModule, { type Knex } from 'knex';
import pg from 'pg';

/** The driver's types travel through core with the clients they describe; the driver itself stays here. */
export type Pool = pg.Pool;
export type PoolClient = pg.PoolClient;
export type Client = pg.Client;

// bigint columns here are counts and row numbers, far below 2^53; timestamptz stays a Date.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// A `date` is a day without a zone; a Date would shift it.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);

/** The hub's PostgreSQL: `pool` for set-based SQL, `knex` for migrations and built queries. */
export interface Database {
  url: string;
  pool: pg.Pool;
  knex: Knex;
  close(): Promise<void>;
}

/** Opens connection pools on a PostgreSQL (14 or newer) by its URL; nothing connects before the first query. */
export function openDatabase(url: string, { connections = 10 }: { connections?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'portico',
    // What a connection keeps planned (query-planned) is of use for as long as a policy stands, about.
    maxLifetimeSeconds: 3600,
  });
  // An idle client that loses its server is replaced at the next query; that query reports what is wrong.
  pool.on('error', () => undefined);
  const knex = knexModule({
    client: 'pg',
    connection: url,
    pool: { min: 0, max: Math.max(2, connections / 2) },
  });
  return {
    url,
    pool,
    knex,
    async close() {
      await Promise.all([pool.end(), knex.destroy()]);
    },
  };
}

/**
 * A connection of its own beside the pool's, not yet connected: for a lock that must not use up the pool. A lost
 * one does not end the process; its next query says so.
 */
export function createClient({ options }: Pool): Client {
  const client = new pg.Client(options);
  client.on('error', () => undefined);
  return client;
}

/** Anything that takes a query: the pool, or a client inside a transaction. */
export type Queryable = Pick<pg.PoolClient, 'query'>;

/** Rows of one statement. `T` is the shape that the statement's own column list gives. */
export async function query<T extends object>(
  on: Queryable,
  sql: string,
  values: unknown[] = [],
): Promise<T[]> {
  const { rows } = await on.query<T>(sql, values);
  return rows;
}

/** Runs `work` in one transaction: committed when it resolves, rolled back when it throws. */
export async function transaction<T>(
  pool: pg.Pool,
  work: (tx: pg.PoolClient) => Promise<T>,
  begin = 'begin',
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    // A client that could not even roll back is not given to anybody else.
    client.release(broken);
  }
}
