import type { Duration, Json } from './json.js';
import type { Row } from './rows.js';
import type { Session } from './session.js';

/** What the engine asks for: the next page after `cursor`, of this pass that began from `state`. */
export interface PageRequest {
  /** Where this pass goes on; absent on its first page. JSON of the plugin's own. */
  cursor?: Json;
  /** What the last finished pass handed over (a change token). */
  state?: Json;
  /** Only what changed at or after this moment; absent in a full pass. */
  since?: Date;
  /** How many items at most. */
  size: number;
}

interface PassNews {
  /** Where the next page starts; absent on the last. */
  next?: Json;
  /** How many there are in all, in the vendor's own count: a pass that ends below it sweeps nothing by itself. */
  total?: number;
  /** For the next pass; taken from the FIRST page, so read it before the list. */
  state?: Json;
  /** The vendor's word that nothing happened since `state`: nothing is read, nothing is swept. */
  unchanged?: true;
}

export interface Page<R> extends PassNews {
  items: R[];
  /** Ids of items that the vendor says are deleted. */
  gone?: string[];
}

/** Ids without content, with a stamp that changes when the content does. */
export interface Listing extends PassNews {
  refs: { id: string; stamp?: string }[];
}

interface Read<S, R> {
  /** Items by id; an id that is not answered is gone. */
  read(session: Session<S>, ids: string[]): Promise<R[]>;
  /** How many ids `read` takes at once. */
  batch: number;
}

interface ByPage<S, R> {
  /** ONE page; the engine owns the loop. */
  page(session: Session<S>, request: PageRequest): Promise<Page<R>>;
}

interface ByList<S, R> extends Read<S, R> {
  /** The way of reading is a list of ids with stamps, then `read` for the stamps that are new. */
  list(session: Session<S>, request: PageRequest): Promise<Listing>;
  page?: never;
  listEvery?: never;
}

type SweepList<S> =
  | {
      /** Cheap ids, so that deletes are found between full passes. */
      list(session: Session<S>, request: PageRequest): Promise<Listing>;
      listEvery: Duration;
    }
  | { list?: never; listEvery?: never };

type MayRead<S, R> = Read<S, R> | { read?: never; batch?: never };

/** Either the vendor can be asked what changed, or a full pass is due every so often. */
type Changes<R> =
  | {
      /** When the vendor last changed the item. */
      changedAt(item: R): Date;
      /** Are pages with `since` sorted by `changedAt`? Checked on every page. */
      order: 'ascending' | 'none';
      /** How far behind its own clock the vendor's index may be. Default 2m. */
      lag?: Duration;
      /** The most rows the vendor answers for one query, however it is paged. */
      cap?: number;
      full?: Duration;
    }
  | { changedAt?: never; order?: never; lag?: never; cap?: never; full: Duration };

/** A sweep is legal only over a listing that shows everything. */
type Deletes =
  | { deletes: 'sweep'; enumerates: 'all' }
  | { deletes: 'reported' | 'never'; enumerates: 'all' | 'some' };

/** One kind of thing that a plugin can read. Promises are declared here; the engine holds the vendor to them. */
export type Stream<S, R> = {
  /** The item's id, the vendor's own, unique in the stream. */
  id(item: R): string;
  /** Paths that are removed at the transport, before anything is stored or logged: `pin`, `contactList.contact.pin`. */
  secrets?: string[];
  /** Between full passes, what most likely changed, where the vendor has no since-filter. */
  recent?(session: Session<S>, request: PageRequest): Promise<Page<R>>;
  /** Pure: one item to canonical rows. Throwing puts the one item into quarantine; see RowData for one row of it. */
  map(item: R): Row[];
} & ((ByPage<S, R> & MayRead<S, R> & SweepList<S>) | ByList<S, R>) &
  Changes<R> &
  Deletes;

/** A stream of any item type: items come from `page` and `read` and go back only to the same stream's functions. */
export type AnyStream<S = unknown> = Stream<S, unknown>;

/** Declares a stream. Contradictions (a sweep over a partial listing, a listing without read) do not compile. */
export const stream = <S, R>(declaration: Stream<S, R>): AnyStream<S> => declaration;
