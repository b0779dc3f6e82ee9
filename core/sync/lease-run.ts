import { randomUUID } from 'node:crypto';

import { PorticoError } from '../contract/portico-error.js';
import { toJsonText } from '../database/json-text.js';
import { query, type Database, type Queryable } from '../database/open-database.js';

/** How long a run stays with a worker that gives no sign of life, and how often it gives one. */
export const leaseSeconds = 20;
export const heartbeatSeconds = 5;

export interface RunOptions {
  /** Read everything again. */
  full?: boolean;
  /** Map everything again from what is stored. */
  remap?: boolean;
  /** Try what is in quarantine again. */
  replay?: boolean;
  /** Apply what is held. */
  confirm?: boolean;
  /** With `confirm`: only if the held list is still this version of itself. */
  held?: string;
  /** Only these streams. */
  streams?: string[];
  /** Read what webhooks pointed at. */
  hooks?: boolean;
}

export interface Run {
  id: number;
  connectionId: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  options: RunOptions;
  leaseToken: string;
  /** What it came to with the workers it had before, by stream. */
  streams: Readonly<Record<string, StreamTally>>;
}

/** Counters by name, and the passes that are complete. */
export interface StreamTally {
  made?: readonly string[];
  [counter: string]: unknown;
}

/** The lease was lost: another worker took the run over, or it was ended. Nothing of the page under way is kept. */
export class LeaseLost extends PorticoError {
  constructor(runId: number) {
    super(
      'LEASE_LOST',
      `Run ${runId} was taken over by another worker, or ended. What this one had not committed is undone.`,
    );
  }
}

/** What a person confirmed is not what is held by now. */
export class HeldChanged extends PorticoError {
  constructor(connectionId: string) {
    super(
      'HELD_CHANGED',
      `What is held back at ${connectionId} is no longer what was listed, so nothing of it was applied. Look at \`portico deletes list ${connectionId}\` again.`,
      { details: { connection: connectionId } },
    );
  }
}

/** Somebody asked for the run to end. */
export class RunCancelled extends PorticoError {
  constructor(runId: number) {
    super(
      'RUN_CANCELLED',
      `Run ${runId} was cancelled. Everything up to its last page is kept; the next run goes on from there.`,
    );
  }
}

/**
 * Asks for a run. One run of a connection is active at a time (a unique partial index): where there is one
 * already, that one is answered with `fresh: false`.
 */
export async function requestRun(
  on: Queryable,
  { connectionId, reason, options = {} }: { connectionId: string; reason: string; options?: RunOptions },
): Promise<{ id: number; fresh: boolean }> {
  const [made] = await query<{ id: number }>(
    on,
    `insert into run (connection_id, state, reason, options) values ($1, 'queued', $2, $3)
     on conflict (connection_id) where state in ('queued', 'running') do nothing returning id`,
    [connectionId, reason, JSON.stringify(options)],
  );
  if (made) return { id: made.id, fresh: true };
  // One that has not begun can be made wider by a wish for more of the same, and one that was for hints alone by any
  // sync; work of another kind (a confirm, a replay) waits for its own run.
  const widens = Object.keys(options).every((name) => name === 'full' || name === 'remap');
  const [active] = await query<{ id: number }>(
    on,
    `update run
     set options = case when $3 and state = 'queued' and started_at is null then options - 'hooks' || $2 else options end
     where connection_id = $1 and state in ('queued', 'running') returning id`,
    [connectionId, JSON.stringify(options), widens],
  );
  return active ? { id: active.id, fresh: false } : requestRun(on, { connectionId, reason, options });
}

/**
 * Takes a run that waits, or whose worker has shown no life for 20 seconds (by the database's clock). Undefined
 * where somebody else works on it, it has ended, or it must wait.
 */
export async function takeRun(
  { pool }: Pick<Database, 'pool'>,
  runId: number,
  worker: string,
): Promise<Run | undefined> {
  const leaseToken = randomUUID();
  const [run] = await query<{ connection_id: string; options: RunOptions; streams: Run['streams'] }>(
    pool,
    `update run set state = 'running', lease_token = $2, worker = $3, started_at = coalesce(started_at, now()),
            lease_until = now() + make_interval(secs => $4), not_before = null
     where id = $1 and (state = 'queued' and (not_before is null or not_before <= now())
                        or state = 'running' and lease_until < now())
     returning connection_id, options, streams`,
    [runId, leaseToken, worker, leaseSeconds],
  );
  return (
    run && {
      id: runId,
      connectionId: run.connection_id,
      state: 'running',
      options: run.options,
      leaseToken,
      streams: run.streams,
    }
  );
}

/** Runs whose worker fell, or whose time to go on has come: what a worker looks for every few seconds. */
export async function findIdleRuns(on: Queryable): Promise<{ id: number; connectionId: string }[]> {
  return query(
    on,
    `select id, connection_id as "connectionId" from run
     where state = 'running' and lease_until < now()
        or state = 'queued' and (not_before is null or not_before <= now()) order by id`,
  );
}

/** Says that the run's worker lives. Throws LeaseLost when the run is no longer this worker's. */
export async function renewLease(
  on: Queryable,
  { id, leaseToken }: Pick<Run, 'id' | 'leaseToken'>,
): Promise<void> {
  const { rowCount } = await on.query(
    "update run set lease_until = now() + make_interval(secs => $3) where id = $1 and lease_token = $2 and state = 'running'",
    [id, leaseToken, leaseSeconds],
  );
  if (!rowCount) throw new LeaseLost(id);
}

/**
 * The first statement of every page's transaction: holds the run's row until the commit, so that nobody can take
 * the run over in between, and finds out whether it was taken, ended or cancelled before.
 */
export async function holdFence(
  tx: Queryable,
  { runId, leaseToken }: { runId: number; leaseToken: string },
): Promise<void> {
  const [run] = await query<{ cancel_requested: boolean }>(
    tx,
    "select cancel_requested from run where id = $1 and lease_token = $2 and state = 'running' for no key update",
    [runId, leaseToken],
  );
  if (!run) throw new LeaseLost(runId);
  if (run.cancel_requested) throw new RunCancelled(runId);
}

/** Ends a run, or puts it back into the queue (until `notBefore`), if it is still this worker's. */
export async function endRun(
  on: Queryable,
  { id, leaseToken }: Pick<Run, 'id' | 'leaseToken'>,
  end: { state: 'done' | 'failed' | 'cancelled'; error?: object } | { state: 'queued'; notBefore?: Date },
): Promise<void> {
  const over = end.state !== 'queued';
  await on.query(
    `update run set state = $3, error = $4, not_before = $5, lease_token = null, lease_until = null,
            finished_at = case when $6 then now() end
     where id = $1 and lease_token = $2 and state = 'running'`,
    [
      id,
      leaseToken,
      end.state,
      'error' in end && end.error ? toJsonText(end.error) : null,
      'notBefore' in end ? (end.notBefore ?? null) : null,
      over,
    ],
  );
}

/** Asks for a run to end at its next page; one that nobody works on ends at once. Answers whether it was active. */
export async function cancelRun(on: Queryable, runId: number): Promise<boolean> {
  const { rowCount } = await on.query(
    `update run set cancel_requested = true,
            state = case when state = 'queued' or lease_until < now() then 'cancelled' else state end,
            finished_at = case when state = 'queued' or lease_until < now() then now() end
     where id = $1 and state in ('queued', 'running')`,
    [runId],
  );
  return Boolean(rowCount);
}
