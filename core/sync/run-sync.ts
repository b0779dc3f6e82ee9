import { setMaxListeners } from 'node:events';

import type { Clock } from '../clock.js';
import type { Connection } from '../connections/connection.js';
import { Fault, type Facts, type Session } from '../contract/contract.js';
import type { Database } from '../database/open-database.js';
import { reportSharedAddresses } from '../access/report-shared-addresses.js';
import { closeIssues } from '../issues/issues.js';
import { noCounters, type Counters } from './apply-page.js';
import { Brake, noLosses } from './brake.js';
import { readBacklog, reportBacklog } from './backlog.js';
import { checkStreams } from './check-streams.js';
import { choosePasses } from './choose-passes.js';
import { discover, isDiscoveryDue, noFacts } from './discover.js';
import { endRun, heartbeatSeconds, LeaseLost, renewLease, type Run, type StreamTally } from './lease-run.js';
import { refuseChangedHeld } from './list-held.js';
import type { PassContext } from './pass-context.js';
import { mappingVersion } from './mapping-version.js';
import { openBrake } from './open-brake.js';
import type { PassDeps, PassProgress } from './pass-deps.js';
import { runPass } from './run-pass.js';
import type { RunOutcome } from './run-outcome.js';
import { concernsStreamAlone, describeError, reportFault, stopRun, Yielded } from './stop-run.js';
import { readStreamState, type PassKind } from './stream-state.js';
import { applyHeld, readHooked, replayQuarantine } from './take-up.js';

export interface SyncDeps {
  database: Database;
  clock: Clock;
}

export interface RunHooks {
  signal?: AbortSignal;
  dryRun?: boolean;
  /** Asked between pages: should this run give its worker to others for a while? */
  shouldYield?(): boolean;
  progress?(news: PassProgress): void;
}

/**
 * Works on a run that this worker holds until it is done, or must stop: discovers, then makes each stream's passes
 * (design §6). A stream that fails for itself (rights, an answer it does not know) leaves the others going; what
 * concerns the whole account (sign-in, settings, no answer) ends the run. Every failure is an issue with a remedy.
 */
export async function runSync(
  deps: SyncDeps,
  connection: Connection,
  run: Run,
  hooks: RunHooks = {},
): Promise<RunOutcome> {
  const { database } = deps;
  const abort = new AbortController();
  // Every call under way listens to it.
  setMaxListeners(0, abort.signal);
  const stop = (): void => abort.abort();
  hooks.signal?.addEventListener('abort', stop);
  if (hooks.signal?.aborted) stop();
  let lost: Error | undefined;
  const heartbeat = setInterval(() => {
    renewLease(database.pool, run).catch((error: unknown) => {
      if (!(error instanceof LeaseLost)) return; // The next beat, or the next page's fence, finds out.
      lost = error;
      stop();
    });
  }, heartbeatSeconds * 1000);
  const outcome: RunOutcome = { state: 'done', streams: talliesOf(run) };
  const checkpoint = (): void => {
    if (lost) throw lost;
    if (hooks.signal?.aborted)
      throw new Fault(
        'cancelled',
        `The sync of ${connection.id} was stopped. It goes on from its last page.`,
      );
    if (hooks.shouldYield?.()) throw new Yielded();
  };
  try {
    const failures = await syncStreams(deps, {
      connection,
      run,
      hooks,
      outcome,
      checkpoint,
      signal: abort.signal,
    });
    if (failures.length) outcome.state = 'failed';
    if (failures[0]) outcome.error = failures[0];
    if (!hooks.dryRun) {
      await reportBacklog(database.pool, connection.id, run.id);
      await reportSharedAddresses(database.pool, connection.id);
      if (!failures.length)
        await closeIssues(database.pool, { connectionId: connection.id, kind: 'SYNC', cause: '' });
    }
    await endRun(database.pool, run, {
      state: outcome.state === 'failed' ? 'failed' : 'done',
      ...(outcome.error && { error: describeError(outcome.error, connection) }),
    });
  } catch (error) {
    await stopRun(deps, { connection, run, outcome, error: lost ?? error, dryRun: hooks.dryRun ?? false });
  } finally {
    clearInterval(heartbeat);
    hooks.signal?.removeEventListener('abort', stop);
  }
  return outcome;
}

interface Work {
  connection: Connection;
  run: Run;
  hooks: RunHooks;
  outcome: RunOutcome;
  checkpoint(): void;
  signal: AbortSignal;
}

/** Makes the passes of all streams; answers the faults of streams that failed for themselves. */
async function syncStreams(deps: SyncDeps, work: Work): Promise<Error[]> {
  const {
    database: { pool },
    clock,
  } = deps;
  const { connection, run, hooks, outcome } = work;
  const now = clock.now();
  await refuseChangedHeld(pool, run);
  let { facts } = connection;
  const open = (known: Facts): Session<unknown> =>
    connection.session({ facts: known, mode: 'read', signal: work.signal });
  let session = open(facts ?? noFacts);
  if (!facts || run.options.full || isDiscoveryDue(connection, now)) {
    ({ facts } = await discover(deps.database, connection, session, now));
    session = open(facts);
  }
  const streams = checkStreams(connection.plugin, facts, connection.settings);
  const mapping = mappingVersion(connection, facts);
  const brake = await openBrake(pool, connection.id, run);
  const failures: Error[] = [];
  for (const [name, stream] of Object.entries(streams)) {
    if (run.options.streams && !run.options.streams.includes(name)) continue;
    const context: PassContext = {
      connectionId: connection.id,
      name,
      stream,
      streams,
      runId: run.id,
      leaseToken: run.leaseToken,
      mapping,
      map: connection.map,
      brake,
      ...(await readBacklog(pool, connection.id, name)),
    };
    const made = [...(run.streams[name]?.made ?? [])];
    const passDeps = (kind: PassKind | 'taken up', counters: Counters): PassDeps => ({
      database: deps.database,
      context,
      session,
      counters,
      dryRun: hooks.dryRun ?? false,
      checkpoint: work.checkpoint,
      progress: (news) => {
        Object.assign((outcome.streams[name] ??= { ...counters, kind }), counters, {
          kind,
          total: news.total,
        });
        hooks.progress?.(news);
      },
      saveCounters: async (tx, complete) => {
        outcome.streams[name] = { ...counters, kind };
        if (complete) made.push(complete);
        await tx.query(
          'update run set streams = jsonb_set(streams, array[$2], $3), losses = $4 where id = $1',
          [run.id, name, JSON.stringify({ ...outcome.streams[name], made }), JSON.stringify(brake.taken)],
        );
      },
    });
    try {
      await workOnStream(deps, { context, run, now, passDeps });
      if (!hooks.dryRun) await closeIssues(pool, { connectionId: connection.id, kind: 'SYNC', cause: name });
    } catch (error) {
      if (!concernsStreamAlone(error)) throw error;
      failures.push(error);
      if (!hooks.dryRun) await reportFault(pool, connection, run, name, error);
    }
  }
  return failures;
}

async function workOnStream(
  deps: SyncDeps,
  {
    context,
    run,
    now,
    passDeps,
  }: {
    context: PassContext;
    run: Run;
    now: Date;
    passDeps: (kind: PassKind | 'taken up', counters: Counters) => PassDeps;
  },
): Promise<void> {
  const { pool } = deps.database;
  const tally = run.streams[context.name];
  const counters = countersOf(tally);
  const takeUp = passDeps('taken up', counters);
  if (run.options.confirm)
    return applyHeld({
      ...takeUp,
      context: { ...context, brake: new Brake(context.brake.base, noLosses(), true) },
    });
  if (run.options.replay) return replayQuarantine(takeUp);
  await readHooked(takeUp);
  if (run.options.hooks) return;
  for (const kind of choosePasses(
    context.stream,
    await readStreamState(pool, context.connectionId, context.name),
    {
      now,
      mapping: context.mapping,
      options: run.options,
    },
  )) {
    // A pass that an earlier worker of this run finished is not made again, nor anything after a full one.
    if (tally?.made?.includes(kind) || tally?.made?.includes('full')) continue;
    const state = await readStreamState(pool, context.connectionId, context.name);
    await runPass(passDeps(kind, counters), state, kind, now);
  }
}

/** What earlier workers of the run did belongs to its outcome. */
function talliesOf({ streams }: Run): RunOutcome['streams'] {
  // Written as such by saveCounters.
  return Object.fromEntries(
    Object.entries(streams).map(([name, { made: _made, ...tally }]) => [name, tally]),
  ) as unknown as RunOutcome['streams'];
}

/** Counters go on where an earlier worker of the run left them. */
function countersOf(tally: StreamTally | undefined): Counters {
  const counters = noCounters();
  for (const name of Object.keys(counters) as (keyof Counters)[]) counters[name] = Number(tally?.[name] ?? 0);
  return counters;
}
