import type { Queryable } from '../database/open-database.js';
import type { PassContext } from './pass-context.js';
import type { ItemChange, ItemGone } from './page-plan.js';

/** What the brake does not let pass: changes of items, and items that are gone. */
export interface HeldBack {
  changes: { change: ItemChange; reason: string }[];
  gone: (Pick<ItemGone, 'id' | 'losses'> & { reason: string })[];
}

/** Keeps changes that the brake held back, raw, until a person confirms them or the vendor takes them back. */
export async function holdChanges(tx: Queryable, context: PassContext, held: HeldBack): Promise<void> {
  const rows = [
    ...held.changes.map(({ change: { item, losses }, reason }) => ({
      item_id: item.id,
      change: 'changed',
      raw: item.text,
      stamp: item.stamp,
      losses,
      reason,
    })),
    ...held.gone.map(({ id, losses, reason }) => ({ item_id: id, change: 'gone', losses, reason })),
  ];
  if (!rows.length) return;
  await tx.query(
    `insert into held (connection_id, stream, item_id, change, raw, stamp, losses, reason, run_id)
     select $1, $2, h.item_id, h.change, h.raw::json, h.stamp, h.losses, h.reason, $4
     from json_to_recordset($3) as h(item_id text, change text, raw text, stamp text, losses jsonb, reason text)
     on conflict (connection_id, stream, item_id) do update
     set change = excluded.change, raw = excluded.raw, stamp = excluded.stamp, losses = excluded.losses,
         reason = excluded.reason, run_id = excluded.run_id`,
    [context.connectionId, context.name, JSON.stringify(rows), context.runId],
  );
  for (const { item_id } of rows) context.held.add(item_id);
}

/** Takes items off the held list that were applied, or that the vendor gives again as they were. */
export async function clearHeld(tx: Queryable, context: PassContext, ids: string[]): Promise<void> {
  const mine = ids.filter((id) => context.held.has(id));
  if (!mine.length) return;
  await tx.query('delete from held where connection_id = $1 and stream = $2 and item_id = any($3)', [
    context.connectionId,
    context.name,
    mine,
  ]);
  for (const id of mine) context.held.delete(id);
}
