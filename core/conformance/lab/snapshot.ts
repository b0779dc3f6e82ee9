import type { AnyStream } from '../../contract/contract.js';
import type { StoredRow } from '../../records/row-tables.js';
import { mapItem, type MappedRow, type RawItem } from '../../sync/map-items.js';
import type { Whole } from './read-whole.js';

/** The canonical rows of a vendor, by key, as the sync engine would hold them. */
export interface Snapshot {
  rows: Map<string, MappedRow>;
  /** By `members/customer:4021`, the ids of the set in order. */
  members: Map<string, string[]>;
}

/** Maps everything that was read. Of two copies of one row the newer counts, and else the last. */
export function toSnapshot(
  read: ReadonlyMap<string, Pick<Whole, 'items'>>,
  streams: readonly (readonly [string, AnyStream])[],
): Snapshot {
  const snapshot: Snapshot = { rows: new Map(), members: new Map() };
  for (const [name, stream] of streams)
    for (const item of read.get(name)?.items ?? []) addItem(snapshot, stream, item);
  return snapshot;
}

function addItem({ rows, members }: Snapshot, stream: AnyStream, item: RawItem): void {
  const mapped = mapItem(stream, item);
  if ('sentence' in mapped) return;
  for (const row of mapped.rows) {
    const held = rows.get(row.key)?.row.asOf;
    if (!held || !row.row.asOf || row.row.asOf >= held) rows.set(row.key, row);
  }
  for (const { of, are } of mapped.members)
    members.set(
      'customer' in of ? `members/customer:${of.customer}` : `members/contact:${of.contact}`,
      [...are].sort(),
    );
}

/** What is in one snapshot and not in the other, or otherwise there; in words. */
export function differences(before: Snapshot, after: Snapshot): string[] {
  const told: string[] = [];
  for (const [key, { hash }] of before.rows) {
    const now = after.rows.get(key);
    if (!now) told.push(`${key} is missing`);
    else if (now.hash !== hash) told.push(`${key} is another`);
  }
  for (const key of after.rows.keys()) if (!before.rows.has(key)) told.push(`${key} is new`);
  for (const [key, are] of before.members)
    if (String(after.members.get(key)) !== String(are)) told.push(`${key} is another`);
  for (const key of after.members.keys()) if (!before.members.has(key)) told.push(`${key} is new`);
  return told;
}

/** A row's data by its key, as of a record, a contact and so on. */
export const dataOf = (snapshot: Snapshot, key: string): Record<string, unknown> | undefined => {
  const row: StoredRow | undefined = snapshot.rows.get(key)?.row;
  return row && { ...row.data };
};
