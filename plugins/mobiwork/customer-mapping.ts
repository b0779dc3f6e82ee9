import {
  at,
  codec,
  contact,
  customer,
  derive,
  login,
  mapping,
  members,
  problem,
  readItem,
  record,
} from 'portico/contract';
import type { Customer, Mapping, Piece, RecordData, Row } from 'portico/contract';

import { idOf, readable, type Raw } from './client.js';
import { contactMapping, flag, loginOf, namesOf, signInName } from './contact-mapping.js';
import type { MobiworkSettings } from './settings.js';
import { memberOf } from './tidy.js';

const object = (raw: Raw, name: string): Raw => codec.anyObject.decode(raw[name], name) ?? {};

/** What stands in a list element (`contactList` with `contact`), one or many. */
export const inside = (raw: Raw, list: string, item: string): Raw[] =>
  codec.oneOrMany(codec.anyObject).decode(memberOf(raw[list], item), `${list}.${item}`) ?? [];

/** The customer's contacts; the primary one (M-03: among them) may come apart, and may be only there. */
export function contactsOf(raw: Raw): { contacts: { id: string; raw: Raw }[]; primary: string | undefined } {
  const listed = inside(raw, 'contactList', 'contact').map((each) => ({
    id: readItem(codec.id, each['contactId'], 'contactList.contact.contactId'),
    raw: each,
  }));
  const apart = { ...object(raw, 'contact'), ...object(raw, 'primaryContact') };
  const primary = codec.id.decode(apart['contactId'], 'contact.contactId');
  const isListed = primary === undefined || listed.some(({ id }) => id === primary);
  return { contacts: isListed ? listed : [{ id: primary, raw: apart }, ...listed], primary };
}

const text = (raw: Raw, name: string): string | undefined => codec.text.decode(raw[name], name);

const joined = (parts: (string | undefined)[], by: string): string | undefined =>
  parts.filter(Boolean).join(by) || undefined;

/** Only what is there, by name. */
export const filled = <T>(values: Record<string, T | undefined>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** The customer's addresses, each once, unread. */
const addressesOf = (raw: Raw): Raw[] => {
  const all = [object(raw, 'address'), ...inside(raw, 'addressList', 'address')];
  return [...new Map(all.map((each) => [JSON.stringify(each['addressId'] ?? each), each])).values()].filter(
    (each) => ['address1', 'city', 'state', 'zipCode'].some((name) => each[name]),
  );
};

const toAddress = (raw: Raw): Record<string, string> =>
  filled({
    label: text(raw, 'name'),
    street: joined([text(raw, 'address1'), text(raw, 'address2')], ', '),
    city: text(raw, 'city'),
    region: text(raw, 'state'),
    postalCode: text(raw, 'zipCode'),
  });

/** `customField{apiName, index, value}`: one value by its name; a repeated one as a list, by index. */
export function customFields(raw: Raw): NonNullable<Customer['fields']> {
  const found = new Map<string, { index: number; value: string }[]>();
  for (const each of inside(raw, 'customFields', 'customField')) {
    const name = text(each, 'apiName');
    const value = text(each, 'value');
    if (name === undefined || value === undefined) continue;
    const index = codec.integer.decode(each['index'], 'customField.index') ?? 0;
    found.set(name, [...(found.get(name) ?? []), { index, value }]);
  }
  return Object.fromEntries(
    [...found].map(([name, values]) => {
      const sorted = values.toSorted((a, b) => a.index - b.index).map(({ value }) => value);
      return [name, sorted.length > 1 ? sorted : (sorted[0] ?? '')];
    }),
  );
}

/** The company's name; of a residential customer the primary contact's. */
const name: Piece<string> = {
  paths: ['companyName', 'contact'],
  read(given) {
    const raw = given as Raw;
    const { contacts, primary } = contactsOf(raw);
    const person = contacts.find(({ id }) => id === primary) ?? contacts[0];
    const own = text(raw, 'companyName') ?? (person && namesOf(person.raw));
    return own ?? `Customer ${idOf('customer', raw)}`;
  },
  write: (value, into) => void (into['companyName'] = value),
};

export const customerMapping: Mapping<Raw, Customer> = mapping<Raw, Customer>({
  name,
  status: at('customStatus'),
  addresses: derive(['address', 'addressList'], (raw: Raw) => addressesOf(raw).map(toAddress)),
  fields: derive(['type', 'prospectFlag', 'externalCustomerId', 'customFields'], (raw: Raw) => ({
    ...filled({
      type: text(raw, 'type'),
      prospectFlag: flag.decode(raw['prospectFlag'], 'prospectFlag'),
      externalCustomerId: text(raw, 'externalCustomerId'),
    }),
    ...customFields(raw),
  })),
});

function location(customer: string, raw: Raw): RecordData {
  const { label, street, city, region, postalCode } = toAddress(raw);
  const body = joined([street, city, joined([region, postalCode], ' ')], ', ') ?? '';
  return { subject: label ?? body, body, customer };
}

/**
 * A customer with its people, their sign-ins and its places. Ids and memberships are read first; each row is then
 * refused alone.
 */
export function customerRows(settings: MobiworkSettings): (raw: Raw) => Row[] {
  const toContact = contactMapping(settings);
  return (raw) => {
    const customerId = idOf('customer', raw);
    const { contacts, primary } = contactsOf(raw);
    const names = new Map<string, string>();
    const rows: Row[] = [
      customer(customerId, () => customerMapping.read(raw)),
      members({ of: { customer: customerId }, are: contacts.map(({ id }) => id), primary }),
    ];
    for (const { id, raw: person } of contacts) {
      const number = readable(() => signInName(person));
      const first = number === undefined ? undefined : names.get(number);
      if (number !== undefined && first === undefined) names.set(number, id);
      rows.push(contact(id, () => toContact.read({ ...person, customerId })));
      const name = first === undefined ? number : undefined;
      rows.push(login(id, () => loginOf({ id, raw: person, customer: raw, name }, settings)));
      if (first !== undefined) rows.push(shared(customerId, first, id));
    }
    for (const each of addressesOf(raw)) {
      const id = codec.id.decode(each['addressId'], 'addressId');
      if (id !== undefined) rows.push(record('location', id, () => location(customerId, each)));
    }
    return rows;
  };
}

/** Two contacts of one number: the second has no sign-in by phone (mobiwork.md §8). */
const shared = (customerId: string, first: string, second: string): Row =>
  problem(
    'PHONE_SHARED',
    `Contacts ${first} and ${second} of customer ${customerId} have one phone number; only ${first} can sign in with it.`,
    'Give each its own phone number in MobiWork, or an e-mail address to sign in with.',
  );
