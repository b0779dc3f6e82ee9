import { contactBoxChanged } from './customer-changes.js';
import type { RpmContact, RpmCustomer, RpmLink } from './rpm-data.js';
import type { Actor, RpmState } from './rpm-state.js';

/** What a person may be made of or changed to; what is left out stays. */
export interface ContactChange {
  firstName?: string;
  lastName?: string;
  email?: string;
  salutation?: string;
  title?: string;
  phones?: { type: number; number: string; phoneNumberId?: number }[];
}

/** RPM takes no more phones than this on one person (rpm.md §3.1). */
const MOST_PHONES = 4;

/** Makes a new person and ties it to the customer. */
export function addContact(
  state: RpmState,
  addition: { customer: RpmCustomer; change: ContactChange; isPrimary: boolean; by: Actor },
): RpmContact {
  const { customer, change, isPrimary, by } = addition;
  const contact: RpmContact = {
    contactId: state.newId('contact'),
    firstName: '',
    lastName: '',
    email: '',
    salutation: '',
    title: '',
    phones: [],
  };
  apply(state, contact, change);
  state.data.contacts.push(contact);
  state.indexContact(contact);
  linkContact(state, { customer, contact, isPrimary, by });
  return contact;
}

/** Changes a person: the one person, so every customer it is tied to shows the change (RPM-1). */
export function editContact(
  state: RpmState,
  { contact, change, by }: { contact: RpmContact; change: ContactChange; by: Actor },
): void {
  apply(state, contact, change);
  const links = state.linksOfContact.get(contact.contactId) ?? [];
  contactBoxChanged(
    state,
    links.map(({ customerId }) => customerId),
    by,
  );
  if (state.usersOfContact.has(contact.contactId)) state.raiseAge('CustomerUsers');
}

/** Ties a person to one more customer (RPM-1); a second tie to the same customer is the first one. */
export function linkContact(
  state: RpmState,
  tie: { customer: RpmCustomer; contact: RpmContact; isPrimary: boolean; by: Actor },
): void {
  const { customer, contact, isPrimary, by } = tie;
  if (!linkBetween(state, customer, contact)) {
    const link: RpmLink = {
      customerId: customer.customerId,
      contactId: contact.contactId,
      isPrimary: false,
    };
    state.data.links.push(link);
    state.indexLink(link);
  }
  if (isPrimary) makePrimary(state, customer, contact);
  contactBoxChanged(state, [customer.customerId], by);
}

/** Unties a person from a customer. It cannot go on working out of it (RPM-5), but stays a person. */
export function unlinkContact(
  state: RpmState,
  { customer, contact, by }: { customer: RpmCustomer; contact: RpmContact; by: Actor },
): void {
  const link = linkBetween(state, customer, contact);
  if (!link) throw new Error(`contact ${contact.contactId} is not of customer ${customer.customerId}`);
  for (const list of [
    state.data.links,
    state.linksOfCustomer.get(link.customerId),
    state.linksOfContact.get(link.contactId),
  ]) {
    list?.splice(list.indexOf(link), 1);
  }
  if (contact.principalCustomerId === customer.customerId) {
    delete contact.principalCustomerId;
    state.raiseAge('CustomerUsers');
  }
  contactBoxChanged(state, [customer.customerId], by);
}

/** RPM-3, RPM-4: one primary contact at most; whoever was it before becomes an additional one. */
export function promoteContact(
  state: RpmState,
  { customer, contact, by }: { customer: RpmCustomer; contact: RpmContact; by: Actor },
): void {
  if (!linkBetween(state, customer, contact))
    throw new Error(`contact ${contact.contactId} is not of customer ${customer.customerId}`);
  makePrimary(state, customer, contact);
  contactBoxChanged(state, [customer.customerId], by);
}

/** RPM-5, RPM-6: says which of its customers a person works out of; who is primary has no part in it. */
export function setPrincipal(state: RpmState, contact: RpmContact, customer?: RpmCustomer): void {
  const { principalMustBeLinked } = state.assumptions;
  if (customer && principalMustBeLinked && !linkBetween(state, customer, contact))
    throw new Error(`contact ${contact.contactId} is not of customer ${customer.customerId}`);
  if (customer) contact.principalCustomerId = customer.customerId;
  else delete contact.principalCustomerId;
  state.raiseAge('CustomerUsers');
}

/** The tie between a customer and a person, if there is one. */
export function linkBetween(
  state: RpmState,
  { customerId }: RpmCustomer,
  { contactId }: RpmContact,
): RpmLink | undefined {
  return state.linksOfContact.get(contactId)?.find((link) => link.customerId === customerId);
}

function makePrimary(state: RpmState, { customerId }: RpmCustomer, { contactId }: RpmContact): void {
  for (const link of state.linksOfCustomer.get(customerId) ?? [])
    link.isPrimary = link.contactId === contactId;
}

function apply(state: RpmState, contact: RpmContact, { phones, ...plain }: ContactChange): void {
  Object.assign(contact, plain);
  if (!phones) return;
  const kept = state.assumptions.phoneList === 'adds' ? contact.phones : [];
  const given = phones.map(({ phoneNumberId, type, number }) => ({
    phoneNumberId: phoneNumberId ?? state.newId('phone'),
    type,
    number,
  }));
  const untouched = kept.filter((old) => given.every((each) => each.phoneNumberId !== old.phoneNumberId));
  contact.phones = [...untouched, ...given].slice(0, MOST_PHONES);
}
