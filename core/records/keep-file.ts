import type { Connection } from '../connections/connection.js';
import { transaction } from '../database/open-database.js';
import { holdRecord, tellAdded, type RecordPlace } from './keep-comment.js';
import { demandHub, type KeepDeps } from './keep-record.js';
import { checkFile, insertFile, type NewFile } from './kept-file.js';

/**
 * Adds a file whose bytes Portico keeps, to a record of either side, where the vendor takes none (`file.add` is
 * `hub`).
 * @throws PorticoError RECORD_NOT_KEPT, RECORD_UNKNOWN, and those of `checkFile`
 */
export async function keepFile(
  { database: { pool }, clock }: KeepDeps,
  connection: Connection,
  { file, by, ...place }: RecordPlace & { file: NewFile; by: string },
): Promise<{ id: string }> {
  demandHub(connection, 'file.add');
  checkFile(file);
  const now = clock.now();
  return transaction(pool, async (tx) => {
    await holdRecord(tx, connection, place);
    const id = await insertFile(tx, { connectionId: connection.id, ...place, file, at: now });
    await tellAdded(tx, connection, { ...place, at: now, by, action: 'record.attach' });
    return { id };
  });
}
