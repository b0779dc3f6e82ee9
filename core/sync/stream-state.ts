import type { Json } from '../contract/contract.js';
import { query, type Queryable } from '../database/open-database.js';

export type PassKind = 'full' | 'list' | 'changes' | 'recent' | 'remap';

/** A pass under way: where it is and what it met, as durable as its last page. */
export interface Pass {
  kind: PassKind;
  number: number;
  cursor: Json | undefined;
  /** Handed over to the next pass when this one is complete. */
  state: Json | undefined;
  since: Date | undefined;
  startedAt: Date;
  /** Ids met so far, the same one twice counted twice. */
  seen: number;
  /** The vendor's own count, where it gives one. */
  total: number | undefined;
  newest: Date | undefined;
  page: number;
}

/** What the engine knows of a stream between runs. */
export interface StreamState {
  watermark: Date | undefined;
  state: Json | undefined;
  fullAt: Date | undefined;
  listedAt: Date | undefined;
  mapping: string | undefined;
  lastPass: number;
  pass: Pass | undefined;
}

interface StreamRow {
  watermark: Date | null;
  state: Json | null;
  full_at: Date | null;
  listed_at: Date | null;
  mapping: string | null;
  pass: number;
  pass_kind: PassKind | null;
  pass_cursor: Json | null;
  pass_state: Json | null;
  pass_since: Date | null;
  pass_started_at: Date | null;
  pass_seen: number;
  pass_total: number | null;
  pass_newest: Date | null;
  pass_page: number;
}

/** The state of a stream; a stream seen for the first time gets its row. */
export async function readStreamState(
  on: Queryable,
  connectionId: string,
  name: string,
): Promise<StreamState> {
  const [row] = await query<StreamRow>(
    on,
    `insert into stream (connection_id, name) values ($1, $2)
     on conflict (connection_id, name) do update set name = excluded.name returning *`,
    [connectionId, name],
  );
  if (!row) throw new Error('an upsert answered no row');
  return {
    watermark: row.watermark ?? undefined,
    state: row.state ?? undefined,
    fullAt: row.full_at ?? undefined,
    listedAt: row.listed_at ?? undefined,
    mapping: row.mapping ?? undefined,
    lastPass: row.pass,
    pass: row.pass_kind
      ? {
          kind: row.pass_kind,
          number: row.pass,
          cursor: row.pass_cursor ?? undefined,
          state: row.pass_state ?? undefined,
          since: row.pass_since ?? undefined,
          startedAt: row.pass_started_at ?? new Date(0),
          seen: row.pass_seen,
          total: row.pass_total ?? undefined,
          newest: row.pass_newest ?? undefined,
          page: row.pass_page,
        }
      : undefined,
  };
}

/**
 * Writes where a pass is, in the transaction of the page that brought it there. The first page of all notes the
 * mapping it was made with, so that a change of it in the middle of a first pass is noticed.
 */
export async function writePass(
  on: Queryable,
  {
    connectionId,
    name,
    pass,
    watermark,
    mapping,
    seen = [],
  }: {
    connectionId: string;
    name: string;
    pass: Pass;
    watermark?: Date | undefined;
    mapping: string;
    /** Ids met in this page, where a sweep will ask for them. */
    seen?: string[];
  },
): Promise<void> {
  await on.query(
    `with met as (
       insert into seen (connection_id, stream, pass, page, ids)
       select $1, $2, $3, $12, $15 where cardinality($15::text[]) > 0
       on conflict (connection_id, stream, pass, page) do update set ids = excluded.ids
     )
     update stream set pass = $3, pass_kind = $4, pass_cursor = $5, pass_state = $6, pass_since = $7, pass_started_at = $8,
            pass_seen = $9, pass_total = $10, pass_newest = $11, pass_page = $12,
            watermark = greatest(watermark, $13), mapping = coalesce(mapping, $14)
     where connection_id = $1 and name = $2`,
    [
      connectionId,
      name,
      pass.number,
      pass.kind,
      toJson(pass.cursor),
      toJson(pass.state),
      pass.since ?? null,
      pass.startedAt,
      pass.seen,
      pass.total ?? null,
      pass.newest ?? null,
      pass.page,
      watermark ?? null,
      mapping,
      seen,
    ],
  );
}

/** Ends a complete pass: what it handed over counts from now on. */
export async function completePass(
  on: Queryable,
  {
    connectionId,
    name,
    pass,
    watermark,
    mapping,
  }: {
    connectionId: string;
    name: string;
    pass: Pass;
    watermark: Date | undefined;
    mapping: string | undefined;
  },
): Promise<void> {
  await on.query(
    `update stream set pass_kind = null, pass_cursor = null, pass_state = null, pass_since = null, pass_total = null,
            pass_newest = null, error = null, watermark = greatest(watermark, $3),
            state = case when $4 in ('full', 'list') then coalesce($5::jsonb, state) else state end,
            full_at = case when $4 = 'full' then $6 else full_at end,
            listed_at = case when $4 in ('full', 'list') then $6 else listed_at end,
            mapping = coalesce($7, mapping)
     where connection_id = $1 and name = $2`,
    [connectionId, name, watermark ?? null, pass.kind, toJson(pass.state), pass.startedAt, mapping ?? null],
  );
  await on.query('delete from seen where connection_id = $1 and stream = $2', [connectionId, name]);
}

/** Gives up a pass under way, so that the next one starts from the beginning. */
export async function abandonPass(on: Queryable, connectionId: string, name: string): Promise<void> {
  await on.query(
    'update stream set pass_kind = null, pass_cursor = null where connection_id = $1 and name = $2',
    [connectionId, name],
  );
  await on.query('delete from seen where connection_id = $1 and stream = $2', [connectionId, name]);
}

const toJson = (value: Json | undefined): string | null =>
  value === undefined ? null : JSON.stringify(value);
