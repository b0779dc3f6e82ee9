import type { Queryable } from '../database/open-database.js';

/** Row keys that a page changed, by kind. */
export interface Changed {
  customer: string[];
  contact: string[];
  login: string[];
  member: string[];
  record: string[];
}

/**
 * Writes the page's change-feed rows, one per kind. It is the page's last statement: the number is taken under
 * the connection's row lock, which the commit frees, so that commit order is reading order (design §6.8).
 */
export async function writeFeed(
  tx: Queryable,
  { connectionId, runId }: { connectionId: string; runId: number | null },
  changed: Changed,
): Promise<void> {
  const kinds = Object.entries(changed).filter(([, keys]) => keys.length);
  if (!kinds.length) return;
  await tx.query(
    `with next as (update connection set feed_seq = feed_seq + 1 where id = $1 returning feed_seq)
     insert into feed (connection_id, seq, kind, ids, run_id)
     select $1, feed_seq, f.kind, f.ids, $3 from next, json_to_recordset($2) as f(kind text, ids text[])`,
    [connectionId, JSON.stringify(kinds.map(([kind, keys]) => ({ kind, ids: [...new Set(keys)] }))), runId],
  );
}
