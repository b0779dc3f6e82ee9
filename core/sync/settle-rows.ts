import { query, type Queryable } from '../database/open-database.js';
import { parseRowKey, type StoredRow } from '../records/row-tables.js';
import { mapItem, toRawItem } from './map-items.js';
import type { PassContext } from './pass-context.js';
import { droppedKeys, type HeldRow, type ItemChange, type PagePlan } from './page-plan.js';

/** A row to be written, with the item that owns it from now on. */
export interface RowWrite {
  row: StoredRow;
  hash: string;
  primary: string | undefined;
  stream: string;
  itemId: string;
  /** Does the content differ from what people saw? An owner may change without it. */
  content: boolean;
}

export interface CopyRow {
  key: string;
  stream: string;
  itemId: string;
  asOf: Date | undefined;
  copied: boolean;
}

/** What becomes of rows and memberships once the accepted changes of a page are taken together. */
export interface Settled {
  writes: Map<string, RowWrite>;
  /** Keys of rows that nobody gives any more. */
  dropped: string[];
  members: Map<string, string[]>;
  /** The last word on each copy: there is one, or there is none any more (`copied` false). */
  copies: Map<string, CopyRow>;
}

/**
 * Decides, for each row the accepted changes touch, which item's copy of it counts (the newer `asOf`; of equal
 * ones the item that comes first by name, so that the order of reading cannot matter), and what is left without
 * any item. A row whose owner drops it goes on with the newest copy another item has.
 */
export async function settleRows(
  on: Queryable,
  context: PassContext,
  plan: PagePlan,
  { changes, gone }: { changes: ItemChange[]; gone: PagePlan['gone'] },
): Promise<Settled> {
  const settled: Settled = { writes: new Map(), dropped: [], members: new Map(), copies: new Map() };
  const state = new Map<string, HeldRow>(plan.rows);
  const orphans = new Set<string>();

  const note = (copied: boolean, key: string, { stream, itemId, asOf }: Owned): void =>
    void settled.copies.set(`${key}\n${stream}\n${itemId}`, { key, stream, itemId, asOf, copied });
  const drop = (key: string, itemId: string): void => {
    if (parseRowKey(key).kind === 'members') return void settled.members.set(key, []);
    const held = state.get(key);
    if (held && held.stream === context.name && held.itemId === itemId) {
      if (held.deleted) return;
      state.set(key, { ...held, deleted: true });
      orphans.add(key);
    } else note(false, key, { stream: context.name, itemId, asOf: undefined });
  };
  for (const { id, yields } of gone) for (const key of yields) drop(key, id);
  for (const change of changes) for (const key of droppedKeys(change)) drop(key, change.item.id);

  const put = (key: string, write: Omit<RowWrite, 'content'>): void => {
    const seen = plan.rows.get(key);
    state.set(key, {
      hash: write.hash,
      asOf: write.row.asOf,
      stream: write.stream,
      itemId: write.itemId,
      deleted: false,
      email: undefined,
    });
    orphans.delete(key);
    // Whoever owns a row is no copy of it, whatever this page said before.
    if (seen) note(false, key, { ...write, asOf: undefined });
    settled.writes.set(key, { ...write, content: !seen || seen.deleted || seen.hash !== write.hash });
  };
  for (const { item, mapped } of changes) {
    for (const { key, row, hash, primary } of mapped.rows) {
      const mine = { row, hash, primary, stream: context.name, itemId: item.id };
      const held = state.get(key);
      const isMine = held?.stream === context.name && held.itemId === item.id;
      if (!held || held.deleted || isMine) {
        if (!held || held.deleted || held.hash !== hash || held.asOf?.getTime() !== row.asOf?.getTime())
          put(key, mine);
        continue;
      }
      if (isNewer({ ...mine, asOf: row.asOf }, held)) {
        note(true, key, held);
        put(key, mine);
      } else note(true, key, { ...mine, asOf: row.asOf });
    }
    for (const { of, are } of mapped.members)
      settled.members.set(
        'customer' in of ? `members/customer:${of.customer}` : `members/contact:${of.contact}`,
        [...new Set(are)],
      );
  }
  if (orphans.size) await adopt(on, context, { changes, gone, orphans, put });
  settled.dropped = [...orphans];
  return settled;
}

interface Owned {
  asOf: Date | undefined;
  stream: string;
  itemId: string;
}

function isNewer(mine: Owned, theirs: Owned): boolean {
  const difference = (mine.asOf?.getTime() ?? 0) - (theirs.asOf?.getTime() ?? 0);
  if (difference !== 0) return difference > 0;
  return `${mine.stream}\n${mine.itemId}` < `${theirs.stream}\n${theirs.itemId}`;
}

/** Gives rows whose owner dropped them to the newest other item that still yields them. */
async function adopt(
  on: Queryable,
  context: PassContext,
  {
    changes,
    gone,
    orphans,
    put,
  }: {
    changes: ItemChange[];
    gone: PagePlan['gone'];
    orphans: Set<string>;
    put: (key: string, write: Omit<RowWrite, 'content'>) => void;
  },
): Promise<void> {
  // What this very page says about its own items is settled above; only other items' copies are asked.
  const own = [...changes.map(({ item }) => item.id), ...gone.map(({ id }) => id)];
  const copies = await query<{ row_key: string; stream: string; item_id: string; raw: unknown }>(
    on,
    `select c.row_key, c.stream, c.item_id, i.raw
     from copy c join item i using (connection_id, stream, item_id)
     where c.connection_id = $1 and c.row_key = any($2) and not (c.stream = $3 and c.item_id = any($4))
     order by c.as_of desc nulls last, c.stream, c.item_id`,
    [context.connectionId, [...orphans], context.name, own],
  );
  for (const { row_key: key, stream: name, item_id: itemId, raw } of copies) {
    const stream = context.streams[name];
    if (!orphans.has(key) || !stream) continue;
    const mapped = mapItem(stream, toRawItem({ stream, mapping: context.mapping }, raw), context.map);
    const found = 'rows' in mapped ? mapped.rows.find((each) => each.key === key) : undefined;
    if (!found) continue;
    put(key, { row: found.row, hash: found.hash, primary: found.primary, stream: name, itemId });
  }
}
