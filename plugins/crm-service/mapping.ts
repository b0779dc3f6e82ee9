import {
  always,
  at,
  codec,
  mapping,
  phones,
  rest,
  type Contact,
  type Customer,
  type Mapping,
  type Piece,
} from 'portico/contract';

import type { Item } from './client.js';
import { moment } from './moments.js';
import type { CrmSettings } from './settings.js';

/** By slot (assumed.ts), the attribute that it is in. */
export type Names = Readonly<Record<string, string>>;

/** What a mapping needs to know of its module. */
export interface Known {
  names: Names;
  zone: string;
  settings: CrmSettings;
}

/** Without the members that are undefined, as `exactOptionalPropertyTypes` wants it. */
export const filled = <T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;

/** A piece for a slot that the schema has; nothing for a gap. */
export const of = <R>(name: string | undefined, piece: (name: string) => R): R | undefined =>
  name === undefined ? undefined : piece(name);
export const text = (name: string | undefined) => of(name, (path) => at(path));
export const id = (name: string | undefined) => of(name, (path) => at(path, codec.id));

export const stamps = ({ names, zone }: Known) => ({
  createdAt: of(names['created'], (path) => at(path, readOnly(moment(zone)))),
  changedAt: of(names['changed'], (path) => at(path, readOnly(moment(zone)))),
});
export const readOnly = <T>({
  expected,
  decode,
}: {
  expected: string;
  decode(value: unknown, path: string): T | undefined;
}) => ({
  expected,
  decode,
});
/** What has no slot, by the vendor's own names. */
export const others = rest({ except: ['id'] });

/** accounts (§6). */
export const customerMapping = (known: Known): Mapping<Item, Customer> => {
  const { names } = known;
  const { phone } = names;
  return mapping<Item, Customer>({
    name: named(names, 'name'),
    ...filled({
      number: of(names['number'], (path) => at(path, readOnly(codec.text))),
      email: of(names['email'], (path) => at(path, codec.email)),
      phones: of(phone, (work) => phones({ work })),
      parent: id(names['parent']),
      ...stamps(known),
    }),
    fields: others,
  });
};

/** contacts and leads (§6). The one account is the principal customer as well. */
export const contactMapping = (known: Known, kind: 'contact' | 'lead'): Mapping<Item, Contact> => {
  const { names } = known;
  const { phone: work, mobile } = names;
  return mapping<Item, Contact>({
    kind: always(kind),
    ...filled({
      firstName: text(names['firstName']),
      lastName: text(names['lastName']),
      jobTitle: text(names['jobTitle']),
      email: of(names['email'], (path) => at(path, codec.email)),
      phones: work || mobile ? phones(filled({ work, mobile })) : undefined,
      principal: id(names['customer']),
      ...stamps(known),
    }),
    fields: others,
  });
};

/** A name that people read; a record without one goes by its number or id, so that it is not lost. */
export function named(names: Names, slot: 'name' | 'subject'): Piece<string> {
  const path = names[slot];
  const { number } = names;
  return {
    paths: path === undefined ? [] : [path],
    read: (raw) => {
      const read = (name: string | undefined) =>
        name === undefined ? undefined : codec.text.decode(Reflect.get(raw, name), name);
      return read(path) ?? read(number) ?? codec.id.decode(Reflect.get(raw, 'id'), 'id');
    },
    ...(path !== undefined && { write: (value, into) => void (into[path] = value) }),
  };
}
