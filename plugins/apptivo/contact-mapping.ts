import { always, at, codec, contact, derive, mapping, readItem } from 'portico/contract';
import type { Contact, Facts, Piece, Row } from 'portico/contract';

import { newAddress, phoneCodes, phoneTypeOf } from './assumed.js';
import { objects, textIn, type Raw } from './client.js';
import type { ApptivoSettings } from './settings.js';
import { customFields, datesOf, isGone, itemId, readLegible, readOnly } from './values.js';

type Phones = NonNullable<Contact['phones']>;

const addressOf = (entry: Raw): string | undefined => textIn(entry, 'emailAddress');
const isAddress = (entry: Raw): boolean => /^[^\s@]+@[^\s@]+$/.test(addressOf(entry) ?? '');

/** The first entry that is an address; the primary one, as far as Apptivo tells (apptivo.md §6). */
export const email: Piece<string> = {
  paths: ['emailAddresses'],
  read(raw) {
    const entries = objects((raw as Raw)['emailAddresses']);
    const first = entries.find(isAddress) ?? entries.find(addressOf);
    return first && codec.email.decode(addressOf(first), 'emailAddresses');
  },
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
      const number = codec.text.decode(entry['phoneNumber'], 'phoneNumbers');
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

/** A person; `accountId` is the one customer that the portal sign-in is tied to (apptivo.md §6). */
export const contactMapping = (facts: Facts, settings: ApptivoSettings) => {
  const { moment } = datesOf(facts, settings);
  return mapping<Raw, Contact>({
    kind: always('contact'),
    firstName: at('firstName'),
    lastName: at('lastName'),
    jobTitle: at('jobTitle'),
    email,
    phones,
    status: at('contactStatusName', readOnly(codec.text)),
    principal: at('accountId', readOnly(codec.id)),
    createdAt: at('creationDate', moment),
    changedAt: at('lastUpdateDate', moment),
    fields: derive(['customAttributes'], customFields),
  });
};

const itemCodec = codec.object({ row: codec.required(codec.anyObject) });

export function contactRows(facts: Facts, settings: ApptivoSettings): (item: { row: Raw }) => Row[] {
  const toContact = contactMapping(facts, settings);
  return (item) => {
    const { row } = readItem(itemCodec, item);
    if (isGone(row)) return [];
    const problems: Row[] = [];
    return [contact(itemId(row, 'contacts'), () => readLegible(toContact, row, problems)), ...problems];
  };
}
