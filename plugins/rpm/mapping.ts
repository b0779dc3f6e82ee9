import {
  always,
  at,
  codec,
  contact,
  customer,
  derive,
  mapping,
  members,
  Mismatch,
  problem,
  type Codec,
  type Contact,
  type Customer,
  type Facts,
  type Piece,
  type RecordData,
  type Row,
  readItem,
} from 'portico/contract';

import { dateFormats, phoneTypes } from './assumed.js';
import { type Raw } from './client.js';

type Fields = NonNullable<RecordData['fields']>;
type Phone = NonNullable<Contact['phones']>[number];

/** The id that an item must carry under this name. */
export const idOf = (item: unknown, name: string): string =>
  readItem(codec.required(codec.id), readItem(codec.anyObject, item)[name], name);

/** Without the members that are empty, as `exactOptionalPropertyTypes` wants it. */
export const filled = <T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;

/** A field's several values: texts, or objects that hold one. */
const severalValues = codec.list<string>({
  expected: 'text',
  decode: (value, path) =>
    codec.text.decode(
      typeof value === 'object' && value !== null ? Reflect.get(value, 'Value') : value,
      path,
    ),
});
export const fieldEntries = codec.list(
  codec.object({
    Field: codec.text,
    Uid: codec.text,
    Value: codec.text,
    ID: codec.id,
    Values: severalValues,
  }),
);

/** Puts entries behind those that another piece has put into `Fields[]`. */
export function addFields(into: Raw, entries: object[]): void {
  into['Fields'] = [...(Array.isArray(into['Fields']) ? (into['Fields'] as object[]) : []), ...entries];
}

/** `Fields[]` by Uid, which is stable; names are not (rpm.md §5). A field that comes twice is a list. */
export const fields: Piece<Fields> = {
  paths: ['Fields'],
  read(raw, used) {
    const found = new Map<string, string | string[]>();
    for (const { Uid, Field, Value, Values } of at('Fields', fieldEntries).read(raw, used) ?? []) {
      const name = Uid ?? Field;
      const value = Values?.length ? Values : Value;
      if (name === undefined || value === undefined) continue;
      const before = found.get(name);
      found.set(name, before === undefined ? value : [before, value].flat());
    }
    return Object.fromEntries(found);
  },
  write: (values, into) =>
    addFields(
      into,
      Object.entries(values).map(([Uid, value]) =>
        Array.isArray(value)
          ? { Uid, Values: value }
          : { Uid, Value: typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value ?? '') },
      ),
    ),
};

const phoneEntry = codec.object({ Type: codec.integer, Number: codec.text });
const typeOfPhone = (code: number | undefined): NonNullable<Phone['type']> =>
  Object.entries(phoneTypes).find(([each]) => Number(each) === code)?.[1] ?? 'other';
const codeOfPhone = (type: Phone['type']): number =>
  Number(Object.entries(phoneTypes).find(([, each]) => each === type)?.[0] ?? 6);

const phones: Piece<Phone[]> = {
  paths: ['PhoneNumbers'],
  read: (raw, used) =>
    at('PhoneNumbers', codec.list(phoneEntry))
      .read(raw, used)
      ?.flatMap(({ Type, Number: number }) => (number ? [{ type: typeOfPhone(Type), number }] : [])),
  write: (values, into) =>
    void (into['PhoneNumbers'] = values.map(({ type, number }) => ({
      Type: codeOfPhone(type),
      Number: number,
    }))),
};

/** A person of `Customer.Contacts[]`; the same person comes with each of their customers (RPM-1). */
export const contactMapping = mapping<Raw, Contact>({
  kind: always('contact'),
  honorific: at('Salutation'),
  firstName: at('FirstName'),
  lastName: at('LastName'),
  jobTitle: at('Title'),
  email: at('Email', codec.email),
  phones,
});

const location = codec.object({
  Name: codec.text,
  Address: codec.text,
  City: codec.text,
  StateProvince: codec.text,
  Country: codec.text,
  ZipPostalCode: codec.text,
});
const addresses = derive<Raw, NonNullable<Customer['addresses']>>(['Locations'], ({ Locations }) =>
  codec
    .list(location)
    .decode(Locations, 'Locations')
    ?.map((each) =>
      filled({
        label: each.Name,
        street: each.Address,
        city: each.City,
        region: each.StateProvince === 'n/a' ? undefined : each.StateProvince,
        postalCode: each.ZipPostalCode,
        country: each.Country,
      }),
    ),
);

/** A moment of RPM, read-only: strings without a zone (rpm.md §5). */
export const moment = (facts: Facts): Codec<string> => {
  const { expected, decode } = codec.zoned(dateFormats, facts.zone);
  return { expected, decode };
};

export const customerMapping = (facts: Facts) =>
  mapping<Raw, Customer>({
    name: at('Name'),
    website: at('Website'),
    addresses,
    createdAt: at('Added', moment(facts)),
    changedAt: at('Modified', moment(facts)),
    fields,
  });

const contactEntries = codec.required(
  codec.list(codec.object({ Contact: codec.required(codec.anyObject), IsPrimary: codec.boolean })),
);

export const asOf = (changedAt: string | undefined): { asOf?: Date } =>
  changedAt ? { asOf: new Date(changedAt) } : {};

/** The contacts of a customer as RPM sends them, with their ids. */
export const contactsOf = (raw: Raw): { id: string; isPrimary: boolean; person: Raw }[] =>
  readItem(contactEntries, raw['Contacts'], 'Contacts').map(
    ({ Contact: person, IsPrimary: isPrimary = false }) => ({
      id: idOf(person, 'ContactID'),
      isPrimary,
      person,
    }),
  );

/**
 * A customer with its people and their roles; of two primaries the lowest id counts (RPM-1 to RPM-3). Each row is
 * refused alone: a malformed address keeps nobody else's, and nobody who left, waiting.
 */
export function customerRows(facts: Facts): (item: unknown) => Row[] {
  const toCustomer = customerMapping(facts);
  const modified = moment(facts);
  return (item) => {
    const raw = readItem(codec.anyObject, item);
    const customerId = idOf(raw, 'CustomerID');
    const copy = asOf(readable(() => modified.decode(raw['Modified'], 'Modified')));
    const name = readable(() => codec.text.decode(raw['Name'], 'Name')) ?? 'without a name';
    const people = contactsOf(raw);
    const primaries = people.filter(({ isPrimary }) => isPrimary).map(({ id }) => id);
    const [primary] = primaries.toSorted((a, b) => Number(a) - Number(b));
    return [
      customer(customerId, () => toCustomer.read(raw), copy),
      ...people.map(({ id, person }) => contact(id, () => contactMapping.read(person), copy)),
      members({
        of: { customer: customerId },
        are: [...new Set(people.map(({ id }) => id))],
        primary,
      }),
      ...(primaries.length > 1
        ? [
            problem(
              'TWO_PRIMARIES',
              `Customer ${name} (${customerId}) has ${primaries.length} primary contacts (${primaries.join(', ')}); ${primary} counts.`,
              'Leave one of them primary in RPM.',
            ),
          ]
        : []),
    ];
  };
}

/** What cannot be read refuses the customer's own row; copies without a moment are as old as can be. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Mismatch) return undefined;
    throw error;
  }
}
