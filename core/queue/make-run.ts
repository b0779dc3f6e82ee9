import { hostname } from 'node:os';

import type { Clock } from '../clock.js';
import type { Connection } from '../connections/connection.js';
import type { Connections } from '../connections/connections.js';
import { PorticoError } from '../contract/portico-error.js';
import type { Database } from '../database/open-database.js';
import { raiseIssue } from '../issues/issues.js';
import type { Log } from '../log.js';
import { endRun, takeRun, type Run } from '../sync/lease-run.js';
import { runSync } from '../sync/run-sync.js';
import { nudgeParticipants } from './nudge-participants.js';

export interface MakeRunDeps {
  database: Database;
  connections: Pick<Connections, 'open'>;
  clock: Clock;
  log: Log;
}

/**
 * Takes a run, if it is still to be made, and works on it until it ends or must stop. What goes wrong with
 * it is its own row's and an issue's; this throws only when the database does.
 */
export async function makeRun(
  deps: MakeRunDeps,
  {
    runId,
    signal,
    shouldYield,
  }: {
    runId: number;
    signal: AbortSignal;
    /** Asked between pages, with how many milliseconds and pages this worker has given to the run. */
    shouldYield: (spent: { ms: number; pages: number }) => boolean;
  },
): Promise<void> {
  const { database, clock, log } = deps;
  if (signal.aborted) return;
  const run = await takeRun(database, runId, `${hostname()}:${process.pid}`);
  if (!run) return;
  const facts = { run: run.id, connection: run.connectionId };
  const connection = await openConnection(deps, run);
  if (!connection) return;
  const started = performance.now();
  let pages = 0;
  log.info(facts, 'sync begins');
  const { state, error } = await runSync({ database, clock }, connection, run, {
    signal,
    progress: () => void (pages += 1),
    shouldYield: () => shouldYield({ ms: performance.now() - started, pages }),
  });
  const seconds = Math.round(performance.now() - started) / 1000;
  log.info(
    { ...facts, state, seconds, ...(error && { error: connection.redact(error.message) }) },
    'sync ends',
  );
  if (state !== 'lost') await nudgeParticipants(database.pool, run.connectionId);
}

/** A connection that cannot be opened (it left the config file, its settings do not fit) ends its run. */
async function openConnection(
  { connections, database, log }: MakeRunDeps,
  run: Run,
): Promise<Connection | undefined> {
  try {
    return await connections.open(run.connectionId);
  } catch (error) {
    if (!(error instanceof PorticoError)) throw error;
    const { code, message } = error;
    log.warn({ run: run.id, connection: run.connectionId, error: message }, 'sync cannot begin');
    await raiseIssue(database.pool, {
      connectionId: run.connectionId,
      kind: 'SYNC',
      cause: '',
      sentence: message,
      remedy: `Then \`portico sync ${run.connectionId}\`, or wait for its next tick.`,
      details: { code },
      runId: run.id,
    });
    await endRun(database.pool, run, { state: 'failed', error: { code, message } });
    return undefined;
  }
}
