import { at, codec, customer, derive, Fault, mapping, phones, ref } from 'portico/contract';
import type { Customer, Mapping, Piece, Row } from 'portico/contract';

import { assumed } from './assumed.js';
import type { Item } from './client.js';
import { address, vendorFields } from './vendor-codecs.js';

type Address = NonNullable<Customer['addresses']>[number];

const columnsOf = (prefix: string) =>
  ({
    street: `${prefix}street`,
    city: `${prefix}city`,
    region: `${prefix}state`,
    postalCode: `${prefix}code`,
    country: `${prefix}country`,
  }) as const;

/** Billing columns have no prefix (§3), the others do. */
const labels = {
  Billing: columnsOf(''),
  Shipping: columnsOf('ship_'),
  Registered: columnsOf('reg_'),
} as const;
type Label = keyof typeof labels;
const all = Object.keys(labels) as Label[];
const text = (raw: object, name: string): string | undefined =>
  codec.text.decode(Reflect.get(raw, name), name);

/** Three addresses, each in columns of its own; a street's second line has one too. Written are those that are given. */
const addresses: Piece<Address[]> = {
  paths: all.flatMap((label) => [...Object.values(labels[label]), assumed.secondLine[label]]),
  read: (raw) =>
    all.flatMap((label) => {
      const columns = labels[label];
      const lines = [text(raw, columns.street), text(raw, assumed.secondLine[label])].filter((line) => line);
      const parts = Object.entries(columns).flatMap(([part, column]) => {
        const value = part === 'street' ? lines.join('\n') || undefined : text(raw, column);
        return value === undefined ? [] : [[part, value]];
      });
      return parts.length ? [{ label, ...Object.fromEntries(parts) } as Address] : [];
    }),
  write(values, into) {
    for (const { label, street = '', ...rest } of values) {
      const name = all.find((each) => each === label);
      if (!name)
        throw new Fault(
          'config',
          `OpenCRM has no address "${label}" of a company; it has ${all.join(', ')}.`,
        );
      const [first = '', ...lines] = street.split(/\r?\n/);
      into[labels[name].street] = first;
      into[assumed.secondLine[name]] = lines.join(', ');
      for (const part of ['city', 'region', 'postalCode', 'country'] as const)
        into[labels[name][part]] = rest[part] ?? '';
    }
  },
};

export const companyMapping: Mapping<Item, Customer> = mapping<Item, Customer>({
  // Nothing makes a name mandatory (§3), and what belongs to a company without one is not to be lost.
  name: {
    ...at('accountname'),
    read: (raw) => text(raw, 'accountname') ?? `Company ${text(raw, 'id') ?? ''}`.trim(),
  },
  number: derive(['id'], ({ id }: Item) => id),
  website: at('website'),
  email: at('email1', address),
  phones: phones({ work: 'phone' }),
  addresses,
  parent: ref('customer', 'parentid'),
  fields: vendorFields([
    'account_type',
    'industry',
    'vatnumber',
    'def_currency',
    'pricebook',
    'outstanding_balance',
    'due_balance',
    'overdue_balance',
  ]),
});

export const mapCompany = (item: Item): Row[] => [customer(item.id, () => companyMapping.read(item))];
