import type { TracedItem } from './read-traced-items.js';
import type { StoredKind } from './row-tables.js';

/** Where one canonical field comes from. */
export interface FieldTrace {
  field: string;
  /** The vendor's names it is read from, with what stands there; empty: the plugin's own code or a constant. */
  from: { path: string; value: unknown }[];
  value: unknown;
  /** The answer that is kept does not give the row any more: this is the value that is held. */
  held?: true;
  /** What the mapping alone gave, where the connection's own map takes the field from elsewhere. */
  overridden?: { mapped: unknown };
}

/** Why a row is as it is (design §6.7). */
export interface RowTrace {
  connection: string;
  kind: StoredKind;
  module: string | undefined;
  externalId: string;
  id: string;
  key: string;
  /** Its hash, how often its content changed, and when. */
  hash: string;
  version: number;
  asOf: Date | null;
  syncedAt: Date;
  deletedAt: Date | null;
  /** The items that give it; the first one owns it. */
  items: TracedItem[];
  /** The part of the owner's raw form that the mapping read. */
  origin: unknown;
  fields: FieldTrace[];
  /** Does the owner's raw form give just this row today? Undefined where it cannot be mapped any more. */
  current: boolean | undefined;
  why: string[];
}
