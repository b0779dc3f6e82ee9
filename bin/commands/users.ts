import { findContact } from '../../core/identity/find-contact.js';
import { inviteContact, type Invitation } from '../../core/identity/invite.js';
import { listAccesses } from '../../core/identity/list-accesses.js';
import { setManualPassword } from '../../core/identity/manual-password.js';
import { switchAccess } from '../../core/identity/switch-access.js';
import { grantable, grantCapabilities } from '../../core/identity/grant-capability.js';
import { exitCodes, type Command, type CommandGroup } from '../command.js';
import { textOptions } from '../read-command-line.js';
import { readLines } from '../read-lines.js';
import { moment } from '../say-time.js';
import { count, table } from '../table.js';
import { UsageError } from '../usage-error.js';
import { whoRuns } from '../who-runs.js';

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

const grant: Command = {
  usage: 'users grant <contact> [capability…] [--revoke <capability>]',
  summary: 'What a contact may use, where the vendor does not tell it: show it, grant it, take it away.',
  options: { revoke: { type: 'string', multiple: true } },
  async run(input, { hub: open, print }) {
    const [name = '', ...wanted] = input.words;
    if (name === '') throw new UsageError(`The contact is missing. Write: portico ${grant.usage}`);
    const { identity, database, connections } = await open();
    const place = await findContact(database.pool, name);
    const connection = await connections.open(place.connection);
    const capabilities = await grantCapabilities(identity, connection, {
      contact: place.externalId,
      grant: wanted,
      revoke: textOptions(input, 'revoke'),
      who: whoRuns(),
    });
    const known = grantable(connection);
    const contact = `${place.connection}:${place.externalId}`;
    const lost = capabilities.filter((each) => !known.some(({ capability }) => capability === each));
    const rows = [
      ...known.map(({ capability, label }) => [
        capabilities.includes(capability) ? 'yes' : 'no',
        capability,
        label,
      ]),
      ...lost.map((each) => ['yes', each, '(the plugin knows it no more)']),
    ];
    print({ contact, capabilities, grantable: known }, () =>
      rows.length
        ? table(['granted', 'capability', 'opens'], rows)
        : `Nothing is granted here at ${place.connection}: ${connection.plugin.title} says itself who may do what.`,
    );
    return exitCodes.ok;
  },
};

export const usersCommands: CommandGroup = {
  usage: 'users list|invite|disable|enable|grant',
  summary: 'Who of the contacts may sign in here.',
  verbs: { list, invite, disable: switching('disable'), enable: switching('enable'), grant },
};
