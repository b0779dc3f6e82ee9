import type { Losses } from './brake.js';
import type { MappedItem, RawItem } from './map-items.js';
import type { PassContext } from './pass-context.js';
import type { Rejection } from './rejection.js';

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
  /** Why some of its rows are refused, where the others are applied. */
  rejection?: Rejection | undefined;
  /** Keys of the rows it gave before; undefined for a new item. */
  before: string[] | undefined;
  losses: Losses;
}

/** An item that the vendor has no more. */
export interface ItemGone {
  id: string;
  yields: string[];
  /** Keys of rows that it could not give when it was last read: where nobody else names them, they stay as held. */
  spared: string[];
  losses: Losses;
}

/** What a page of items would do, before the brake has its say. Reads only. */
export interface PagePlan {
  unchanged: RawItem[];
  changes: ItemChange[];
  rejected: { item: RawItem; rejection: Rejection }[];
  gone: ItemGone[];
  rows: Map<string, HeldRow>;
  /** Members now, by set key: `members/customer:4021` → contacts, `members/contact:12x7` → customers. */
  members: Map<string, string[]>;
  /** Row keys that other items give too. */
  copied: Set<string>;
}

/** Of a pass's context, what a plan needs; without a stream only items that are gone can be planned. */
export type PlanContext = Pick<PassContext, 'connectionId' | 'name' | 'map' | 'held' | 'quarantined'> & {
  stream: PassContext['stream'] | undefined;
};

/** Keys of rows that an item gave before and gives no more. */
export function droppedKeys({ mapped, before = [] }: ItemChange): string[] {
  const kept = new Set(mapped.keys);
  return before.filter((key) => !kept.has(key));
}
