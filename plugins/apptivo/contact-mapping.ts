import { always, at, codec, contact, derive, mapping } from 'portico/contract';
import type { Contact, Facts, Piece, Row } from 'portico/contract';

import { newAddress, phoneCodes, phoneTypeOf } from './assumed.js';
import { idIn, objects, textIn, type Raw } from './client.js';
import type { ApptivoSettings } from './settings.js';
import { customFields, datesOf, isGone, itemId, soft } from './values.js';

type Phones = NonNullable<Contact['phones']>;

const isAddress = (entry: Raw): boolean => /^[^\s@]+@[^\s@]+$/.test(textIn(entry, 'emailAddress') ?? '');

/** The first entry that is an address; the primary one, as far as Apptivo tells (apptivo.md §6). */
export const email: Piece<string> = {
  paths: ['emailAddresses'],
  read: (raw) => textIn(objects((raw as Raw)['emailAddresses']).find(isAddress), 'emailAddress'),
  write: (value, into) =>
    void (into['emailAddresses'] = value ? [{ ...newAddress, emailAddress: value }] : []),
};

/** The list of addresses with another first one; without one, the first is taken out. */
export function withAddress(held: unknown, [fresh]: Raw[]): Raw[] {
  const entries = objects(held);
  const place = Math.max(0, entries.findIndex(isAddress));
  return entries.toSpliced(
    place,
    1,
    ...(fresh ? [{ ...fresh, ...entries[place], emailAddress: fresh['emailAddress'] }] : []),
  );
}

export const phones: Piece<Phones> = {
  paths: ['phoneNumbers'],
  read: (raw) =>
    objects((raw as Raw)['phoneNumbers']).flatMap((entry) => {
      const number = textIn(entry, 'phoneNumber');
      const words = [textIn(entry, 'phoneTypeCode'), textIn(entry, 'phoneType')].join(' ');
      return number === undefined ? [] : [{ type: phoneTypeOf(words), number }];
    }),
  write: (values, into) =>
    void (into['phoneNumbers'] = (values ?? []).map(({ type, number }) => ({
      id: 'contact_phone_input',
      phoneNumber: number,
      ...phoneCodes[type === undefined || type === 'other' ? 'work' : type],
    }))),
};

const text = soft(codec.text);

/** A person; `accountId` is the one customer that the portal sign-in is tied to (apptivo.md §6). */
export const contactMapping = (facts: Facts, settings: ApptivoSettings) => {
  const { moment } = datesOf(facts, settings);
  return mapping<Raw, Contact>({
    kind: always('contact'),
    firstName: at('firstName', text),
    lastName: at('lastName', text),
    jobTitle: at('jobTitle', text),
    email,
    phones,
    status: derive(['contactStatusName'], (raw) => textIn(raw, 'contactStatusName')),
    principal: derive(['accountId'], (raw) => idIn(raw, 'accountId')),
    createdAt: at('creationDate', moment),
    changedAt: at('lastUpdateDate', moment),
    fields: derive(['customAttributes'], customFields),
  });
};

export function contactRows(facts: Facts, settings: ApptivoSettings): (row: Raw) => Row[] {
  const toContact = contactMapping(facts, settings);
  return (row) => (isGone(row) ? [] : [contact(itemId(row, 'contacts'), toContact.read(row))]);
}
