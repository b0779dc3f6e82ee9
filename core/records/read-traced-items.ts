import { query, type Queryable } from '../database/open-database.js';

/** One of the vendor's answers that a row was made from, or could be. */
export interface TracedItem {
  stream: string;
  item: string;
  /** The row is as this one gives it; the others are copies. */
  owns: boolean;
  /** How new its copy of the row is, in the vendor's words. */
  asOf: Date | null;
  readAt: Date | null;
  hash: string | null;
  /** The vendor's answer; undefined when it is not kept any more. */
  raw: unknown;
  /** This row of its newest answer, or all of it, could not be used. */
  quarantined: { sentence: string; times: number; since: Date; raw: unknown } | null;
  /** Its newest answer would take too much away and waits. */
  held: { change: 'gone' | 'changed'; reason: string; since: Date } | null;
}

/** The item that owns a row and those that hold a copy of it, the owner first. */
export async function readTracedItems(
  on: Queryable,
  connectionId: string,
  { key, stream, item }: { key: string; stream: string; item: string },
): Promise<TracedItem[]> {
  const rows = await query<Omit<TracedItem, 'raw'> & { raw: unknown; kept: boolean }>(
    on,
    `with source as (
       select $2::text collate "C" as stream, $3::text collate "C" as item_id, true as owns, null::timestamptz as as_of
       union all
       select stream, item_id, false, as_of from copy
       where connection_id = $1 and row_key = $4 and (stream, item_id) <> ($2, $3))
     select s.stream, s.item_id as item, s.owns, s.as_of as "asOf", i.read_at as "readAt", encode(i.hash, 'hex') as hash,
            i.raw, i.item_id is not null as kept,
            case when q.item_id is not null then json_build_object('sentence', q.reason ->> 'sentence', 'times', q.times,
                      'since', q.first_at, 'raw', q.raw) end as quarantined,
            case when h.item_id is not null
                 then json_build_object('change', h.change, 'reason', h.reason, 'since', h.at) end as held
     from source s
     left join item i on i.connection_id = $1 and i.stream = s.stream and i.item_id = s.item_id
     left join quarantine q on q.connection_id = $1 and q.stream = s.stream and q.item_id = s.item_id
       and (not q.reason ? 'rowKeys' or q.reason -> 'rowKeys' ? $4)
     left join held h on h.connection_id = $1 and h.stream = s.stream and h.item_id = s.item_id
     order by s.owns desc, s.as_of desc nulls last, s.stream, s.item_id`,
    [connectionId, stream, item, key],
  );
  return rows.map(({ kept, raw, ...each }) => ({ ...each, raw: kept ? raw : undefined }));
}
