import type { OpenHub } from '../../bin/open-hub.js';
import { PorticoError } from '../../core/contract/portico-error.js';
import { acceptInvitation } from '../../core/identity/accept.js';
import { findContact } from '../../core/identity/find-contact.js';
import { inviteContact } from '../../core/identity/invite.js';
import { listAccesses } from '../../core/identity/list-accesses.js';
import { demoPassword, samplePeople } from './sample-people.js';

/**
 * Invites the sample people, each at every connection that is to, and accepts for them, as they would by the link
 * in their mail. Who has an access already, in whatever state, is left as they are.
 */
export async function openAccesses(
  { database: { pool }, identity, clock }: Pick<OpenHub, 'database' | 'identity' | 'clock'>,
  say: (line: string) => void,
): Promise<void> {
  const accesses = await listAccesses(pool, { now: clock.now() });
  const isOpen = new Set(
    accesses.flatMap(({ connection, contact, state }) =>
      state === 'active' || state === 'suspended' ? [`${connection}:${contact}`] : [],
    ),
  );
  for (const { email, at, contacts = {} } of samplePeople)
    for (const connection of at)
      try {
        const place = await findContact(pool, `${connection}:${contacts[connection] ?? email}`);
        if (isOpen.has(`${connection}:${place.externalId}`)) continue;
        const { link = '' } = await inviteContact(identity, place, { who: 'demo' });
        const token = link.slice(link.lastIndexOf('/') + 1);
        if (!(await acceptInvitation(identity, { token, password: demoPassword })))
          say(`The invitation of ${email} at ${connection} could not be accepted.`);
      } catch (error) {
        if (!(error instanceof PorticoError)) throw error;
        say(`${email} was not invited at ${connection}: ${error.message}`);
      }
}
