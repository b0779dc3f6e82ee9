import stringify from 'safe-stable-stringify';

import { storePolicy } from '../access/store-policy.js';
import type { Connection } from '../connections/connection.js';
import { Fault, milliseconds, type Facts, type Session } from '../contract/contract.js';
import { transaction, type Database } from '../database/open-database.js';
import { describeMisfits, schemaValidator } from '../json-schema.js';

const facts = schemaValidator('facts.json');

/** What a session has before anything is known of the account. */
export const noFacts: Facts = { zone: 'UTC', modules: {}, vendor: null };

/** Is it time to look again? Every day, and before a full pass. */
export function isDiscoveryDue({ factsAt }: Connection, now: Date): boolean {
  return !factsAt || now.getTime() - factsAt.getTime() >= milliseconds('1d');
}

/**
 * Lets the plugin look at the account, checks what it says (schema Facts) and stores it, with the policy it makes of
 * it: what the vendor opened or closed counts at once (access.md).
 * @throws Fault `bug` when the plugin's answer is not Facts; whatever the vendor's refusal is.
 */
export async function discover(
  { pool }: Pick<Database, 'pool'>,
  connection: Connection,
  session: Session<unknown>,
  now: Date,
): Promise<{ facts: Facts; changed: boolean }> {
  const found = await connection.plugin.discover(session);
  const misfits = facts.check(found);
  if (misfits.length)
    throw new Fault(
      'bug',
      `What the plugin ${connection.plugin.id} discovered of ${connection.id} is not usable: ${describeMisfits(misfits)}.`,
    );
  await transaction(pool, async (tx) => {
    await tx.query('update connection set facts = $2, facts_at = $3 where id = $1', [
      connection.id,
      JSON.stringify(found),
      now,
    ]);
    await storePolicy(tx, connection, { facts: found, now });
  });
  return { facts: found, changed: stringify(found) !== stringify(connection.facts ?? null) };
}
