import type { ConnectionConfig } from '../../core/contract/generated/config.js';
import { openDatabase } from '../../core/database/open-database.js';
import { addCounters, noCounters, type Counters } from '../../core/sync/apply-page.js';
import { openTestHub } from '../hub.js';
import { takeInput } from './run-program.js';
import { timeQueries, type QueryTime } from './time-queries.js';

export interface SyncInput {
  database: string;
  connection: ConnectionConfig;
  full?: boolean;
  /** The stream whose progress says when memory is looked at. */
  watched?: string;
  queries?: boolean;
}

export interface SyncAnswer extends Counters {
  seconds: number;
  /** Seconds of processor time since the process began. */
  cpu: number;
  state: string;
  error: string | undefined;
  /** Peak of resident memory, and what it was after these shares of the watched stream, in MB. */
  peak: number;
  memory: Record<'20 %' | '60 %' | '100 %', number>;
  queries: QueryTime[];
}

/** One sync in a process of its own: time, counters and memory as one line of JSON. */
const input = await takeInput<SyncInput>();
const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
const queries = input.queries ? timeQueries() : [];
const database = openDatabase(input.database);
const hub = await openTestHub([input.connection], { database: { ...database, drop: database.close } });
const memory = { '20 %': 0, '60 %': 0, '100 %': 0 };
const started = performance.now();
const outcome = await hub.sync(input.connection.id, input.full ? { full: true } : {}, {
  progress({ stream, seen, total = 0 }) {
    if (stream !== input.watched) return;
    const rss = megabytes(process.memoryUsage.rss());
    for (const [share, part] of [
      ['20 %', 0.2],
      ['60 %', 0.6],
      ['100 %', 1],
    ] as const)
      if (!memory[share] && seen >= total * part) memory[share] = rss;
  },
});
const seconds = (performance.now() - started) / 1000;
const sum = noCounters();
for (const counters of Object.values(outcome.streams)) addCounters(sum, counters);
const answer: SyncAnswer = {
  seconds,
  cpu: Object.values(process.cpuUsage()).reduce((a, b) => a + b) / 1e6,
  state: outcome.state,
  error: outcome.error?.message,
  ...sum,
  peak: megabytes(process.resourceUsage().maxRSS * 1024),
  memory,
  queries: queries.sort((a, b) => b.ms - a.ms).slice(0, 25),
};
await hub.close();
process.stdout.write(`${JSON.stringify(answer)}\n`);
