import { EventEmitter } from 'node:events';

import { Logger, runTaskList, type WorkerEvents } from 'graphile-worker';

import type { Log } from '../log.js';
import { findWork } from './find-work.js';
import { makeRun, type MakeRunDeps } from './make-run.js';
import { outboxTask, type OutboxJob } from './nudge-outbox.js';
import { participantsTask, type ParticipantsJob } from './nudge-participants.js';
import { syncTask, type SyncJob } from './nudge-runs.js';
import { repeat } from './repeat.js';
import { runAutoAdd } from './run-auto-add.js';
import { beat, beatSeconds, freeFallen, leave } from './worker-beats.js';
import { writeOutbox } from './write-outbox.js';

export interface WorkerOptions {
  /** How many runs at once. */
  concurrency?: number;
  /** How long a run may keep its worker while others wait. */
  yieldAfterMs?: number;
  /** How often to look for fallen workers and runs that are due. */
  lookEveryMs?: number;
  /** What else is done in this process, by the name of its jobs. */
  tasks?: Readonly<Record<string, (payload: unknown) => Promise<void>>>;
}

export interface QueueWorker {
  /** Settles when the worker ends, asked to or not. */
  ended: Promise<void>;
  /** Runs stop at their next page and go back into the queue. */
  stop(): Promise<void>;
}

/**
 * Makes runs in this process, writes outboxes and adds participants, several at once. Any number of processes may do so on one database: what a
 * fallen one had taken is free after 20 seconds, and goes on at its last page.
 */
export async function startWorker(
  deps: MakeRunDeps,
  { concurrency = 4, yieldAfterMs = 20_000, lookEveryMs = 2000, tasks = {} }: WorkerOptions = {},
): Promise<QueueWorker> {
  const { pool } = deps.database;
  const abort = new AbortController();
  const ids: string[] = [];
  let busy = 0;
  let waiting = 0;

  // One that has brought no page home yet stays: giving way again and again, it would never get on.
  function shouldYield({ ms, pages }: { ms: number; pages: number }): boolean {
    if (ms < yieldAfterMs || pages === 0 || busy < concurrency || waiting === 0) return false;
    waiting -= 1;
    return true;
  }

  const events: WorkerEvents = new EventEmitter();
  events.on('worker:create', ({ worker }) => ids.push(worker.workerId));
  const queue = runTaskList(
    { pgPool: pool, concurrency, noHandleSignals: true, logger: queueLogger(deps.log), events },
    {
      ...tasks,
      [syncTask]: async (payload) => {
        busy += 1;
        try {
          await makeRun(deps, { runId: (payload as SyncJob).runId, signal: abort.signal, shouldYield });
        } finally {
          busy -= 1;
        }
      },
      [outboxTask]: async (payload) => {
        busy += 1;
        try {
          await writeOutbox(deps, {
            connectionId: (payload as OutboxJob).connectionId,
            signal: abort.signal,
            shouldYield: (ms) => shouldYield({ ms, pages: 1 }),
          });
        } finally {
          busy -= 1;
        }
      },
      [participantsTask]: (payload) =>
        runAutoAdd(deps, { connectionId: (payload as ParticipantsJob).connectionId }),
    },
    pool,
  );
  const beats = await repeat(deps.log, {
    what: 'the heartbeat',
    everyMs: beatSeconds * 1000,
    work: () => beat(pool, ids),
  });
  const looks = await repeat(deps.log, {
    what: 'the search for work',
    everyMs: lookEveryMs,
    work: async () => {
      const fallen = await freeFallen(pool);
      if (fallen.length) deps.log.warn({ workers: fallen }, 'workers fell; what they had is free again');
      waiting = await findWork(deps.database);
    },
  });
  let stopping: Promise<void> | undefined;

  async function stop(): Promise<void> {
    abort.abort();
    await looks.stop();
    await queue.gracefulShutdown();
    await beats.stop();
    await leave(pool, ids);
  }

  return { ended: queue.promise, stop: () => (stopping ??= stop()) };
}

/** The queue's own lines; what it says of every job is of interest in debugging alone. */
const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'debug' } as const;

const queueLogger = (log: Log): Logger => new Logger(() => (level, message) => log[levels[level]](message));
