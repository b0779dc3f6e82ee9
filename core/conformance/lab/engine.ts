import { systemClock } from '../../clock.js';
import type { Connection } from '../../connections/connection.js';
import { query } from '../../database/open-database.js';
import { requestRun, takeRun, type RunOptions } from '../../sync/lease-run.js';
import { runSync } from '../../sync/run-sync.js';
import type { Bench } from './bench.js';
import type { Lab } from './lab.js';
import { Refutation } from './refutation.js';
import { describeError } from './describe-error.js';

/** A connection in the hands of the real sync engine. */
export interface Engine {
  /** One run from its request to its end; one that does not end well is told. */
  sync(options?: RunOptions): Promise<void>;
  /** The items it holds, as they came, by stream and id. */
  items(): Promise<{ stream: string; item: string; raw: unknown }[]>;
  /** What it put into quarantine. */
  quarantined(): Promise<{ stream: string; item: string; sentence: string }[]>;
  /** Is a row there that is not deleted? By table and id. */
  holds(key: string): Promise<boolean>;
}

export async function startEngine(lab: Lab, bench: Bench): Promise<Engine> {
  const database = await lab.database();
  const { pool } = database;
  const connection: Connection = await bench.connection();
  const { id } = connection;
  return {
    async sync(options = {}) {
      const { id: runId } = await requestRun(pool, { connectionId: id, reason: 'conformance', options });
      const run = await takeRun(database, runId, 'conformance');
      if (!run) throw new Error(`Run ${runId} cannot be taken.`);
      const { state, error } = await runSync({ database, clock: systemClock }, connection, run, {
        signal: lab.signal,
      });
      if (state !== 'done') throw new Refutation([`The run ends as ${state}: ${describeError(error)}`]);
    },
    items: () =>
      query(pool, 'select stream, item_id as item, raw from item where connection_id = $1 order by 1, 2', [
        id,
      ]),
    quarantined: () =>
      query(
        pool,
        `select stream, item_id as item, reason ->> 'sentence' as sentence from quarantine where connection_id = $1`,
        [id],
      ),
    async holds(key) {
      const [, table = '', module, external = ''] = /^(\w+)(?:\/(\w+))?:(.*)$/s.exec(key) ?? [];
      const rows = await query(
        pool,
        table === 'record'
          ? `select 1 from record where connection_id = $1 and module = $3 and external_id = $2 and deleted_at is null`
          : `select 1 from ${tables[table] ?? 'contact'} where connection_id = $1 and external_id = $2 and $3::text is null and deleted_at is null`,
        [id, external, module ?? null],
      );
      return rows.length > 0;
    },
  };
}

/** Table names never come from outside. */
const tables: Readonly<Record<string, string>> = { customer: 'customer', contact: 'contact', login: 'login' };
