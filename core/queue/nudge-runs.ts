import { query, type Queryable } from '../database/open-database.js';
import { requestRun, type RunOptions } from '../sync/lease-run.js';

/**
 * The one kind of job there is for runs: work on the run with this number, if it is still to be worked on.
 */
export interface SyncJob {
  runId: number;
}

export const syncTask = 'sync';

/**
 * Tells the workers that these runs are ready. A nudge, not the truth: one that is lost, doubled or too
 * late does no harm, since who takes it looks at the run's row. A run whose nudge still waits keeps its
 * place in the queue.
 */
export async function nudgeRuns(on: Queryable, runIds: readonly number[]): Promise<void> {
  if (!runIds.length) return;
  await query(
    on,
    `select graphile_worker.add_job($1, json_build_object('runId', id), job_key := 'run:' || id,
                                    job_key_mode := 'preserve_run_at', max_attempts := 1)
     from unnest($2::bigint[]) with ordinality as run (id, place)
     where not exists (select from graphile_worker.jobs
                       where key = 'run:' || id and locked_at is null and attempts < max_attempts)
     order by place`,
    [syncTask, runIds],
  );
}

/** Asks for a run and for a worker to make it; inside a transaction, both or neither. */
export async function requestSync(
  on: Queryable,
  request: { connectionId: string; reason: string; options?: RunOptions },
): Promise<{ id: number; fresh: boolean }> {
  const run = await requestRun(on, request);
  if (run.fresh) await nudgeRuns(on, [run.id]);
  return run;
}
