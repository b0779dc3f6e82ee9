import { CONTACT_TEXTS, PERMISSIONS, type MobiworkContact, type MobiworkCustomer } from './mobiwork-data.js';
import { emptyContact } from './empty-rows.js';
import { setValues } from './edit-values.js';
import { MobiworkError } from './mobiwork-error.js';
import type { MobiworkState } from './mobiwork-state.js';
import type { XmlInput } from './xml-input.js';

/**
 * Changes a customer's contacts by the `contactList` of an edit, which is the whole list: who is not in it is
 * deleted (mobiwork.md §8). With `givenLists` at `merged` it only changes and adds.
 */
export function setContacts(state: MobiworkState, customer: MobiworkCustomer, input: XmlInput): void {
  const { omittedLists, givenLists } = state.assumptions;
  const list = input.child('contactList');
  if (!list && omittedLists === 'kept') return;
  const before = [...customer.contacts];
  const named = (list?.children('contact') ?? []).flatMap(
    (element) => setContact(state, customer, element) ?? [],
  );
  const isMerged = list !== undefined && givenLists === 'merged';
  if (isMerged) customer.contacts = [...before, ...named.filter((each) => !before.includes(each))];
  else customer.contacts = withPrimary(state, customer, { before, named });
}

/** Makes the contact of a `primaryContact` element primary; one without an id means today's primary (§3). */
export function setPrimaryContact(state: MobiworkState, customer: MobiworkCustomer, element: XmlInput): void {
  const contact = setContact(state, customer, element, customer.primaryContactId);
  if (contact) customer.primaryContactId = contact.contactId;
}

function setContact(
  state: MobiworkState,
  customer: MobiworkCustomer,
  element: XmlInput,
  impliedId?: number | null,
): MobiworkContact | undefined {
  const { unknownContactId, permissionFlags, thirdPhoneName } = state.assumptions;
  const contactId = element.number('contactId') ?? impliedId;
  const known = customer.contacts.find((each) => each.contactId === contactId);
  if (typeof contactId === 'number' && !known) {
    if (unknownContactId === 'refused') throw new MobiworkError('unknownContact', String(contactId));
    if (unknownContactId === 'ignored') return undefined;
  }
  const contact = known ?? newContact(state.nextId('contact'));
  const isNew = !known;
  setValues<MobiworkContact, (typeof CONTACT_TEXTS)[number] | 'enabled' | 'admin'>(state, element, {
    row: contact,
    names: [...CONTACT_TEXTS, 'enabled', 'admin'],
    isNew,
  });
  for (const permission of permissionFlags ? PERMISSIONS : []) {
    const given = element.flag(permissionFlags?.[permission] ?? permission);
    const isCleared = state.assumptions.omittedScalars === 'cleared' && !isNew;
    contact.permissions[permission] = given ?? (!isCleared && contact.permissions[permission]);
  }
  if (thirdPhoneName !== null) contact.thirdPhone = element.text(thirdPhoneName) ?? contact.thirdPhone;
  // M-14: first and last name are required (S6).
  if (!contact.firstName || !contact.lastName) throw new MobiworkError('required', 'firstName, lastName');
  if (isNew) customer.contacts.push(contact);
  return contact;
}

/** The new list; a primary contact whom it leaves out stays, is refused, or goes, as the switch has it. */
function withPrimary(
  { assumptions }: MobiworkState,
  customer: MobiworkCustomer,
  { before, named }: { before: MobiworkContact[]; named: MobiworkContact[] },
): MobiworkContact[] {
  const primary = before.find(({ contactId }) => contactId === customer.primaryContactId);
  if (!primary || named.includes(primary)) return named;
  if (assumptions.primaryLeftOut === 'refused') throw new MobiworkError('primaryLeftOut');
  if (assumptions.primaryLeftOut === 'kept') return [primary, ...named];
  customer.primaryContactId = null;
  return named;
}

/** A contact with a PIN of their own (M-27); which one is ours to choose. */
function newContact(contactId: number): MobiworkContact {
  return { ...emptyContact(contactId), pin: String((contactId * 7919) % 10_000).padStart(4, '0') };
}
