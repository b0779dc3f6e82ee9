import { query, type Queryable } from '../database/open-database.js';
import { mapItem, toRawItem } from './map-items.js';
import type { ItemChange, ItemGone } from './page-plan.js';
import type { PassContext } from './pass-context.js';
import type { RowOwner, RowWrite } from './settled.js';

/**
 * Gives rows whose owner dropped them to the newest other item that still yields them. `unread`: for those that
 * nobody could give, the items that name them all the same. `stale`: an item of another stream may not have been
 * read since the owner told of a change (a new e-mail address), which must not come undone.
 */
export async function adoptRows(
  on: Queryable,
  context: PassContext,
  {
    changes,
    gone,
    orphans,
    put,
  }: {
    changes: ItemChange[];
    gone: ItemGone[];
    orphans: Set<string>;
    put: (key: string, write: Omit<RowWrite, 'content'>) => void;
  },
): Promise<{ unread: [key: string, owner: RowOwner][]; stale: RowOwner[] }> {
  // What this very page says about its own items is settled above; only other items' copies are asked.
  const own = [...changes.map(({ item }) => item.id), ...gone.map(({ id }) => id)];
  const unread = changes.flatMap(({ item, mapped }) =>
    mapped.refused.map(({ key }): [string, RowOwner] => [key, { stream: context.name, itemId: item.id }]),
  );
  const stale: RowOwner[] = [];
  const copies = await query<{ row_key: string; stream: string; item_id: string; raw: unknown }>(
    on,
    // No asOf is as old as can be, here as in isNewer.
    `select c.row_key, c.stream, c.item_id, i.raw
     from copy c join item i using (connection_id, stream, item_id)
     where c.connection_id = $1 and c.row_key = any($2) and not (c.stream = $3 and c.item_id = any($4))
     order by coalesce(c.as_of, 'epoch') desc, c.stream, c.item_id`,
    [context.connectionId, [...orphans], context.name, own],
  );
  for (const { row_key: key, stream: name, item_id: itemId, raw } of copies) {
    const stream = context.streams[name];
    if (!orphans.has(key) || !stream) continue;
    const mapped = mapItem(stream, toRawItem({ stream, mapping: context.mapping }, raw), context.map);
    if ('sentence' in mapped) continue;
    const found = mapped.rows.find((each) => each.key === key);
    if (found) {
      put(key, { row: found.row, hash: found.hash, primary: found.primary, stream: name, itemId });
      if (name !== context.name && stream.read) stale.push({ stream: name, itemId });
    } else if (mapped.refused.some((each) => each.key === key)) unread.push([key, { stream: name, itemId }]);
  }
  return { unread, stale };
}
