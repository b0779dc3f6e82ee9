import { query, transaction, type Database } from '../database/open-database.js';
import { requestSync } from './nudge-runs.js';

/**
 * Takes one tick of a connection's schedule, once over any number of processes: tick, run and nudge in one
 * transaction. `later`: a run is active that reads less than a scheduled one would, so the tick is left for
 * when it has ended.
 */
export async function takeTick(
  pool: Database['pool'],
  { connectionId, at, next }: { connectionId: string; at: Date; next: Date | null },
): Promise<'taken' | 'not ours' | 'later'> {
  return transaction(pool, async (tx) => {
    const [partial] = await query(
      tx,
      `select from run where connection_id = $1 and state in ('queued', 'running')
                         and (options ?| '{replay,confirm,streams}'
                              or options ? 'hooks' and started_at is not null)`,
      [connectionId],
    );
    if (partial) return 'later';
    const [taken] = await query(
      tx,
      `insert into tick (connection_id, at, next_at)
       select id, $2, $3 from connection where id = $1 and paused_at is null and removed_at is null
       on conflict do nothing returning at`,
      [connectionId, at, next],
    );
    if (!taken) return 'not ours';
    await requestSync(tx, { connectionId, reason: 'schedule' });
    await tx.query(
      "delete from tick where connection_id = $1 and at < now() - interval '30 days' and at <> $2",
      [connectionId, at],
    );
    return 'taken';
  });
}

/** Of each connection, when its next tick after the last one taken was to be, if that is over. */
export function findMissedTicks(
  pool: Database['pool'],
  connectionIds: string[],
): Promise<{ connectionId: string; at: Date }[]> {
  return query(
    pool,
    `select connection_id as "connectionId", next_at as at
     from unnest($1::text[]) as wanted (id)
     cross join lateral (select * from tick where connection_id = wanted.id order by at desc limit 1) as last
     where next_at < now() - interval '5 seconds'`,
    [connectionIds],
  );
}
