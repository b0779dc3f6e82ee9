import { PorticoError } from '../contract/portico-error.js';
import { transaction } from '../database/open-database.js';
import { closeIssues, raiseIssue } from '../issues/issues.js';
import { queueMail } from '../mail/queue-mail.js';
import { writeAudit } from './audit.js';
import type { Identity } from './identity.js';
import { prepareAccess, type ContactPlace } from './prepare-access.js';
import { issueToken } from './tokens.js';

export interface Invitation {
  accessId: string;
  personId: string;
  connection: string;
  contact: string;
  name: string;
  address: string;
  expiresAt: Date;
  /** Was it mailed? */
  mailed: boolean;
  /** To be handed over by hand, where no mail goes out. It lets its holder in: nothing may log it (S12). */
  link?: string;
}

/**
 * Enables a contact's sign-in: an invited access, a token good for 72 hours and its mail, all or nothing.
 * Asked for again, it gives out a new link and makes the older void (S9).
 * @throws PorticoError as prepareAccess says; EMAIL_TAKEN (O-09) leaves an issue
 */
export async function inviteContact(
  identity: Identity,
  place: ContactPlace,
  { who }: { who: string },
): Promise<Invitation> {
  const { pool, clock, hubName, baseUrl, mails } = identity;
  const now = clock.now();
  const { connection, externalId } = place;
  try {
    return await transaction(pool, async (tx) => {
      const { accessId, address, name, person } = await prepareAccess(tx, place, { state: 'invited', now });
      const { token, expiresAt } = await issueToken(
        tx,
        { purpose: 'invite', personId: person.id, accessId, address },
        { now },
      );
      const link = `${baseUrl}/accept/${token}`;
      if (mails) await queueMail(tx, { to: address, ...invitationText({ name, hubName, link }) });
      await writeAudit(tx, {
        at: now,
        who,
        action: 'access.invite',
        decision: 'done',
        personId: person.id,
        accessId,
        details: { connection, contact: externalId },
      });
      await closeIssues(tx, { connectionId: connection, kind: 'EMAIL_TAKEN', cause: externalId });
      const invitation = { accessId, personId: person.id, connection, contact: externalId, name, address };
      return { ...invitation, expiresAt, mailed: mails, ...(!mails && { link }) };
    });
  } catch (error) {
    if (error instanceof PorticoError && error.code === 'EMAIL_TAKEN')
      await reportTaken(identity, place, error);
    throw error;
  }
}

/** Outside the transaction, which has just been taken back. */
async function reportTaken(
  { pool }: Identity,
  { connection, externalId }: ContactPlace,
  { message, details }: PorticoError,
): Promise<void> {
  await raiseIssue(pool, {
    connectionId: connection,
    kind: 'EMAIL_TAKEN',
    cause: externalId,
    sentence: message,
    remedy: `Give one of the two another e-mail address in the CRM, sync, then \`portico users invite ${connection}:${externalId}\`.`,
    details: { ...details },
  });
}

const invitationText = ({
  name,
  hubName,
  link,
}: {
  name: string;
  hubName: string;
  link: string;
}): { subject: string; text: string } => ({
  subject: `Your access to ${hubName}`,
  text: [
    `Hello ${name},`,
    '',
    `you are invited to ${hubName}. Open this link within 72 hours and follow it:`,
    '',
    link,
    '',
    'The link is for you alone and works once. If you did not expect this mail, do nothing.',
    '',
  ].join('\n'),
});
