import type { Queryable } from '../database/open-database.js';
import type { Hint } from './read-hints.js';

/**
 * Keeps hints for the next run over their stream. One that waits already is only renewed, so that it is read
 * again even if its item is being read at this very moment.
 */
export async function writeHints(tx: Queryable, connectionId: string, hints: readonly Hint[]): Promise<void> {
  if (!hints.length) return;
  // In order, so that two at a time do not wait for each other.
  await tx.query(
    `insert into hook (connection_id, stream, item_id, received_at)
     select $1, stream, item_id, clock_timestamp()
     from (select distinct * from unnest($2::text[], $3::text[]) as given (stream, item_id)) as hint
     order by stream, item_id
     on conflict (connection_id, stream, item_id) where done_at is null do update
     set received_at = excluded.received_at`,
    [connectionId, hints.map(({ stream }) => stream), hints.map(({ id }) => id)],
  );
}
