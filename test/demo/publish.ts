import type { OpenHub } from '../../bin/open-hub.js';
import { grantCapabilities } from '../../core/identity/grant-capability.js';
import { keepRecord } from '../../core/records/keep-record.js';
import { query } from '../../core/database/open-database.js';
import { keptRecords, sampleGrants } from './published.js';

/**
 * What staff do in Portico where a vendor's API has no place for it: they grant components and publish documents,
 * FAQs and links. What is there already, by its subject, is left as it is.
 */
export async function publish(
  hub: Pick<OpenHub, 'database' | 'identity' | 'clock' | 'connections'>,
): Promise<void> {
  const { pool } = hub.database;
  for (const { connection: id, contact, grant } of sampleGrants) {
    const [access] = await query<{ capabilities: string[] }>(
      pool,
      'select capabilities from access where connection_id = $1 and contact_id = $2 and ended_at is null',
      [id, contact],
    );
    if (!access || grant.every((each) => access.capabilities.includes(each))) continue;
    await grantCapabilities(hub.identity, await hub.connections.open(id), { contact, grant, who: 'demo' });
  }
  for (const { connection: id, module, data } of keptRecords) {
    const found = await query(
      pool,
      'select id from record where connection_id = $1 and module = $2 and subject = $3 and deleted_at is null',
      [id, module, data.subject],
    );
    if (found.length) continue;
    await keepRecord(hub, await hub.connections.open(id), { module, data, by: 'demo' });
  }
}
