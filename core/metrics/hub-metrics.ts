import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

import { query, type Database } from '../database/open-database.js';
import { createRunTotals } from './read-run-totals.js';

export interface HubMetrics {
  contentType: string;
  /** The metrics of this process, and of the hub as the database has it at most a few seconds ago. */
  read(): Promise<string>;
}

/** Whoever asks, and how often: the database is asked once in so long. */
const freshMs = 5000;

interface ConnectionNow {
  connection: string;
  queued: number;
  running: number;
  quarantined: number;
  held: number;
  issues: number;
  since: number | null;
}

/** Makes the metrics of one process. */
export function createHubMetrics(database: Pick<Database, 'pool'>): HubMetrics {
  const registers = [new Registry()];
  const [registry = new Registry()] = registers;
  collectDefaultMetrics({ register: registry });
  const of = (name: string, help: string, ...labelNames: string[]) => ({
    name: `portico_${name}`,
    help,
    labelNames: ['connection', ...labelNames],
    registers,
  });
  const ended = new Counter(of('runs_total', 'Runs that ended, by how.', 'state'));
  const items = new Counter(of('items_total', 'Items that runs met, by what became of them.', 'outcome'));
  const active = new Gauge(of('runs', 'Runs that wait or are under way.', 'state'));
  const quarantined = new Gauge(of('quarantined', 'Items in quarantine.'));
  const held = new Gauge(of('held', 'Changes held back until somebody confirms them.'));
  const issues = new Gauge(of('open_issues', 'Problems worth a person’s attention.'));
  const since = new Gauge(of('seconds_since_success', 'Since the last run that went well ended.'));
  const totals = createRunTotals(database);

  async function collect(): Promise<void> {
    const [sums, now] = await Promise.all([totals.read(), readNow(database)]);
    for (const each of [ended, items, active, quarantined, held, issues, since]) each.reset();
    for (const [connection, sum] of sums) {
      for (const [state, count] of Object.entries(sum.ended)) ended.inc({ connection, state }, count);
      for (const [outcome, count] of Object.entries(sum.counted)) items.inc({ connection, outcome }, count);
    }
    for (const { connection, ...row } of now) {
      active.set({ connection, state: 'queued' }, row.queued);
      active.set({ connection, state: 'running' }, row.running);
      quarantined.set({ connection }, row.quarantined);
      held.set({ connection }, row.held);
      issues.set({ connection }, row.issues);
      if (row.since !== null) since.set({ connection }, row.since);
    }
  }

  let collected: { at: number; done: Promise<void> } | undefined;
  return {
    contentType: registry.contentType,
    async read() {
      if (!collected || performance.now() - collected.at > freshMs) {
        collected = { at: performance.now(), done: collect() };
        collected.done.catch(() => (collected = undefined));
      }
      await collected.done;
      return registry.metrics();
    },
  };
}

/** One row a connection; each part walks an index that begins with the connection, or a small partial one. */
function readNow({ pool }: Pick<Database, 'pool'>): Promise<ConnectionNow[]> {
  return query(
    pool,
    `select id as connection,
            (select count(*) from run where connection_id = connection.id and state = 'queued') as queued,
            (select count(*) from run where connection_id = connection.id and state = 'running') as running,
            (select count(*) from quarantine where connection_id = connection.id) as quarantined,
            (select count(*) from held where connection_id = connection.id) as held,
            (select count(*) from issue
             where coalesce(connection_id, '') = connection.id and closed_at is null) as issues,
            (select extract(epoch from now() - finished_at)::float8 from run
             where connection_id = connection.id and state = 'done' order by run.id desc limit 1) as since
     from connection where removed_at is null order by id`,
  );
}
