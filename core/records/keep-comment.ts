import type { Connection } from '../connections/connection.js';
import type { RecordModule } from '../contract/contract.js';
import { PorticoError } from '../contract/portico-error.js';
import { query, transaction, type PoolClient } from '../database/open-database.js';
import { writeAudit } from '../identity/audit.js';
import { newId } from '../new-id.js';
import { writeFeed } from '../sync/feed.js';
import { demandHub, nothingChanged, type KeepDeps } from './keep-record.js';
import { rowKey } from './row-tables.js';

/** A record that something is added to, by its connection's own id. */
export interface RecordPlace {
  module: RecordModule;
  recordId: string;
}

/**
 * Adds a comment that Portico keeps, to a record of either side, where the vendor has no comments (`<module>.comment`
 * is `hub`).
 * @throws PorticoError RECORD_NOT_KEPT, RECORD_UNKNOWN, COMMENT_EMPTY
 */
export async function keepComment(
  { database: { pool }, clock }: KeepDeps,
  connection: Connection,
  {
    module,
    recordId,
    text,
    visibility,
    author,
    authorContact,
    by,
  }: RecordPlace & {
    text: string;
    visibility: 'public' | 'internal';
    author?: string | undefined;
    authorContact?: string | undefined;
    by: string;
  },
): Promise<{ id: string }> {
  demandHub(connection, `${module}.comment`);
  if (!text.trim()) throw new PorticoError('COMMENT_EMPTY', 'The comment has no text.');
  const now = clock.now();
  const id = `hub-${newId()}`;
  const place = { module, recordId };
  return transaction(pool, async (tx) => {
    await holdRecord(tx, connection, place);
    await tx.query(
      `insert into comment
         (connection_id, module, record_id, external_id, position, text, visibility, author, author_contact, at)
       select $1, $2, $3, $4, coalesce(max(position) + 1, 0), $5, $6, $7, $8, $9
       from comment where connection_id = $1 and module = $2 and record_id = $3`,
      [connection.id, module, recordId, id, text.trim(), visibility, author, authorContact, now],
    );
    await tellAdded(tx, connection, { ...place, at: now, by, action: 'record.comment' });
    return { id };
  });
}

/**
 * Holds the record that something is added to, so that it cannot go meanwhile.
 * @throws PorticoError RECORD_UNKNOWN
 */
export async function holdRecord(
  tx: PoolClient,
  { id: connectionId }: Connection,
  { module, recordId }: RecordPlace,
): Promise<void> {
  const found = await query(
    tx,
    `select 1 as one from record
     where connection_id = $1 and module = $2 and external_id = $3 and deleted_at is null for no key update`,
    [connectionId, module, recordId],
  );
  if (!found.length)
    throw new PorticoError('RECORD_UNKNOWN', `Connection ${connectionId} has no ${module} ${recordId}.`, {
      details: { connection: connectionId, module, record: recordId },
    });
}

/** Tells the log and the readers of the change feed that a record has something new. */
export async function tellAdded(
  tx: PoolClient,
  { id: connectionId }: Connection,
  { module, recordId, at, by, action }: RecordPlace & { at: Date; by: string; action: string },
): Promise<void> {
  await writeAudit(tx, {
    at,
    who: by,
    action,
    decision: 'done',
    details: { connection: connectionId, module, record: recordId },
  });
  const changed = nothingChanged();
  changed.record.push(rowKey({ kind: 'record', module, id: recordId }));
  await writeFeed(tx, { connectionId, runId: null }, changed);
}
