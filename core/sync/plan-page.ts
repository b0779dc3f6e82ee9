import { query, type Queryable } from '../database/open-database.js';
import { parseRowKey } from '../records/row-tables.js';
import { noLosses, type Losses } from './brake.js';
import { mapItem, type MappedItem, type RawItem } from './map-items.js';
import { droppedKeys, type HeldRow, type PagePlan, type PlanContext } from './page-plan.js';
import { readRefusedKeys } from './quarantine.js';
import { readHeld } from './read-held.js';
import { rejectionOfRows, type Rejection } from './rejection.js';

interface HeldItem {
  item_id: string;
  hash: Buffer;
  yields: string[];
}

/**
 * Compares a page with what is held: hashes first, and only what differs, or waits in quarantine or for a person,
 * is mapped (design §6.3). `force` maps everything (a re-map, a confirmed change). `spare`: nobody said that the
 * items are gone, a listing left them out; then the rows stay that they could not give when they were last read.
 */
export async function planPage(
  on: Queryable,
  context: PlanContext,
  {
    items,
    gone,
    force = false,
    spare = false,
  }: { items: RawItem[]; gone: string[]; force?: boolean; spare?: boolean },
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
    const waits = context.held.has(item.id) || context.quarantined.has(item.id);
    if (!force && !waits && held?.hash.toString('hex') === item.hash) {
      plan.unchanged.push(item);
      continue;
    }
    const mapped = item.mapped ?? mapItem(stream, item, map);
    if ('sentence' in mapped) {
      plan.rejected.push({ item, rejection: mapped });
      continue;
    }
    const rejection = rejectionOfRows(mapped.refused);
    if (rejection && isAllRefused(mapped, held?.yields))
      plan.rejected.push({ item, rejection: withoutRows(rejection) });
    else plan.changes.push({ item, mapped, rejection, before: held?.yields, losses: noLosses() });
  }
  const left = [...new Set(gone)].filter((id) => known.has(id) && !latest.has(id));
  const refused = spare ? await readRefusedKeys(on, context, left) : new Map<string, string[]>();
  for (const id of left) {
    const yields = known.get(id)?.yields ?? [];
    const bad = refused.get(id) ?? [];
    plan.gone.push({ id, yields, spared: yields.filter((key) => bad.includes(key)), losses: noLosses() });
  }
  await readHeld(on, context, plan);
  countLosses(context, plan);
  return plan;
}

/** Nothing of it can be used, and nothing that it gave before is gone: the item as a whole stays as it was held. */
function isAllRefused({ rows, members, refused }: MappedItem, before: string[] = []): boolean {
  const bad = new Set(refused.map(({ key }) => key));
  return !rows.length && !members.length && before.every((key) => bad.has(key));
}

const withoutRows = ({ rowKeys: _rowKeys, ...rejection }: Rejection): Rejection => rejection;

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
  for (const { id, yields, spared, losses } of plan.gone)
    for (const key of yields) if (!spared.includes(key)) countDrop(key, id, losses);
}
