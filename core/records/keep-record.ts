import type { Clock } from '../clock.js';
import type { Connection } from '../connections/connection.js';
import type { ActionName, RecordData, RecordModule } from '../contract/contract.js';
import { PorticoError } from '../contract/portico-error.js';
import { query, transaction, type Database, type PoolClient } from '../database/open-database.js';
import { writeAudit } from '../identity/audit.js';
import { newId } from '../new-id.js';
import { writeFeed, type Changed } from '../sync/feed.js';
import { mapItem, toRawItem, type MappedItem, type RawItem } from '../sync/map-items.js';
import { findAction } from '../sync/outbox/find-action.js';
import { writeItems } from '../sync/write-items.js';
import { buryRows, writeRows } from '../sync/write-rows.js';
import { checkFile, insertFile, type NewFile } from './kept-file.js';
import { keptItem, keptStream, keptStreamName, type KeptItem } from './kept-stream.js';
import { rowKey } from './row-tables.js';

export interface KeepDeps {
  database: Pick<Database, 'pool'>;
  clock: Clock;
}

/** A record that Portico keeps, by its connection's own id. */
export interface KeptPlace {
  module: RecordModule;
  id: string;
}

/** What every change of a kept record says of itself. */
interface Asked {
  /** Who asks, for the log. */
  by: string;
}

/**
 * Makes a record that Portico keeps itself, where the vendor has no place for it (an operation declared `hub`). It is
 * validated, stored, fed to readers and decided about like any other.
 * @throws PorticoError RECORD_NOT_KEPT, RECORD_INVALID, and those of `checkFile`
 */
export async function keepRecord(
  { database: { pool }, clock }: KeepDeps,
  connection: Connection,
  {
    module,
    data,
    by,
    files = [],
  }: { module: RecordModule; data: RecordData; files?: readonly NewFile[] } & Asked,
): Promise<KeptPlace> {
  demandHub(connection, `${module}.create`);
  if (files.length) demandHub(connection, 'file.add');
  files.forEach(checkFile);
  const now = clock.now();
  const at = now.toISOString();
  const item = { module, id: `hub-${newId()}`, data: { ...data, createdAt: at, changedAt: at } };
  return transaction(pool, async (tx) => {
    await store(tx, connection, item);
    for (const file of files)
      await insertFile(tx, { connectionId: connection.id, module, recordId: item.id, file, at: now });
    await log(tx, { at: now, who: by, action: 'record.keep', connection, place: item });
    return { module, id: item.id };
  });
}

/**
 * Changes fields of a kept record; one given as null is emptied.
 * @throws PorticoError RECORD_NOT_KEPT, RECORD_INVALID
 */
export async function changeKeptRecord(
  { database: { pool }, clock }: KeepDeps,
  connection: Connection,
  {
    module,
    id,
    changes,
    by,
  }: KeptPlace & { changes: { [K in keyof RecordData]?: RecordData[K] | null } } & Asked,
): Promise<void> {
  const now = clock.now();
  return transaction(pool, async (tx) => {
    const held = await lock(tx, connection, { module, id });
    const merged = { ...held.data, ...changes, changedAt: now.toISOString() };
    const data = Object.fromEntries(
      Object.entries(merged).filter(([, value]) => value !== null),
    ) as RecordData;
    await store(tx, connection, { module, id, data });
    const fields = Object.keys(changes);
    await log(tx, {
      at: now,
      who: by,
      action: 'record.change',
      connection,
      place: held,
      details: { fields },
    });
  });
}

/**
 * Takes a kept record away; like a vendor's, it stays as a tombstone until retention takes it.
 * @throws PorticoError RECORD_NOT_KEPT
 */
export async function removeKeptRecord(
  { database: { pool }, clock }: KeepDeps,
  connection: Connection,
  { module, id, by }: KeptPlace & Asked,
): Promise<void> {
  const now = clock.now();
  return transaction(pool, async (tx) => {
    const held = await lock(tx, connection, { module, id });
    const changed = nothingChanged();
    await buryRows(tx, { connectionId: connection.id }, [keyOf(held)], changed);
    await tx.query('delete from item where connection_id = $1 and stream = $2 and item_id = $3', [
      connection.id,
      keptStreamName,
      itemId(held),
    ]);
    await writeFeed(tx, { connectionId: connection.id, runId: null }, changed);
    await log(tx, { at: now, who: by, action: 'record.remove', connection, place: held });
  });
}

/** @throws PorticoError RECORD_NOT_KEPT where the vendor keeps this itself, or cannot do it at all. */
export function demandHub(connection: Connection, action: string): void {
  const how = findAction(connection, action as ActionName)?.how ?? 'none';
  if (how === 'hub') return;
  const { title } = connection.plugin;
  throw new PorticoError(
    'RECORD_NOT_KEPT',
    how === 'none'
      ? `${title} has no ${action}, and Portico does not keep it in its place.`
      : `${title} keeps this itself (${action} is ${how}). Change it there.`,
    { details: { connection: connection.id, action, how } },
  );
}

export const nothingChanged = (): Changed => ({
  customer: [],
  contact: [],
  login: [],
  member: [],
  record: [],
});

const itemId = ({ module, id }: KeptPlace): string => `${module}:${id}`;
const keyOf = ({ module, id }: KeptPlace): string => rowKey({ kind: 'record', module, id });

async function lock(tx: PoolClient, { id: connectionId }: Connection, place: KeptPlace): Promise<KeptItem> {
  const [item] = await query<{ raw: unknown }>(
    tx,
    'select raw from item where connection_id = $1 and stream = $2 and item_id = $3 for update',
    [connectionId, keptStreamName, itemId(place)],
  );
  if (item) return keptItem(item.raw);
  throw new PorticoError(
    'RECORD_NOT_KEPT',
    `Portico keeps no ${place.module} ${place.id} of ${connectionId}. What the vendor keeps is changed there.`,
    { details: { connection: connectionId, ...place } },
  );
}

async function store(tx: PoolClient, { id: connectionId }: Connection, kept: KeptItem): Promise<void> {
  const raw = toRawItem({ stream: keptStream, mapping: '' }, kept);
  const item: RawItem = { ...raw, id: itemId(kept) };
  const mapped = mapItem(keptStream, item);
  const rejection = 'sentence' in mapped ? mapped : mapped.refused[0]?.rejection;
  if ('sentence' in mapped || rejection)
    throw new PorticoError('RECORD_INVALID', `The record cannot be kept: ${rejection?.sentence ?? ''}`, {
      details: { connection: connectionId, module: kept.module, path: rejection?.path },
    });
  const changed = nothingChanged();
  const context = { connectionId, runId: null };
  await writeRows(tx, context, { writes: writesOf(mapped, item) }, changed);
  await writeItems(tx, { connectionId, name: keptStreamName }, [{ item, mapped }]);
  await writeFeed(tx, context, changed);
}

const writesOf = ({ rows }: MappedItem, { id }: RawItem) =>
  new Map(
    rows.map(({ key, row, hash, primary }) => [
      key,
      { row, hash, primary, stream: keptStreamName, itemId: id, content: true },
    ]),
  );

const log = (
  tx: PoolClient,
  {
    connection,
    place,
    details,
    ...entry
  }: {
    at: Date;
    who: string;
    action: string;
    connection: Connection;
    place: KeptPlace;
    details?: Record<string, unknown>;
  },
): Promise<void> =>
  writeAudit(tx, {
    ...entry,
    decision: 'done',
    details: { connection: connection.id, module: place.module, record: place.id, ...details },
  });
