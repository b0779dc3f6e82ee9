import { PorticoError } from '../contract/portico-error.js';
import { query, type Queryable } from '../database/open-database.js';
import { findRow } from '../records/find-row.js';
import type { ContactPlace } from './prepare-access.js';

/**
 * A contact by `<connection>:<vendor id>`, by `<connection>:<e-mail>` or by our own id.
 * @throws PorticoError ROW_NAME, ROW_UNKNOWN, CONTACT_AMBIGUOUS
 */
export async function findContact(on: Queryable, name: string): Promise<ContactPlace> {
  const [, connection, address] = /^([^:]+):(.+@.+)$/.exec(name) ?? [];
  if (connection !== undefined && address !== undefined) {
    const found = await query<{ id: string }>(
      on,
      `select external_id as id from contact where connection_id = $1 and lower(email) = lower($2)
         and deleted_at is null order by external_id`,
      [connection, address],
    );
    if (found.length > 1)
      throw new PorticoError(
        'CONTACT_AMBIGUOUS',
        `${found.length} contacts have ${address}: ${found.map(({ id }) => `${connection}:${id}`).join(', ')}. Name the one you mean.`,
        { details: { connection, contacts: found.map(({ id }) => id) } },
      );
    const [only] = found;
    if (only) return { connection, externalId: only.id };
  }
  return findRow(on, 'contact', name);
}
