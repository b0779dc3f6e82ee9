import type { Connection } from '../connections/connection.js';
import type { Download, RecordModule } from '../contract/contract.js';
import { PorticoError } from '../contract/portico-error.js';
import type { Queryable } from '../database/open-database.js';
import { noFacts } from '../sync/discover.js';
import { readKeptFile } from './kept-file.js';

/**
 * The bytes of a file: Portico's own, or the vendor's, fetched now. Who asks has been judged before.
 * @throws PorticoError FILE_ELSEWHERE where the vendor hands none out; a Fault of the vendor's
 */
export async function fetchFile(
  on: Queryable,
  connection: Connection,
  {
    id,
    externalId,
    name,
    record,
    signal,
  }: {
    id: string;
    externalId: string;
    name: string;
    record: { module: RecordModule; id: string };
    signal: AbortSignal;
  },
): Promise<Download> {
  const kept = await readKeptFile(on, id);
  if (kept) return { content: kept };
  const { plugin, settings } = connection;
  const facts = connection.facts ?? noFacts;
  const action = plugin.actions(facts, settings)['file.get'];
  if (!action || !('fetch' in action))
    throw new PorticoError(
      'FILE_ELSEWHERE',
      `${plugin.title} hands its files out to nobody but its own users.`,
      { details: { connection: connection.id, how: action?.how ?? 'none' } },
    );
  const session = connection.session({ facts, mode: 'read', signal });
  return action.fetch(session, { id: externalId, name, record });
}
