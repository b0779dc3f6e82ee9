import type { Queryable } from '../database/open-database.js';
import type { PassContext } from './pass-context.js';
import type { ItemChange } from './page-plan.js';
import type { CopyRow, Settled } from './settled.js';

/** Keeps the vendor's answer of each item, with the keys of the rows it gave. */
export async function writeItems(
  tx: Queryable,
  { connectionId, name }: Pick<PassContext, 'connectionId' | 'name'>,
  changes: Pick<ItemChange, 'item' | 'mapped'>[],
): Promise<void> {
  if (!changes.length) return;
  await tx.query(
    `insert into item (connection_id, stream, item_id, hash, stamp, yields, raw)
     select $1, $2, i.item_id, decode(i.hash, 'hex'), i.stamp, string_to_array(i.yields, chr(31)), i.raw
     from rows from (unnest($3::text[]), unnest($4::text[]), unnest($5::text[]), unnest($6::text[]),
                     json_array_elements($7::json)) as i(item_id, hash, stamp, yields, raw)
     on conflict (connection_id, stream, item_id) do update
     set hash = excluded.hash, stamp = coalesce(excluded.stamp, item.stamp), yields = excluded.yields, raw = excluded.raw,
         read_at = now()`,
    [
      connectionId,
      name,
      changes.map(({ item }) => item.id),
      changes.map(({ item }) => item.hash),
      changes.map(({ item }) => item.stamp ?? null),
      changes.map(({ mapped }) => mapped.keys.join('\u001f')),
      // As one text of JSON: an array of texts would have every quote in them escaped once more.
      `[${changes.map(({ item }) => item.text).join(',')}]`,
    ],
  );
}

/** Stamps of items whose content turned out to be the same, so that a listing does not ask for them again. */
export async function writeStamps(
  tx: Queryable,
  { connectionId, name }: PassContext,
  stamps: { id: string; stamp?: string | undefined }[],
): Promise<void> {
  const given = stamps.filter(({ stamp }) => stamp !== undefined);
  if (!given.length) return;
  await tx.query(
    `update item set stamp = s.stamp from unnest($3::text[], $4::text[]) as s(item_id, stamp)
     where item.connection_id = $1 and item.stream = $2 and item.item_id = s.item_id and item.stamp is distinct from s.stamp`,
    [connectionId, name, given.map(({ id }) => id), given.map(({ stamp }) => stamp)],
  );
}

/** Forgets items that are gone, their quarantined form and their copies included. */
export async function forgetItems(
  tx: Queryable,
  { connectionId, name }: PassContext,
  ids: string[],
): Promise<void> {
  if (!ids.length) return;
  for (const table of ['item', 'copy', 'quarantine'])
    await tx.query(`delete from ${table} where connection_id = $1 and stream = $2 and item_id = any($3)`, [
      connectionId,
      name,
      ids,
    ]);
}

/** Keeps track of who else gives a row. */
export async function writeCopies(
  tx: Queryable,
  { connectionId }: PassContext,
  { copies }: Settled,
): Promise<void> {
  const columns = (list: CopyRow[]): unknown[] => [
    connectionId,
    list.map(({ key }) => key),
    list.map(({ stream }) => stream),
    list.map(({ itemId }) => itemId),
  ];
  const plus = [...copies.values()].filter(({ copied }) => copied);
  const minus = [...copies.values()].filter(({ copied }) => !copied);
  if (minus.length)
    await tx.query(
      `delete from copy using unnest($2::text[], $3::text[], $4::text[]) as u(row_key, stream, item_id)
       where copy.connection_id = $1 and (copy.row_key, copy.stream, copy.item_id) = (u.row_key, u.stream, u.item_id)`,
      columns(minus),
    );
  if (plus.length)
    await tx.query(
      `insert into copy (connection_id, row_key, stream, item_id, as_of)
       select $1, c.* from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[]) as c
       on conflict (connection_id, row_key, stream, item_id) do update set as_of = excluded.as_of`,
      [...columns(plus), plus.map(({ asOf }) => asOf ?? null)],
    );
}
