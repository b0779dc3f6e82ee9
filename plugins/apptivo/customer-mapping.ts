import { at, codec, customer, derive, mapping, members, problem, readItem } from 'portico/contract';
import type { Customer, Facts, Row } from 'portico/contract';

import { idIn, idOf, objects, textIn, type Raw } from './client.js';
import { email, phones } from './contact-mapping.js';
import type { ApptivoSettings } from './settings.js';
import { customFields, datesOf, filled, isGone, itemId, readLegible, readOnly } from './values.js';

const addresses = (raw: Raw): NonNullable<Customer['addresses']> =>
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
  });

export const customerMapping = (facts: Facts, settings: ApptivoSettings) => {
  const { moment } = datesOf(facts, settings);
  return mapping<Raw, Customer>({
    name: at('customerName'),
    number: at('customerNumber', readOnly(codec.text)),
    website: at('website'),
    email: { paths: email.paths, read: email.read },
    phones: { paths: phones.paths, read: phones.read },
    addresses: derive(['addresses'], addresses),
    status: at('statusName', readOnly(codec.text)),
    createdAt: at('creationDate', moment),
    changedAt: at('lastUpdateDate', moment),
    fields: derive(['customAttributes'], customFields),
  });
};

/** A customer as the stream reads it: with the people it lists, and the customers that bear its parent's name. */
export interface CustomerItem {
  row: Raw;
  people?: Raw[];
  /** How many people it counts, where it shows fewer: then they are no list of its members. */
  counts?: number;
  parents?: string[];
}

const itemCodec = codec.object({
  row: codec.required(codec.anyObject),
  people: codec.list(codec.anyObject),
  counts: codec.integer,
  parents: codec.list(codec.id),
});

/**
 * A customer with its people (APT-3). `isPrimary` counts at the contact's own customer; of several, none does, for
 * Apptivo does not say which (apptivo.md §6). A parent is told by name alone and counts where one customer bears it.
 */
export function customerRows(facts: Facts, settings: ApptivoSettings): (item: CustomerItem) => Row[] {
  const toCustomer = customerMapping(facts, settings);
  return (item) => {
    const { row, people, counts, parents = [] } = readItem(itemCodec, item);
    if (isGone(row)) return [];
    const id = itemId(row, 'customers');
    const problems: Row[] = [];
    const tell = (code: string, what: string, remedy: string): void =>
      void problems.push(problem(code, `Customer ${textIn(row, 'customerName')} (${id}) ${what}`, remedy));
    const others = parents.filter((each) => each !== id);
    const parent = others.length === 1 ? others[0] : undefined;
    const parentName = textIn(row, 'parentCustomerName');
    if (parentName !== undefined && parent === undefined)
      tell(
        'PARENT_UNKNOWN',
        `has the parent "${parentName}", which is the name of ${others.length} others; the parent's people do not see its cases.`,
        'Give the parent a name of its own in Apptivo.',
      );
    const are = [...new Set((people ?? []).flatMap((each) => idOf(each, 'contacts') ?? []))];
    const primaries = primariesOf(people ?? [], id);
    if (primaries.length > 1)
      tell(
        'PRIMARY_CONFLICT',
        `has ${primaries.length} primary contacts (${primaries.join(', ')}); none counts.`,
        'Leave one of them primary in Apptivo.',
      );
    if (counts !== undefined)
      tell(
        'MEMBERS_INCOMPLETE',
        `counts ${counts} contacts and does not show them all; its members stay as they were.`,
        'Look at its contacts in Apptivo.',
      );
    return [
      customer(id, () => Object.assign(readLegible(toCustomer, row, problems), parent && { parent })),
      ...(people
        ? [members({ of: { customer: id }, are, primary: primaries.length === 1 ? primaries[0] : undefined })]
        : []),
      ...problems,
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
