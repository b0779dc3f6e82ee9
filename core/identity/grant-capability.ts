import { PorticoError } from '../contract/portico-error.js';
import type { Connection } from '../connections/connection.js';
import { query, transaction } from '../database/open-database.js';
import { noFacts } from '../sync/discover.js';
import { writeAudit } from './audit.js';
import type { Identity } from './identity.js';

/** What staff may grant to an access of this connection, since the vendor's API does not tell it. */
export const grantable = ({ plugin, facts, settings }: Connection): { capability: string; label: string }[] =>
  plugin.signIn.granted?.(facts ?? noFacts, settings) ?? [];

/**
 * Grants capabilities to a contact's live access, or takes them away; answers those it has now. Asked for nothing, it
 * only looks. What the vendor's own
 * sign-in gives is not touched by it (access.md, Capabilities). Counts from the next request on.
 * @throws PorticoError CAPABILITY_UNKNOWN, ACCESS_UNKNOWN
 */
export async function grantCapabilities(
  { pool, clock }: Identity,
  connection: Connection,
  {
    contact,
    grant = [],
    revoke = [],
    who,
  }: { contact: string; grant?: string[]; revoke?: string[]; who: string },
): Promise<string[]> {
  const known = grantable(connection).map(({ capability }) => capability);
  // One that was granted while it was known can always be taken away again.
  const unknown = grant.find((each) => !known.includes(each));
  if (unknown !== undefined)
    throw new PorticoError(
      'CAPABILITY_UNKNOWN',
      known.length
        ? `"${unknown}" cannot be granted at ${connection.id}. There are: ${known.join(', ')}.`
        : `At ${connection.id} nothing is granted here: ${connection.plugin.title} says itself who may do what.`,
      { details: { connection: connection.id, capability: unknown } },
    );
  const now = clock.now();
  const changes = grant.length > 0 || revoke.length > 0;
  return transaction(pool, async (tx) => {
    const [access] = await query<{ id: string; personId: string; capabilities: string[] }>(
      tx,
      changes ? changeSql : lookSql,
      changes ? [connection.id, contact, now, grant, revoke] : [connection.id, contact],
    );
    if (!access)
      throw new PorticoError(
        'ACCESS_UNKNOWN',
        `Contact ${connection.id}:${contact} has no access here. Give it one by \`portico users invite ${connection.id}:${contact}\`.`,
        { details: { connection: connection.id, contact } },
      );
    if (!changes) return access.capabilities;
    await writeAudit(tx, {
      at: now,
      who,
      action: 'access.grant',
      decision: 'done',
      personId: access.personId,
      accessId: access.id,
      details: { grant, revoke },
    });
    return access.capabilities;
  });
}

const live = 'connection_id = $1 and contact_id = $2 and ended_at is null';
const columns = 'id, person_id as "personId", capabilities';
const lookSql = `select ${columns} from access where ${live}`;
const changeSql = `
  update access set changed_at = $3, capabilities = array(
    select distinct c from unnest(capabilities || $4::text[]) as c where c <> all($5::text[]) order by c)
  where ${live} returning ${columns}`;
