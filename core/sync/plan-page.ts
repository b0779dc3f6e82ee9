import { query, type Queryable } from '../database/open-database.js';
import { parseRowKey } from '../records/row-tables.js';
import { noLosses, type Losses } from './brake.js';
import { mapItem, type RawItem } from './map-items.js';
import { droppedKeys, type HeldRow, type PagePlan, type PlanContext } from './page-plan.js';
import { readHeld } from './read-held.js';

interface HeldItem {
  item_id: string;
  hash: Buffer;
  yields: string[];
}

/**
 * Compares a page with what is held: hashes first, and only what differs is mapped (design §6.3). `force` maps
 * everything (a re-map, a confirmed change).
 */
export async function planPage(
  on: Queryable,
  context: PlanContext,
  { items, gone, force = false }: { items: RawItem[]; gone: string[]; force?: boolean },
): Promise<PagePlan> {
  const { connectionId, name, stream, map } = context;
  const latest = new Map(items.map((item) => [item.id, item]));
  const known = new Map(
    (
      await query<HeldItem>(
        on,
        `select i.item_id, i.hash, i.yields from unnest($3::text[]) as w(id)
         cross join lateral (select * from item where connection_id = $1 and stream = $2 and item_id = w.id limit 1) as i`,
        [connectionId, name, [...latest.keys(), ...gone]],
      )
    ).map((row) => [row.item_id, row]),
  );
  const plan: PagePlan = {
    unchanged: [],
    changes: [],
    rejected: [],
    gone: [],
    rows: new Map(),
    members: new Map(),
    copied: new Set(),
  };
  for (const item of latest.values()) {
    if (!stream) break;
    const held = known.get(item.id);
    if (!force && held?.hash.toString('hex') === item.hash && !context.held.has(item.id)) {
      plan.unchanged.push(item);
      continue;
    }
    const mapped = item.mapped ?? mapItem(stream, item, map);
    if ('sentence' in mapped) plan.rejected.push({ item, rejection: mapped });
    else plan.changes.push({ item, mapped, before: held?.yields, losses: noLosses() });
  }
  for (const id of new Set(gone)) {
    const held = known.get(id);
    if (held && !latest.has(id)) plan.gone.push({ id, yields: held.yields, losses: noLosses() });
  }
  await readHeld(on, context, plan);
  countLosses(context, plan);
  return plan;
}

function countLosses(context: PlanContext, plan: PagePlan): void {
  const given = new Set(plan.changes.flatMap(({ mapped }) => mapped.keys));
  const isLost = (key: string, itemId: string): HeldRow | undefined => {
    const row = plan.rows.get(key);
    const mine = row?.stream === context.name && row.itemId === itemId;
    return row && mine && !row.deleted && !given.has(key) && !plan.copied.has(key) ? row : undefined;
  };
  const countDrop = (key: string, itemId: string, losses: Losses): void => {
    const { kind } = parseRowKey(key);
    if (kind === 'members') {
      losses.member += plan.members.get(key)?.length ?? 0;
      return;
    }
    const row = isLost(key, itemId);
    if (!row) return;
    if (kind === 'record' || kind === 'login') losses[kind] += 1;
    if (row.email !== undefined) losses.email += 1;
  };
  for (const change of plan.changes) {
    const { item, mapped, losses } = change;
    for (const key of droppedKeys(change)) countDrop(key, item.id, losses);
    for (const { of, are } of mapped.members) {
      const now = plan.members.get(
        'customer' in of ? `members/customer:${of.customer}` : `members/contact:${of.contact}`,
      );
      losses.member += now?.filter((each) => !are.includes(each)).length ?? 0;
    }
    for (const { key, row } of mapped.rows) {
      const held = plan.rows.get(key);
      if (row.kind === 'contact' && held && !held.deleted && held.email !== undefined && !row.data.email)
        losses.email += 1;
    }
  }
  for (const { id, yields, losses } of plan.gone) for (const key of yields) countDrop(key, id, losses);
}
