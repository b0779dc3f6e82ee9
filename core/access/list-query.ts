import type { Subject } from '../contract/contract.js';

/** What a reader asks of a list; over all connections, or some. */
export interface ListQuery {
  module: Subject;
  connections?: readonly string[] | undefined;
  /** Part of a subject or name, or how a number begins. */
  search?: string | undefined;
  /** Portico's ids. */
  ids?: readonly string[] | undefined;
  status?: readonly string[] | undefined;
  /** A named date with its first and last day. */
  date?: { field: string; from?: string | undefined; to?: string | undefined } | undefined;
  /** The customers the reader has narrowed to, by connection. */
  customers?: readonly { connectionId: string; id: string }[] | undefined;
  /** A field; by default the changed date. */
  sort?: string | undefined;
  dir?: 'asc' | 'desc' | undefined;
  /** `next` of the page before. */
  after?: string | undefined;
  size?: number | undefined;
}

/** One row of a list: what its reader may see of it. */
export interface ListedRecord {
  id: string;
  connectionId: string;
  module: Subject;
  values: Readonly<Record<string, unknown>>;
}

/** One page of a list. */
export interface RecordList {
  records: ListedRecord[];
  next?: string;
  /** Exact up to 1,000. */
  total: { count: number; more: boolean };
  /** Only the first 10,000 were put in this order: narrow the list to have all of it sorted. */
  sortedInPart: boolean;
}

export const listLimits = { size: 200, total: 1_000, sorted: 10_000 } as const;
