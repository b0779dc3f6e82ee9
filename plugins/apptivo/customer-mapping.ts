import { at, codec, customer, derive, mapping, members, problem, readItem } from 'portico/contract';
import type { Customer, Facts, Row } from 'portico/contract';

import { idIn, idOf, objects, textIn, type Raw } from './client.js';
import { email, phones } from './contact-mapping.js';
import type { ApptivoSettings } from './settings.js';
import { customFields, datesOf, filled, isGone, itemId, soft } from './values.js';

const text = soft(codec.text);

const addresses = derive<Raw, NonNullable<Customer['addresses']>>(['addresses'], (raw) =>
  objects(raw['addresses']).map((entry) => {
    const lines = [textIn(entry, 'addressLine1'), textIn(entry, 'addressLine2')].filter(Boolean).join(', ');
    return filled({
      label: textIn(entry, 'addressType'),
      street: lines || undefined,
      city: textIn(entry, 'city'),
      region: textIn(entry, 'state'),
      postalCode: textIn(entry, 'zipCode'),
      country: textIn(entry, 'countryName'),
    });
  }),
);

export const customerMapping = (facts: Facts, settings: ApptivoSettings) => {
  const { moment } = datesOf(facts, settings);
  return mapping<Raw, Customer>({
    name: at('customerName', text),
    number: derive(['customerNumber'], (raw) => textIn(raw, 'customerNumber')),
    website: at('website', text),
    email: { paths: email.paths, read: email.read },
    phones: { paths: phones.paths, read: phones.read },
    addresses,
    status: derive(['statusName'], (raw) => textIn(raw, 'statusName')),
    createdAt: at('creationDate', moment),
    changedAt: at('lastUpdateDate', moment),
    fields: derive(['customAttributes'], customFields),
  });
};

/** A customer as the stream reads it: with the people it lists, and the customers that bear its parent's name. */
export interface CustomerItem {
  row: Raw;
  people?: Raw[];
  parents?: string[];
}

const itemCodec = codec.object({
  row: codec.required(codec.anyObject),
  people: codec.list(codec.anyObject),
  parents: codec.list(codec.id),
});

/**
 * A customer with its people (APT-3). `isPrimary` counts at the contact's own customer; of several, none does, for
 * Apptivo does not say which (apptivo.md §6). A parent is told by name alone and counts where one customer bears it.
 */
export function customerRows(facts: Facts, settings: ApptivoSettings): (item: CustomerItem) => Row[] {
  const toCustomer = customerMapping(facts, settings);
  return (item) => {
    const { row, people, parents = [] } = readItem(itemCodec, item);
    if (isGone(row)) return [];
    const id = itemId(row, 'customers');
    const data = toCustomer.read(row);
    const [parent] = parents;
    if (parent !== undefined && parents.length === 1 && parent !== id) data.parent = parent;
    const named = textIn(row, 'parentCustomerName');
    const are = [...new Set((people ?? []).flatMap((each) => idOf(each, 'contacts') ?? []))];
    const primaries = primariesOf(people ?? [], id);
    const primary = primaries.length === 1 ? primaries[0] : undefined;
    return [
      customer(id, data),
      ...(people ? [members({ of: { customer: id }, are, primary })] : []),
      ...(primaries.length > 1
        ? [
            problem(
              'PRIMARY_CONFLICT',
              `Customer ${data.name} (${id}) has ${primaries.length} primary contacts (${primaries.join(', ')}); none counts.`,
              'Leave one of them primary in Apptivo.',
            ),
          ]
        : []),
      ...(named !== undefined && data.parent === undefined
        ? [
            problem(
              'PARENT_UNKNOWN',
              `The parent of customer ${data.name} (${id}), "${named}", is the name of ${parents.length} other customers; its people do not see these cases.`,
              'Give the parent a name of its own in Apptivo.',
            ),
          ]
        : []),
    ];
  };
}

const primariesOf = (people: Raw[], customerId: string): string[] => [
  ...new Set(
    people.flatMap((each) =>
      textIn(each, 'isPrimary')?.toUpperCase() === 'Y' && idIn(each, 'accountId') === customerId
        ? (idOf(each, 'contacts') ?? [])
        : [],
    ),
  ),
];
