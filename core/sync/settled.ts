import type { StoredRow } from '../records/row-tables.js';

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

/** The item whose copy of a row counts. */
export interface RowOwner {
  stream: string;
  itemId: string;
}

/** What becomes of rows and memberships once the accepted changes of a page are taken together. */
export interface Settled {
  writes: Map<string, RowWrite>;
  /** Rows that stay as they are with another owner: it names them, and its own copy of them is refused. */
  handed: Map<string, RowOwner>;
  /** Items of other streams whose older copy counts now: the vendor is asked for them again. */
  stale: RowOwner[];
  /** By item that is gone: rows that it alone named and could not give, which stay as they are. */
  kept: Map<string, string[]>;
  /** Keys of rows that nobody gives any more. */
  dropped: string[];
  members: Map<string, string[]>;
  /** The last word on each copy: there is one, or there is none any more (`copied` false). */
  copies: Map<string, CopyRow>;
}
