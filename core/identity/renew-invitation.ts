import type { Identity } from './identity.js';
import { inviteContact } from './invite.js';
import { readOpenAccess } from './open-access.js';
import { findExpiredToken } from './tokens.js';

/**
 * Mails a new link to the address of one that ran out before it was used, once for each (S14). Whether there
 * was anything to renew is not told: who asks may have found the link.
 */
export async function renewInvitation(identity: Identity, token: string): Promise<void> {
  const { pool, clock, mails } = identity;
  if (!mails) return;
  const binding = await findExpiredToken(pool, token, { purposes: ['invite'], now: clock.now() });
  const open = binding && (await readOpenAccess(pool, binding));
  if (!open) return;
  const place = { connection: open.connection, externalId: open.contact };
  await inviteContact(identity, place, { who: open.personId });
}
