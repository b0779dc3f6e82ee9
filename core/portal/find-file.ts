import { decide, shows } from '../access/decide.js';
import { findRow, recordNotFound } from '../access/read-record.js';
import { isUuid } from '../access/list-filters.js';
import type { RecordModule } from '../contract/contract.js';
import { query } from '../database/open-database.js';
import { moduleNamed } from './readable-modules.js';
import type { Reader } from './read-as.js';

/** A file that the reader may have: where it lies, and what it is called. */
export interface FoundFile {
  id: string;
  /** The vendor's id. */
  externalId: string;
  name: string;
  connectionId: string;
  record: { module: RecordModule; id: string };
}

/**
 * A public file of a record that the reader may download from at this very moment (S37).
 * @throws PorticoError RECORD_NOT_FOUND, the same for an unknown, an internal and another person's file (S17).
 */
export async function findFile({ tx, accesses }: Reader, id: string): Promise<FoundFile> {
  const [file] = isUuid(id)
    ? await query<Omit<FoundFile, 'record'> & { recordUuid: string }>(
        tx,
        `select f.id, f.external_id as "externalId", f.name,
           f.connection_id as "connectionId", r.id as "recordUuid"
         from file f join record r on r.connection_id = f.connection_id and r.module = f.module
           and r.external_id = f.record_id
         where f.id = $1 and f.visibility = 'public'`,
        [id],
      )
    : [];
  const row = file && (await findRow(tx, file.recordUuid, accesses));
  const module = row && moduleNamed(row.subject);
  if (!file || !row || !module) throw recordNotFound();
  const isShown = shows(decide(accesses, 'read', row), 'files');
  if (!isShown || !decide(accesses, 'download', row).allow) throw recordNotFound();
  const { recordUuid: _, ...found } = file;
  return { ...found, record: { module, id: row.id } };
}
