import { query, type Queryable } from '../database/open-database.js';
import { parseRowKey, type StoredKind } from '../records/row-tables.js';
import { noLosses, type Losses } from './brake.js';
import { mapItem, type MappedItem, type RawItem, type Rejection } from './map-items.js';
import type { PassContext } from './pass-context.js';

/** A row as it is held now. */
export interface HeldRow {
  hash: string;
  asOf: Date | undefined;
  stream: string;
  itemId: string;
  deleted: boolean;
  email: string | undefined;
}

/** An item that differs from what is held. */
export interface ItemChange {
  item: RawItem;
  mapped: MappedItem;
  /** Keys of the rows it gave before; undefined for a new item. */
  before: string[] | undefined;
  losses: Losses;
}

/** What a page of items would do, before the brake has its say. Reads only. */
export interface PagePlan {
  unchanged: RawItem[];
  changes: ItemChange[];
  rejected: { item: RawItem; rejection: Rejection }[];
  gone: { id: string; yields: string[]; losses: Losses }[];
  rows: Map<string, HeldRow>;
  /** Members now, by set key: `members/customer:4021` → contacts, `members/contact:12x7` → customers. */
  members: Map<string, string[]>;
  /** Row keys that other items give too. */
  copied: Set<string>;
}

/** Of a pass's context, what a plan needs; without a stream only items that are gone can be planned. */
export type PlanContext = Pick<PassContext, 'connectionId' | 'name' | 'map' | 'held'> & {
  stream: PassContext['stream'] | undefined;
};

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

/**
 * Reads the rows, memberships and copies that the changes touch. By lateral, as the items above: one walk down the
 * index for each id. Left to itself the planner reads whole tables, page after page, while a first sync fills them.
 */
async function readHeld(on: Queryable, { connectionId }: PlanContext, plan: PagePlan): Promise<void> {
  const keys = new Set([
    ...plan.changes.flatMap(({ mapped, before = [] }) => [...mapped.keys, ...before]),
    ...plan.gone.flatMap(({ yields }) => yields),
  ]);
  const idsOf: Record<StoredKind | 'members/customer' | 'members/contact', string[]> = {
    customer: [],
    contact: [],
    login: [],
    record: [],
    'members/customer': [],
    'members/contact': [],
  };
  const modules: string[] = [];
  for (const key of keys) {
    const { kind, narrow, id } = parseRowKey(key);
    if (kind === 'members') {
      idsOf[narrow === 'customer' ? 'members/customer' : 'members/contact'].push(id);
      plan.members.set(key, []);
    } else {
      idsOf[kind].push(id);
      if (kind === 'record') modules.push(narrow ?? '');
    }
  }
  for (const kind of ['customer', 'contact', 'login', 'record'] as const) {
    if (!idsOf[kind].length) continue;
    const prefix = kind === 'record' ? `'record/' || r.module || ':'` : `'${kind}:'`;
    const rows = await query<{
      key: string;
      hash: Buffer;
      as_of: Date | null;
      stream: string;
      item_id: string;
      deleted: boolean;
      email: string | null;
    }>(
      on,
      `select ${prefix} || external_id as key, r.hash, r.as_of, r.stream, r.item_id, r.deleted_at is not null as deleted,
              ${kind === 'contact' ? 'r.email' : 'null as email'}
       from unnest($2::text[]${kind === 'record' ? ', $3::text[]' : ''}) as w(id${kind === 'record' ? ', module' : ''})
       cross join lateral (select * from ${kind} as t where t.connection_id = $1 and t.external_id = w.id
                           ${kind === 'record' ? 'and t.module = w.module' : ''} limit 1) as r`,
      kind === 'record' ? [connectionId, idsOf.record, modules] : [connectionId, idsOf[kind]],
    );
    for (const row of rows)
      plan.rows.set(row.key, {
        hash: row.hash.toString('hex'),
        asOf: row.as_of ?? undefined,
        stream: row.stream,
        itemId: row.item_id,
        deleted: row.deleted,
        email: row.email ?? undefined,
      });
  }
  if (idsOf['members/customer'].length || idsOf['members/contact'].length) {
    const pairs = await query<{ contact_id: string; customer_id: string }>(
      on,
      `select m.contact_id, m.customer_id from unnest($2::text[]) as w(id)
       cross join lateral (select * from member where connection_id = $1 and contact_id = w.id offset 0) as m
       union
       select m.contact_id, m.customer_id from unnest($3::text[]) as w(id)
       cross join lateral (select * from member where connection_id = $1 and customer_id = w.id offset 0) as m`,
      [connectionId, idsOf['members/contact'], idsOf['members/customer']],
    );
    for (const { contact_id, customer_id } of pairs) {
      plan.members.get(`members/customer:${customer_id}`)?.push(contact_id);
      plan.members.get(`members/contact:${contact_id}`)?.push(customer_id);
    }
  }
  const dropped = [...plan.changes.flatMap(droppedKeys), ...plan.gone.flatMap(({ yields }) => yields)];
  if (dropped.length) {
    const copies = await query<{ row_key: string }>(
      on,
      'select distinct row_key from copy where connection_id = $1 and row_key = any($2)',
      [connectionId, dropped],
    );
    for (const { row_key } of copies) plan.copied.add(row_key);
  }
}

/** Keys of rows that an item gave before and gives no more. */
export function droppedKeys({ mapped, before = [] }: ItemChange): string[] {
  const kept = new Set(mapped.keys);
  return before.filter((key) => !kept.has(key));
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
