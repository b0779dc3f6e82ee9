import { Fault, type Command } from 'portico/contract';

import { edit, idOf, readable, view, type MobiworkSession, type Raw } from './client.js';
import { contactsOf } from './customer-mapping.js';
import { mobiworkFacts } from './discover.js';
import { itemsOf, pageOfAll } from './lists.js';
import { cleared, givenIn, plain } from './write-values.js';

type Held = ReturnType<typeof contactsOf>['contacts'];

/**
 * Reads the customer, sends all of it with these contacts, and reads it again: whether MobiWork keeps what is left out
 * is unknown, and lists are replaced (mobiwork.md §5, §8). The PINs are in what was read just now, and go back with it.
 */
export async function editContacts(
  session: MobiworkSession,
  customer: string,
  change: (contacts: Held) => Held,
  { more = {}, promoted }: { more?: Raw; promoted?: string } = {},
): Promise<Raw> {
  const { contact, primaryContact, contactList, ...before } = await view(session, 'customer', customer);
  const held = contactsOf({ contact, primaryContact, contactList });
  const contacts = change(held.contacts.map(({ id, raw }) => ({ id, raw: plain(raw) })));
  const primary = contacts.find(({ id }) => id === (promoted ?? held.primary));
  const { users } = mobiworkFacts(session.facts);
  // Staff may be shown by name, and are taken by id.
  const named = Object.keys(users).find((each) => users[each] === before['assignedTo']);
  await edit(session, 'customer', customer, {
    ...plain(before),
    ...(named !== undefined && { assignedTo: named }),
    ...cleared(more),
    ...(primary && { primaryContact: cleared(primary.raw) }),
    contactList: contacts.length ? { contact: contacts.map(({ raw }) => cleared(raw)) } : '',
  });
  return view(session, 'customer', customer);
}

/** Changes one contact; answers what MobiWork keeps of it. */
export async function editContact(
  session: MobiworkSession,
  { customer, id }: { customer: string; id: string },
  changes: (raw: Raw) => Raw,
): Promise<Raw> {
  const after = await editContacts(session, customer, (contacts) => {
    demand(contacts, { customer, id });
    return contacts.map((each) =>
      each.id === id ? { id, raw: { ...each.raw, ...changes(each.raw) } } : each,
    );
  });
  return demand(contactsOf(after).contacts, { customer, id });
}

/** Makes a contact the primary one. */
export async function promote(
  session: MobiworkSession,
  { customer, id }: { customer: string; id: string },
): Promise<void> {
  const all = (contacts: Held): Held => {
    demand(contacts, { customer, id });
    return contacts;
  };
  const after = await editContacts(session, customer, all, { promoted: id });
  if (contactsOf(after).primary !== id) throw refused(id, 'primaryContact');
}

/** The contact's customer: as the command says, or else as the list of all customers does. */
export async function customerOf(session: MobiworkSession, command: Command): Promise<string> {
  const { id = '' } = command;
  const said = givenIn(command, 'customer', 'principal');
  if (said !== undefined) return said;
  for await (const raw of itemsOf((request) => pageOfAll(session, 'customer', request)))
    if (readable(() => contactsOf(raw))?.contacts.some((each) => each.id === id))
      return idOf('customer', raw);
  throw new Fault('notFound', `No customer in MobiWork has a contact ${id}.`, { details: { id } });
}

function demand(contacts: Held, { customer, id }: { customer: string; id: string }): Raw {
  const found = contacts.find((each) => each.id === id);
  if (found) return found.raw;
  throw new Fault('notFound', `Customer ${customer} has no contact ${id} in MobiWork any more.`, {
    details: { id, customer },
  });
}

export const refused = (id: string, what: string): Fault =>
  new Fault('conflict', `MobiWork took the change of contact ${id} and left ${what} as it was.`);
