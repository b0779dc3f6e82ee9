import { toJsonText } from '../database/json-text.js';
import { query, type Queryable } from '../database/open-database.js';
import type { RawItem } from './map-items.js';
import type { PassContext } from './pass-context.js';
import type { Rejection } from './rejection.js';

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

/** Keys of the rows that items could not give when they were last read, item by item; one rejected whole is not among them. */
export async function readRefusedKeys(
  on: Queryable,
  { connectionId, name }: Pick<PassContext, 'connectionId' | 'name'>,
  ids: string[],
): Promise<Map<string, string[]>> {
  if (!ids.length) return new Map();
  const rows = await query<{ id: string; keys: string[] }>(
    on,
    `select item_id as id, reason -> 'rowKeys' as keys from quarantine
     where connection_id = $1 and stream = $2 and item_id = any($3) and reason ? 'rowKeys'`,
    [connectionId, name, ids],
  );
  return new Map(rows.map(({ id, keys }) => [id, keys]));
}

/** Items that a listing left out hold on to what they could not give; nothing of them is mapped again. */
export async function leaveRefused(
  tx: Queryable,
  { connectionId, name }: PassContext,
  kept: ReadonlyMap<string, string[]>,
): Promise<void> {
  if (!kept.size) return;
  const ids = [...kept.keys()];
  await tx.query(
    `update item set yields = string_to_array(k.yields, chr(31)), stamp = null
     from unnest($3::text[], $4::text[]) as k(item_id, yields)
     where item.connection_id = $1 and item.stream = $2 and item.item_id = k.item_id`,
    [connectionId, name, ids, [...kept.values()].map((keys) => keys.join('\u001f'))],
  );
  await tx.query(
    `update quarantine set reason = reason || '{"missing": true}'
     where connection_id = $1 and stream = $2 and item_id = any($3)`,
    [connectionId, name, ids],
  );
}
