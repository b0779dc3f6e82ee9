import { query, type Queryable } from '../database/open-database.js';

/** The kind of job that delivers what waits in one connection's outbox. */
export const outboxTask = 'outbox';

export interface OutboxJob {
  connectionId: string;
}

/** Tells the workers that these connections have commands to write. A nudge, not the truth, as for runs. */
export async function nudgeOutbox(on: Queryable, connectionIds: readonly string[]): Promise<void> {
  if (!connectionIds.length) return;
  await query(
    on,
    `select graphile_worker.add_job($1, json_build_object('connectionId', id), job_key := $1 || ':' || id,
                                    job_key_mode := 'preserve_run_at', max_attempts := 1)
     from unnest($2::text[]) as wanted (id)
     where not exists (select from graphile_worker.jobs
                       where key = $1 || ':' || id and locked_at is null and attempts < max_attempts)`,
    [outboxTask, [...new Set(connectionIds)]],
  );
}
