import type { Access } from '../access/access.js';
import type { ListedRecord } from '../access/list-query.js';
import type { RowKey } from '../access/load-rows.js';
import { PorticoError } from '../contract/portico-error.js';
import type { Reader } from '../portal/read-as.js';
import { readVisible } from '../portal/read-visible.js';

/** A customer of the reader, in every system that has it under the same name (access.md). */
export interface Company {
  /** Portico's id of one of them. */
  id: string;
  name: string;
  /** By the vendor's id, and by Portico's. */
  customers: readonly { connectionId: string; id: string; uuid: string }[];
}

/** A reader who may have narrowed to one company. */
export interface NarrowedReader extends Reader {
  company?: Company;
}

/**
 * The reader as their session has narrowed them, which shows less and never more. A customer that is not theirs
 * any more narrows nothing.
 */
export async function narrow(reader: Reader, customer: string | undefined): Promise<NarrowedReader> {
  if (customer === undefined) return reader;
  const company = await findCompany(reader, customer);
  return company
    ? { ...reader, company, accesses: reader.accesses.map((each) => actingFor(each, company)) }
    : reader;
}

/** The company that one of the reader's own customers is of; nothing for any other id (S17). */
export async function findCompany(reader: Reader, id: string): Promise<Company | undefined> {
  const mine = await readVisible(reader, 'customer', ownCustomers(reader));
  const named = mine.map(({ values: { name }, ...row }) => ({
    ...row,
    name: typeof name === 'string' ? name : '',
  }));
  const chosen = named.find((row) => row.id === id);
  if (!chosen) return undefined;
  const same = named.filter((row) => row === chosen || (row.name !== '' && isSame(row.name, chosen.name)));
  const { name } = chosen;
  return {
    id,
    name,
    customers: same.map(({ connectionId, externalId, id: uuid }) => ({ connectionId, id: externalId, uuid })),
  };
}

/** The customers that the reader is a contact of. */
export const ownCustomers = ({ accesses }: Pick<Reader, 'accesses'>): RowKey[] =>
  accesses.flatMap(({ connectionId, me }) => me.customers.map((id) => ({ connectionId, id })));

/** @throws PorticoError OUTSIDE_COMPANY for what the reader may see, but has narrowed away. */
export function refuseOutside({ company }: NarrowedReader, shown: ListedRecord): void {
  if (!company || company.customers.some((each) => isOf(each, shown))) return;
  throw new PorticoError(
    'OUTSIDE_COMPANY',
    'This is not of the company that you have narrowed to. Go back to all companies to see it.',
  );
}

const isOf = (
  customer: Company['customers'][number],
  { module, id, connectionId, values }: ListedRecord,
): boolean =>
  module === 'customer'
    ? customer.uuid === id
    : customer.connectionId === connectionId && customer.id === values['customer'];

const isSame = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();

/** What a person starts is for the company they have narrowed to. */
function actingFor(access: Access, { customers }: Company): Access {
  const { connectionId, me } = access;
  const mine = customers.find((each) => each.connectionId === connectionId && me.customers.includes(each.id));
  return mine ? { ...access, me: { ...me, customer: mine.id } } : access;
}
