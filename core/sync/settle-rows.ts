import type { Queryable } from '../database/open-database.js';
import { parseRowKey } from '../records/row-tables.js';
import { adoptRows } from './adopt-rows.js';
import type { PassContext } from './pass-context.js';
import { droppedKeys, type HeldRow, type ItemChange, type ItemGone, type PagePlan } from './page-plan.js';
import type { RowWrite, Settled } from './settled.js';

/**
 * Decides, for each row the accepted changes touch, which item's copy of it counts (the newer `asOf`; of equal
 * ones the item that comes first by name, so that the order of reading cannot matter), and what is left without
 * any item. A row whose owner drops it goes on with the newest copy another item has; where the others that name
 * it have only refused ones, it stays as it was held. A refused row changes nothing else: it is noted as a copy,
 * or as its owner's own that waits.
 */
export async function settleRows(
  on: Queryable,
  context: PassContext,
  plan: PagePlan,
  { changes, gone }: { changes: ItemChange[]; gone: ItemGone[] },
): Promise<Settled> {
  const settled: Settled = {
    writes: new Map(),
    handed: new Map(),
    stale: [],
    kept: new Map(),
    dropped: [],
    members: new Map(),
    copies: new Map(),
  };
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
    // Whoever owns a row is no copy of it, whatever this page, or one that could not be read, said before.
    if (seen || context.quarantined.has(write.itemId)) note(false, key, { ...write, asOf: undefined });
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
    for (const { key, asOf } of mapped.refused) {
      const held = state.get(key);
      const isMine = held?.stream === context.name && held.itemId === item.id && !held.deleted;
      if (!isMine) note(true, key, { stream: context.name, itemId: item.id, asOf });
    }
    for (const { of, are } of mapped.members)
      settled.members.set(
        'customer' in of ? `members/customer:${of.customer}` : `members/contact:${of.contact}`,
        [...new Set(are)],
      );
  }
  const adopted = orphans.size ? await adoptRows(on, context, { changes, gone, orphans, put }) : undefined;
  settled.stale = adopted?.stale ?? [];
  for (const [key, owner] of adopted?.unread ?? []) {
    if (!orphans.delete(key)) continue;
    settled.handed.set(key, owner);
    note(false, key, { ...owner, asOf: undefined });
  }
  for (const { id, spared } of gone) {
    const mine = spared.filter((key) => plan.rows.get(key)?.itemId === id && orphans.delete(key));
    if (mine.length) settled.kept.set(id, mine);
  }
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
