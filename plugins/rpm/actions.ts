import {
  codec,
  derived,
  Fault,
  manual,
  native,
  type Action,
  type Command,
  type Contact,
  type Customer,
  type Facts,
} from 'portico/contract';

import { answerId, call, digest, readCustomerUsers, type Raw, type RpmSession } from './client.js';
import { asBody, dataOf, idIn, textIn, unlessMissing, type RpmActions } from './command.js';
import { formActions } from './form-actions.js';
import { contactMapping, contactsOf, customerMapping } from './mapping.js';
import type { RpmSettings } from './settings.js';

/** What RPM can be asked to do, and the step a person takes where it has no call for it (rpm.md §7). */
export const actions = (facts: Facts, settings: RpmSettings): RpmActions => ({
  ...customerActions(facts),
  ...contactActions,
  ...loginActions,
  ...formActions(facts, settings),
  'contact.delete': manual('Open the customer in RPM and remove the person from its contacts.'),
  'contact.move': manual('Open the contact in RPM and set its principal customer there.'),
  'customer.delete': manual('Open the customer in RPM and trash it there.'),
  'participant.remove': manual('Open the form in RPM and remove the person from its participants.'),
});

const customerActions = (facts: Facts): RpmActions => {
  const write = (command: Command) => asBody(customerMapping(facts).write(dataOf<Customer>(command)));
  return {
    'customer.create': native<RpmSettings>({
      write: async (session, command) => {
        const made = await call(session, 'CustomerAdd', { Customer: write(command) }, codec.anyObject);
        return { id: answerId(made, 'CustomerID', 'CustomerAdd') };
      },
      // Names are unique (rpm.md §3.1): what bears it now is what the lost try made.
      find: async (session, command) =>
        unlessMissing(async () => {
          const found = await call(
            session,
            'Customer',
            { Customer: textIn(command, 'name') },
            codec.anyObject,
          );
          return answerId(found, 'CustomerID', 'Customer');
        }),
    }),
    'customer.update': native<RpmSettings>({
      write: async (session, command) => {
        await call(
          session,
          'CustomerEdit',
          { Customer: { CustomerID: idIn(command), ...write(command) } },
          codec.anyObject,
        );
        return {};
      },
    }),
  };
};

const contactActions: RpmActions = {
  'contact.create': native<RpmSettings>({
    write: async (session, command) => {
      const Contact = asBody(contactMapping.write(dataOf<Contact>(command, 'customer', 'primary', 'kind')));
      const body = {
        CustomerID: Number(textIn(command, 'customer')),
        IsPrimary: command.body['primary'] === true,
        Contact,
      };
      const answer = await call(session, 'CustomerContactAdd', body, contactAnswer);
      return { id: answerId(answer.Contact, 'ContactID', 'CustomerContactAdd') };
    },
    // There is no key to ask by: a contact of the customer that has all that was written.
    find: async (session, command) => {
      const wanted = dataOf<Contact>(command, 'customer', 'primary', 'kind');
      return (await readContacts(session, textIn(command, 'customer'))).find(({ person }) =>
        holds(person, wanted),
      )?.id;
    },
  }),
  'contact.update': derived<RpmSettings>({
    write: (session, command) => editContact(session, command, dataOf<Contact>(command, 'customer')),
  }),
  // The former primary becomes an additional contact by itself (RPM-4).
  'contact.promote': derived<RpmSettings>({
    write: (session, command) => editContact(session, command, {}, { IsPrimary: true }),
  }),
};

const contactAnswer = codec.object({ Contact: codec.required(codec.anyObject) });

const readContacts = async (session: RpmSession, customer: string) =>
  contactsOf(await call(session, 'Customer', { CustomerID: Number(customer) }, codec.anyObject));

const holds = (person: Raw, wanted: Partial<Contact>): boolean => {
  const held: Partial<Contact> = contactMapping.read(person);
  return Object.entries(wanted).every(
    ([name, value]) => digest(value || null) === digest(Reflect.get(held, name) ?? null),
  );
};

/** Read, change, send the whole contact, read back: whether RPM takes a part is unknown (rpm.md §9). */
async function editContact(
  session: RpmSession,
  command: Command,
  changes: Partial<Contact>,
  role: { IsPrimary?: true } = {},
): Promise<{ id: string }> {
  const customer = textIn(command, 'customer');
  const id = String(idIn(command));
  const find = async () => {
    const found = (await readContacts(session, customer)).find((each) => each.id === id);
    if (!found) throw new Fault('notFound', `Customer ${customer} has no contact ${id} in RPM any more.`);
    return found;
  };
  const { person } = await find();
  const whole = asBody({ ...person, ...contactMapping.write(changes) });
  await call(
    session,
    'CustomerContactEdit',
    { CustomerID: Number(customer), Contact: whole, ...role },
    codec.anyObject,
  );
  const after = await find();
  if (!holds(after.person, changes) || (role.IsPrimary && !after.isPrimary))
    throw new Fault('conflict', `RPM did not take all that was changed of contact ${id}. Compare it there.`);
  return { id };
}

const setEnabled = (Enabled: boolean): Action<RpmSettings> =>
  native<RpmSettings>({
    write: async (session, command) => {
      // By the name it has now: names are the key of this call and can change.
      const row = (await readCustomerUsers(session)).get(String(idIn(command)));
      if (!row) throw new Fault('notFound', `RPM has no customer user ${idIn(command)} any more.`);
      await call(session, 'UserEnabledEdit', { Username: String(row['Username']), Enabled }, codec.anyObject);
      return {};
    },
  });

const loginActions: RpmActions = { 'login.enable': setEnabled(true), 'login.disable': setEnabled(false) };
