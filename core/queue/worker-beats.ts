import { query, type Queryable } from '../database/open-database.js';

/** How often a worker says that it lives, and after how long a silence it counts as fallen. */
export const beatSeconds = 5;
const silentSeconds = 20;

/** Says that these workers live. */
export async function beat(on: Queryable, ids: readonly string[]): Promise<void> {
  await on.query(
    `insert into worker (id) select unnest($1::text[]) on conflict (id) do update set beat_at = now()`,
    [ids],
  );
}

/** Workers that end in order leave nothing behind. */
export async function leave(on: Queryable, ids: readonly string[]): Promise<void> {
  await on.query('delete from worker where id = any($1)', [ids]);
}

/**
 * Frees what fallen workers had locked, which the queue itself would keep for four hours: those that were
 * silent for 20 seconds, and those that fell before their first sign of life. Answers who they were.
 */
export async function freeFallen(on: Queryable): Promise<string[]> {
  const fallen = await query<{ id: string }>(
    on,
    `with silent as (
       delete from worker where beat_at < now() - make_interval(secs => $1) returning id
     )
     select id from silent
     union
     select locked_by from graphile_worker.jobs
     where locked_at < now() - make_interval(secs => $1)
       and not exists (select from worker
                       where id = locked_by and beat_at >= now() - make_interval(secs => $1))`,
    [silentSeconds],
  );
  const ids = fallen.map(({ id }) => id);
  if (ids.length) await on.query('select graphile_worker.force_unlock_workers($1::text[])', [ids]);
  return ids;
}
