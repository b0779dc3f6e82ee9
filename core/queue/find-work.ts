import { query, type Database, type Queryable } from '../database/open-database.js';
import { findIdleRuns } from '../sync/lease-run.js';
import { findDueOutboxes } from '../sync/outbox/lease-command.js';
import { nudgeOutbox, outboxTask } from './nudge-outbox.js';
import { participantsTask } from './nudge-participants.js';
import { nudgeRuns, requestSync, syncTask } from './nudge-runs.js';

/**
 * Looks for work that nobody is nudged about: runs and commands whose worker fell or whose time to go on has
 * come, and hints of webhooks that no run is going to read. Answers how many runs are ready.
 */
export async function findWork({ pool }: Pick<Database, 'pool'>): Promise<number> {
  await dropSpentJobs(pool);
  for (const connectionId of await findUnreadHints(pool))
    await requestSync(pool, { connectionId, reason: 'webhook', options: { hooks: true } });
  const idle = await findIdleRuns(pool);
  await nudgeRuns(
    pool,
    idle.map(({ id }) => id),
  );
  await nudgeOutbox(pool, await findDueOutboxes(pool));
  return idle.length;
}

/** Jobs whose worker fell or failed: what is still to be done is nudged by a new one. */
async function dropSpentJobs(on: Queryable): Promise<void> {
  await query(
    on,
    `select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs
     where task_identifier = any($1) and locked_at is null and attempts >= max_attempts having count(*) > 0`,
    [[syncTask, outboxTask, participantsTask]],
  );
}

/**
 * Connections with hints that came after their last run began, so that it may have been past them; and,
 * every five minutes for a day, those whose last run could not read them. (What a scheduled run reads first
 * are hints, too.)
 */
async function findUnreadHints(on: Queryable): Promise<string[]> {
  const rows = await query<{ id: string }>(
    on,
    `select connection.id from connection
     join (select connection_id, max(received_at) as newest from hook
           where done_at is null group by connection_id) as hint
       on hint.connection_id = connection.id
     left join lateral (select state, started_at, finished_at from run where connection_id = connection.id
                        order by id desc limit 1) as last on true
     where paused_at is null and removed_at is null
       and (last.state is null
            or last.state not in ('queued', 'running')
               and (newest > coalesce(started_at, finished_at) - interval '2 seconds'
                    or finished_at < now() - interval '5 minutes' and newest > now() - interval '1 day'))`,
  );
  return rows.map(({ id }) => id);
}
