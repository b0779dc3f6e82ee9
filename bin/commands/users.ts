import { userInfo } from 'node:os';

import { findContact } from '../../core/identity/find-contact.js';
import { inviteContact, type Invitation } from '../../core/identity/invite.js';
import { listAccesses } from '../../core/identity/list-accesses.js';
import { setManualPassword } from '../../core/identity/manual-password.js';
import { switchAccess } from '../../core/identity/switch-access.js';
import { exitCodes, type Command, type CommandGroup } from '../command.js';
import { readLines } from '../read-lines.js';
import { moment } from '../say-time.js';
import { count, table } from '../table.js';

const list: Command = {
  usage: 'users list [connection]',
  summary: 'Who may sign in here, as which contact, and in which state.',
  words: ['connection?'],
  async run({ words: [connectionId] }, { hub: open, print }) {
    const { database, connections, clock } = await open();
    if (connectionId !== undefined) await connections.known(connectionId);
    const users = await listAccesses(database.pool, { connectionId, now: clock.now() });
    print({ users }, () =>
      users.length
        ? [
            table(
              ['contact', 'name', 'e-mail', 'state', 'last sign-in'],
              users.map((each) => [
                `${each.connection}:${each.contact}`,
                each.name,
                each.address,
                each.state,
                each.signedInAt && moment(each.signedInAt),
              ]),
            ),
            '',
            `${count(users.length, 'access', 'accesses')}.`,
          ].join('\n')
        : 'Nobody may sign in yet. Invite somebody by `portico users invite <contact>`.',
    );
    return exitCodes.ok;
  },
};

const invite: Command = {
  usage: 'users invite <contact> [--password-stdin]',
  summary: 'Let a contact sign in: mails a link good for 72 hours, or shows it where there is no mail.',
  words: ['contact'],
  options: { 'password-stdin': { type: 'boolean' } },
  notes: [
    '<contact>          <connection>:<vendor id>, <connection>:<e-mail>, or its UUID',
    '--password-stdin   no link: a password, one line of standard input, that you hand over yourself; the',
    '                   first sign-in with it must choose another',
  ].join('\n'),
  async run({ words: [name = ''], options }, { hub: open, print }) {
    const { identity, database } = await open();
    const place = await findContact(database.pool, name);
    const who = whoRuns();
    if (options['password-stdin'] === true) {
      const [password = ''] = await readLines(['password']);
      const { address, name: called, accessId } = await setManualPassword(identity, place, { password, who });
      print(
        { accessId, name: called, address, password: 'set' },
        () => `${called} can sign in as ${address} with this password, and must choose another at once.`,
      );
      return exitCodes.ok;
    }
    const invitation = await inviteContact(identity, place, { who });
    print(invitation, () => describe(invitation));
    return exitCodes.ok;
  },
};

const describe = ({ name, address, connection, contact, expiresAt, link }: Invitation): string =>
  [
    `${name} (${connection}:${contact}) is invited as ${address}, until ${moment(expiresAt)}.`,
    link === undefined
      ? 'The link is on its way by mail.'
      : `No mail server is configured. Hand over this link yourself; whoever has it can accept:\n\n${link}`,
  ].join('\n');

const switching = (verb: 'disable' | 'enable'): Command => ({
  usage: `users ${verb} <contact>`,
  summary:
    verb === 'disable'
      ? "Switch a contact's access off; it ends at once, open sessions too."
      : 'Switch an access on again.',
  words: ['contact'],
  async run({ words: [name = ''] }, { hub: open, print }) {
    const { identity, database } = await open();
    const place = await findContact(database.pool, name);
    const { accessId, state } = await switchAccess(identity, place, {
      on: verb === 'enable',
      who: whoRuns(),
    });
    const contact = `${place.connection}:${place.externalId}`;
    print({ accessId, contact, state }, () =>
      state === 'expired'
        ? `The access of ${contact} was never accepted. Invite them again by \`portico users invite ${contact}\`.`
        : `The access of ${contact} is ${state}.`,
    );
    return exitCodes.ok;
  },
});

/** Who sits at the command line, for the log of who did what. */
function whoRuns(): string {
  try {
    return `command line (${userInfo().username})`;
  } catch {
    // In a container the user may have no name.
    return `command line (${process.getuid?.() ?? 'unknown'})`;
  }
}

export const usersCommands: CommandGroup = {
  usage: 'users list|invite|disable|enable',
  summary: 'Who of the contacts may sign in here.',
  verbs: { list, invite, disable: switching('disable'), enable: switching('enable') },
};
