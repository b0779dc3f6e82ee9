import { findRow } from '../../core/records/find-row.js';
import { listContacts } from '../../core/records/list-contacts.js';
import { readContact, type ContactLogin, type ContactView } from '../../core/records/read-contact.js';
import { exitCodes, type Command, type CommandGroup } from '../command.js';
import { numberOption, textOption } from '../read-command-line.js';
import { fromNow, moment } from '../say-time.js';
import { count, pairs, table } from '../table.js';
import { UsageError } from '../usage-error.js';

const list: Command = {
  usage: 'contacts list',
  summary: 'All contacts: enabled as customer user or not, and of how many customers.',
  words: [],
  options: {
    connection: { type: 'string' },
    customer: { type: 'string' },
    search: { type: 'string' },
    enabled: { type: 'string' },
    after: { type: 'string' },
    size: { type: 'string' },
  },
  notes: [
    '--customer <id>       those of one customer: <connection>:<vendor id>, or its UUID',
    '--search <words>      those with all the words in their name or e-mail address',
    '--enabled yes|no      those who can sign in at the vendor, or cannot',
    '--size, --after       how many, and after which place (the last line of a page says it)',
  ].join('\n'),
  async run(input, { hub: open, print }) {
    const size = numberOption(input, 'size', { fallback: 50, max: 10_000 });
    const enabled = yesOrNo(textOption(input, 'enabled'));
    const connectionId = textOption(input, 'connection');
    const customer = textOption(input, 'customer');
    const { database, connections } = await open();
    if (connectionId !== undefined) await connections.known(connectionId);
    const page = await listContacts(
      database.pool,
      {
        connectionId,
        customer: customer === undefined ? undefined : await findRow(database.pool, 'customer', customer),
        search: textOption(input, 'search'),
        enabled,
      },
      { after: textOption(input, 'after'), size },
    );
    print(page, () => {
      if (!page.contacts.length)
        return page.total
          ? 'There is nobody after this place.'
          : 'No contact fits. Leave a filter out, or sync a connection first.';
      const rows = page.contacts.map((each) => [
        `${each.connection}:${each.externalId}`,
        each.name,
        each.email,
        each.jobTitle,
        each.enabled ? 'yes' : 'no',
        each.customers,
        each.connection,
      ]);
      return [
        table(['id', 'name', 'e-mail', 'job title', 'enabled', 'customers', 'connection'], rows),
        '',
        `${page.contacts.length} of ${count(page.total, 'contact')}.${page.next ? ` More: --after ${page.next}` : ''}`,
      ].join('\n');
    });
    return exitCodes.ok;
  },
};

function yesOrNo(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new UsageError(`--enabled is yes or no, not "${text}".`);
}

const show: Command = {
  usage: 'contacts show <contact>',
  summary: 'One contact with all customers, roles and logins, by <connection>:<vendor id> or UUID.',
  words: ['contact'],
  async run({ words: [name = ''] }, { hub: open, print }) {
    const { database, clock } = await open();
    const contact = await readContact(database.pool, await findRow(database.pool, 'contact', name));
    print(contact, () => describe(contact, clock.now()));
    return exitCodes.ok;
  },
};

function describe(contact: ContactView, now: Date): string {
  const { connection, externalId, customers, principal, details } = contact;
  const phones = Array.isArray(details['phones'])
    ? (details['phones'] as { type?: string; number: string }[])
    : [];
  const outside = principal !== null && !customers.some((each) => each.principal);
  return [
    pairs([
      [
        'contact',
        [contact.honorific, contact.firstName, contact.lastName].filter(Boolean).join(' ') || '(no name)',
      ],
      ['id', `${connection}:${externalId}  (${contact.id})`],
      ['kind', contact.kind === 'lead' ? 'lead' : undefined],
      ['e-mail', contact.email],
      ['job title', contact.jobTitle],
      ['phones', phones.map(({ type, number }) => (type ? `${number} (${type})` : number)).join(', ')],
      ['status', contact.status],
      ['sign-in', contact.logins.map(describeLogin).join('\n') || 'none: not a customer user'],
      ['deleted', contact.deletedAt && `${moment(contact.deletedAt)}: the vendor gives it no more`],
      ['changed', contact.changedAt && moment(contact.changedAt)],
      [
        'from',
        `${contact.stream}/${contact.item}${contact.copies ? ` and ${contact.copies} more` : ''}, ${fromNow(contact.syncedAt, now)}`,
      ],
    ]),
    '',
    customers.length
      ? table(
          ['customer', 'name', 'role', 'principal'],
          customers.map((each) => [
            `${connection}:${each.externalId}`,
            each.name,
            each.role,
            each.principal ? 'yes' : '',
          ]),
        )
      : 'Belongs to no customer.',
    ...(outside ? ['', `Principal is ${connection}:${principal}, which is none of its customers.`] : []),
    '',
    `${count(customers.length, 'customer')}. Where each value came from: portico trace contact ${connection}:${externalId}`,
  ].join('\n');
}

function describeLogin({ userName, enabled, locked, validFrom, validTo, deletedAt }: ContactLogin): string {
  const state = deletedAt
    ? `deleted ${moment(deletedAt)}`
    : locked
      ? 'locked'
      : enabled
        ? 'enabled'
        : 'not enabled';
  const dates = [validFrom && `from ${validFrom}`, validTo && `to ${validTo}`].filter(Boolean);
  return `${userName ?? '(no user name)'}: ${[state, ...dates].join(', ')}`;
}

export const contactsCommands: CommandGroup = {
  usage: 'contacts list|show',
  summary: 'The people of all connections.',
  verbs: { list, show },
};
