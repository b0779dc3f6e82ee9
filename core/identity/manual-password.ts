import { PorticoError } from '../contract/portico-error.js';
import { transaction } from '../database/open-database.js';
import { writeAudit } from './audit.js';
import { readContextWords } from './context-words.js';
import type { Identity } from './identity.js';
import { checkPassword } from './password-policy.js';
import { prepareAccess, type ContactPlace } from './prepare-access.js';
import { voidTokens } from './tokens.js';

/**
 * Enables a contact's sign-in with a password that staff hand over (RPM-10, RPM-11): the access is active,
 * and accepted by the first sign-in, which must choose a new one. Only for somebody who has no password of
 * their own: one CRM's staff must not get hold of what another CRM shows the same person.
 * @throws PorticoError PASSWORD_OWN, PASSWORD_…, and as prepareAccess says
 */
export async function setManualPassword(
  { pool, clock, passwords, hubName }: Identity,
  place: ContactPlace,
  { password, who }: { password: string; who: string },
): Promise<{ accessId: string; personId: string; address: string; name: string }> {
  const now = clock.now();
  checkPassword(password, { context: ['portico', hubName] });
  const hash = await passwords.hash(password);
  return transaction(pool, async (tx) => {
    const { accessId, address, name, person } = await prepareAccess(tx, place, { state: 'active', now });
    if (person.acceptedAt || person.state !== 'active')
      throw new PorticoError(
        'PASSWORD_OWN',
        `${address} has a password of their own. Invite them without one: they accept with theirs.`,
        { details: { contact: `${place.connection}:${place.externalId}` } },
      );
    checkPassword(password, { context: await readContextWords(tx, person.id, hubName) });
    await tx.query(
      `update person set password_hash = $2, password_changed_at = $3, must_change_password = true where id = $1`,
      [person.id, hash, now],
    );
    await voidTokens(tx, { accessId }, now);
    await writeAudit(tx, {
      at: now,
      who,
      action: 'access.manual-password',
      decision: 'done',
      personId: person.id,
      accessId,
    });
    return { accessId, personId: person.id, address, name };
  });
}
