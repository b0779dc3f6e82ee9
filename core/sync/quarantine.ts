import { toJsonText } from '../database/json-text.js';
import type { Queryable } from '../database/open-database.js';
import type { RawItem, Rejection } from './map-items.js';
import type { PassContext } from './pass-context.js';

/** Keeps items that cannot be used, with the reason and the raw form (design §6.5). */
export async function quarantineItems(
  tx: Queryable,
  { connectionId, name }: PassContext,
  rejected: { item: RawItem; rejection: Rejection }[],
): Promise<void> {
  if (!rejected.length) return;
  await tx.query(
    `insert into quarantine (connection_id, stream, item_id, reason, raw, hash)
     select $1, $2, q.item_id, q.reason::jsonb, q.raw::json, decode(q.hash, 'hex')
     from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as q(item_id, reason, raw, hash)
     on conflict (connection_id, stream, item_id) do update
     set reason = excluded.reason, raw = excluded.raw, hash = excluded.hash, times = quarantine.times + 1, last_at = now()`,
    [
      connectionId,
      name,
      rejected.map(({ item }) => item.id),
      rejected.map(({ rejection }) => toJsonText(rejection)),
      rejected.map(({ item }) => item.text),
      rejected.map(({ item }) => item.hash),
    ],
  );
}

/** Lets items out of quarantine that came good. */
export async function clearQuarantine(tx: Queryable, context: PassContext, ids: string[]): Promise<void> {
  const mine = ids.filter((id) => context.quarantined.has(id));
  if (!mine.length) return;
  await tx.query('delete from quarantine where connection_id = $1 and stream = $2 and item_id = any($3)', [
    context.connectionId,
    context.name,
    mine,
  ]);
  for (const id of mine) context.quarantined.delete(id);
}
