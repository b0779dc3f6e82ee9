import type { RecordModule } from '../contract/contract.js';
import { PorticoError } from '../contract/portico-error.js';
import { query, type Queryable } from '../database/open-database.js';
import { newId } from '../new-id.js';

/** The largest file that is taken, in bytes (S36). */
export const largestFile = 25 * 2 ** 20;

/** A file and its bytes, as somebody hands them over. */
export interface NewFile {
  name: string;
  contentType?: string | undefined;
  content: Uint8Array;
  visibility: 'public' | 'internal';
  addedBy?: string | undefined;
}

/** @throws PorticoError FILE_EMPTY (O-32), FILE_TOO_LARGE, FILE_NAME */
export function checkFile({ name, content }: NewFile): void {
  if (!content.length)
    throw new PorticoError(
      'FILE_EMPTY',
      `"${name}" is empty, so nothing was kept. Choose the file again; if it stays so, tell us.`,
    );
  if (content.length > largestFile)
    throw new PorticoError(
      'FILE_TOO_LARGE',
      `"${name}" has ${Math.ceil(content.length / 2 ** 20)} MB; at most ${largestFile / 2 ** 20} are taken.`,
    );
  // oxlint-disable-next-line no-control-regex -- control characters are just what a name must not have
  if (!name.trim() || name.length > 255 || /[\u0000-\u001f/\\]/.test(name))
    throw new PorticoError('FILE_NAME', `"${name}" is no name for a file. Give one without slashes.`);
}

/** Stores a file that passed `checkFile` with its bytes; answers its id. */
export async function insertFile(
  tx: Queryable,
  {
    connectionId,
    module,
    recordId,
    file: { name, contentType, content, visibility, addedBy },
    at,
  }: { connectionId: string; module: RecordModule; recordId: string; file: NewFile; at: Date },
): Promise<string> {
  const id = newId();
  await tx.query(
    `insert into file (connection_id, module, record_id, external_id, id, name, size, content_type, visibility,
                       added_by, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      connectionId,
      module,
      recordId,
      `hub-${id}`,
      id,
      name.trim(),
      content.length,
      contentType,
      visibility,
      addedBy,
      at,
    ],
  );
  await tx.query('insert into file_content (file_id, content) values ($1, $2)', [id, Buffer.from(content)]);
  return id;
}

/** The bytes of a file that Portico keeps; undefined for one that its vendor keeps. */
export async function readKeptFile(on: Queryable, fileId: string): Promise<Uint8Array | undefined> {
  const [row] = await query<{ content: Buffer }>(on, 'select content from file_content where file_id = $1', [
    fileId,
  ]);
  return row?.content;
}
