import { codec, Fault, type Command, type Json } from 'portico/contract';

import { edit, idOf, view, type MobiworkSession, type Raw } from './client.js';
import { contactsOf } from './customer-mapping.js';
import { pageOfAll } from './lists.js';
import { cleared, plain } from './write-values.js';

type Held = ReturnType<typeof contactsOf>['contacts'];

/** Makes a contact the primary one. */
export async function promote(session: MobiworkSession, customer: string, id: string): Promise<void> {
  const after = await editContacts(
    session,
    customer,
    (contacts) => {
      if (!contacts.some((each) => each.id === id)) throw noContact(id, customer);
      return contacts;
    },
    {},
    id,
  );
  if (contactsOf(after).primary !== id) throw refused(id, 'primaryContact');
}

/**
 * Reads the customer, sends all of it with these contacts, and reads it again: whether MobiWork keeps what is left out
 * is unknown, and lists are replaced (mobiwork.md §5, §8). The PINs are in what was read just now, and go back with it.
 */
export async function editContacts(
  session: MobiworkSession,
  customer: string,
  change: (contacts: Held) => Held,
  more: Raw = {},
  wantedPrimary?: string,
): Promise<Raw> {
  const { contact, primaryContact, contactList, ...before } = await view(session, 'customer', customer);
  const held = contactsOf({ contact, primaryContact, contactList });
  const contacts = change(held.contacts.map(({ id, raw }) => ({ id, raw: plain(raw) })));
  const primary = contacts.find(({ id }) => id === (wantedPrimary ?? held.primary));
  await edit(session, 'customer', customer, {
    ...plain(before),
    ...cleared(more),
    ...(primary && { primaryContact: cleared(primary.raw) }),
    contactList: contacts.length ? { contact: contacts.map(({ raw }) => cleared(raw)) } : '',
  });
  return view(session, 'customer', customer);
}

/** The contact's customer: as the command says, or else as the list of all customers does. */
export async function customerOf(
  session: MobiworkSession,
  { id = '', body, base }: Command,
): Promise<string> {
  const said = codec.id.decode(
    body['customer'] ?? base?.['customer'] ?? base?.['principal'] ?? body['principal'],
    'customer',
  );
  if (said !== undefined) return said;
  let cursor: Json | undefined;
  do {
    const request = { size: 200, ...(cursor !== undefined && { cursor }) };
    const { items, next } = await pageOfAll(session, { entity: 'customer' }, request);
    const found = items.find((raw) => contactsOf(raw).contacts.some((each) => each.id === id));
    if (found) return idOf('customer', found);
    cursor = next;
  } while (cursor !== undefined);
  throw new Fault('notFound', `No customer in MobiWork has a contact ${id}.`, { details: { id } });
}

export const noContact = (id: string, customer: string): Fault =>
  new Fault('notFound', `Customer ${customer} has no contact ${id} in MobiWork any more.`, {
    details: { id, customer },
  });

export const refused = (id: string | undefined, what: string): Fault =>
  new Fault('conflict', `MobiWork took the change of contact ${id ?? ''} and left ${what} as it was.`);
