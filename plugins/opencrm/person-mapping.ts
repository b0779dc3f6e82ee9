import { always, at, codec, contact, derive, login, mapping, members, phones, ref } from 'portico/contract';
import type { Contact, Login, Mapping, Row } from 'portico/contract';

import type { Item } from './client.js';
import { address, day, lenient, tick, vendorFields } from './vendor-codecs.js';

const names = { firstName: at('firstname'), lastName: at('lastname'), email: at('email', address) };

export const contactMapping: Mapping<Item, Contact> = mapping<Item, Contact>({
  ...names,
  kind: always('contact'),
  jobTitle: at('title'),
  phones: phones({ work: 'phone', mobile: 'mobile', home: 'homephone' }),
  principal: ref('customer', 'accountid'),
  fields: vendorFields([
    'department',
    'mailingstreet',
    'mailingstreet2',
    'mailingcity',
    'mailingstate',
    'mailingzip',
    'mailingcountry',
  ]),
});

/** O-06: a lead is a person of its own. Its company is text, no link (§6). */
export const leadMapping: Mapping<Item, Contact> = mapping<Item, Contact>({
  ...names,
  kind: always('lead'),
  jobTitle: at('designation'),
  status: at('leadstatus'),
  phones: phones({ work: 'phone', mobile: 'mobile' }),
  fields: vendorFields(['company', 'lane', 'lane2', 'city', 'state', 'code', 'country']),
});

const bounds = ['support_start_date', 'support_end_date'] as const;

/**
 * The portal fields of a contact or a lead: the tick (O-14), an e-mail address (O-07), the user name (O-08), the lock
 * (O-16), the support dates (O-15), the right to sign (O-49). A tick or date that cannot be read opens nothing, and
 * holds up no right that ends.
 */
export const loginMapping: Mapping<Item, Login> = mapping<Item, Login>({
  contact: at('id', codec.id),
  userName: derive(
    ['login', 'email'],
    (raw: Item) => codec.text.decode(raw['login'], 'login') ?? address.decode(raw['email'], 'email'),
  ),
  enabled: derive(
    ['portal', 'email', ...bounds],
    (raw: Item) =>
      lenient(tick).decode(raw['portal'], 'portal') === true &&
      lenient(address).decode(raw['email'], 'email') !== undefined &&
      bounds.every((name) => isReadable(raw[name])),
  ),
  locked: derive(['portal_islocked'], (raw: Item) => isTicked(raw['portal_islocked'])),
  validFrom: at(bounds[0], lenient(day)),
  validTo: at(bounds[1], lenient(day)),
  capabilities: derive(['canesign'], (raw: Item) =>
    lenient(tick).decode(raw['canesign'], 'canesign') === true ? ['esign'] : [],
  ),
});

/** Anything but a clear "no" is a lock. */
const isTicked = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && lenient(tick).decode(value, '') !== false;

const isReadable = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'string' && value.startsWith('0000-00-00')) ||
  lenient(day).decode(value, '') !== undefined;

/** A contact with its login and its company, which sits on the contact (§9: one additional membership, and principal). */
export function mapContact(item: Item): Row[] {
  const company = lenient(codec.id).decode(item['accountid'], 'accountid');
  return [
    contact(item.id, () => contactMapping.read(item)),
    members({ of: { contact: item.id }, are: company === undefined ? [] : [company] }),
    login(item.id, () => loginMapping.read(item)),
  ];
}

export const mapLead = (item: Item): Row[] => [
  contact(item.id, () => leadMapping.read(item)),
  members({ of: { contact: item.id }, are: [] }),
  login(item.id, () => loginMapping.read(item)),
];
