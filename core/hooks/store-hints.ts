import type { Connection } from '../connections/connection.js';
import { transaction, type Database } from '../database/open-database.js';
import { requestSync } from '../queue/nudge-runs.js';
import type { Hint } from './read-hints.js';

/**
 * Keeps hints and asks for a run that reads them. One that waits already is only renewed, so that it is
 * read again even if its item is being read at this very moment. What an active run has passed is found by
 * the workers.
 */
export async function storeHints(
  pool: Database['pool'],
  { id: connectionId, paused }: Pick<Connection, 'id' | 'paused'>,
  hints: readonly Hint[],
): Promise<void> {
  if (!hints.length) return;
  await transaction(pool, async (tx) => {
    // In order, so that two at a time do not wait for each other.
    await tx.query(
      `insert into hook (connection_id, stream, item_id, received_at)
       select $1, stream, item_id, clock_timestamp()
       from unnest($2::text[], $3::text[]) as hint (stream, item_id)
       order by stream, item_id
       on conflict (connection_id, stream, item_id) where done_at is null do update
       set received_at = excluded.received_at`,
      [connectionId, hints.map(({ stream }) => stream), hints.map(({ id }) => id)],
    );
    if (!paused) await requestSync(tx, { connectionId, reason: 'webhook', options: { hooks: true } });
  });
}
