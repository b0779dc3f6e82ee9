import { readAccesses } from '../access/read-accesses.js';
import { PorticoError } from '../contract/portico-error.js';
import { query, transaction } from '../database/open-database.js';
import { writeAudit } from './audit.js';
import type { Identity } from './identity.js';
import type { ContactPlace } from './prepare-access.js';
import { endSessions } from './session-store.js';
import { voidTokens } from './tokens.js';

/**
 * Staff switch a contact's access off, or on again; which it was before acceptance it is again afterwards.
 * With the last access that counts, the person's sessions end at once (S24).
 * @throws PorticoError ACCESS_UNKNOWN
 */
export async function switchAccess(
  { pool, clock }: Identity,
  { connection, externalId }: ContactPlace,
  { on, who }: { on: boolean; who: string },
): Promise<{ accessId: string; personId: string; state: string }> {
  const now = clock.now();
  return transaction(pool, async (tx) => {
    const [access] = await query<{ accessId: string; personId: string; state: string }>(
      tx,
      `update access set changed_at = $3, state = case when not $4 then 'suspended'
           when state <> 'suspended' then state
           when accepted_at is not null or (select must_change_password from person p where p.id = person_id)
             then 'active'
           else 'expired' end
       where connection_id = $1 and contact_id = $2 and ended_at is null
       returning id as "accessId", person_id as "personId", state`,
      [connection, externalId, now, on],
    );
    if (!access)
      throw new PorticoError(
        'ACCESS_UNKNOWN',
        `Contact ${connection}:${externalId} has no access here. Give it one by \`portico users invite ${connection}:${externalId}\`.`,
        { details: { connection, contact: externalId } },
      );
    const { accessId, personId } = access;
    if (!on) {
      await voidTokens(tx, { accessId }, now);
      if (!(await readAccesses(tx, { personId, now })).length) await endSessions(tx, personId);
    }
    await writeAudit(tx, {
      at: now,
      who,
      action: on ? 'access.enable' : 'access.disable',
      decision: 'done',
      personId,
      accessId,
    });
    return access;
  });
}
