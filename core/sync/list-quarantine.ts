import { PorticoError } from '../contract/portico-error.js';
import { query, type Queryable } from '../database/open-database.js';
import type { Rejection } from './rejection.js';

/** An item that cannot be used, as people look at it. */
export interface QuarantinedItem {
  connection: string;
  stream: string;
  item: string;
  reason: Rejection;
  times: number;
  firstAt: Date;
  lastAt: Date;
}

const columns = `connection_id as connection, stream, item_id as item, reason, times, first_at as "firstAt", last_at as "lastAt"`;

// Of a removed connection nothing waits for anybody.
const wanted = `($1::text is null or connection_id = $1)
  and connection_id in (select id from connection where removed_at is null)`;

/** What is in quarantine, without the raw forms, and how much there is in all. */
export async function listQuarantine(
  on: Queryable,
  { connectionId, size }: { connectionId?: string | undefined; size: number },
): Promise<{ items: QuarantinedItem[]; total: number }> {
  const [sum] = await query<{ total: number }>(
    on,
    `select count(*) as total from quarantine where ${wanted}`,
    [connectionId ?? null],
  );
  const items = await query<QuarantinedItem>(
    on,
    `select ${columns} from quarantine where ${wanted}
     order by connection_id, stream, item_id limit $2`,
    [connectionId ?? null, size],
  );
  return { items, total: sum?.total ?? 0 };
}

/**
 * One item in quarantine with its raw form.
 * @throws PorticoError QUARANTINE_UNKNOWN
 */
export async function readQuarantined(
  on: Queryable,
  { connectionId, stream, item }: { connectionId: string; stream: string; item: string },
): Promise<QuarantinedItem & { raw: unknown }> {
  const [found] = await query<QuarantinedItem & { raw: unknown }>(
    on,
    `select ${columns}, raw from quarantine where connection_id = $1 and stream = $2 and item_id = $3`,
    [connectionId, stream, item],
  );
  if (found) return found;
  throw new PorticoError(
    'QUARANTINE_UNKNOWN',
    `No item "${item}" of ${stream} is in quarantine at ${connectionId}. \`portico quarantine list ${connectionId}\` shows those that are.`,
    { details: { connection: connectionId, stream, item } },
  );
}
