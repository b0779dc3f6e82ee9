import { findRow, readRecord, recordNotFound, type RecordDetail } from '../access/read-record.js';
import { listRecords } from '../access/list-records.js';
import type { ListQuery, RecordList } from '../access/list-query.js';
import { personName } from './read-detail.js';
import type { Reader } from './read-as.js';
import { readVisible, type VisibleRow } from './read-visible.js';

/** A customer's page with its contact cards. */
export interface CustomerPage extends RecordDetail {
  contacts: VisibleRow[];
  /** More belong to it than are shown. */
  moreContacts: boolean;
}

const mostContacts = 200;

/** The customers of a person, by name. */
export const readCustomers = (
  { tx, accesses }: Reader,
  asked: Pick<ListQuery, 'search' | 'after' | 'size' | 'customers'>,
): Promise<RecordList> => listRecords(tx, accesses, { ...asked, module: 'customer', sort: 'name' });

/** @throws PorticoError RECORD_NOT_FOUND */
export async function readCustomer(reader: Reader, id: string): Promise<CustomerPage> {
  const { tx, accesses } = reader;
  const customer = await readRecord(tx, accesses, id);
  const row = customer.module === 'customer' ? await findRow(tx, id, accesses) : undefined;
  if (!row) throw recordNotFound();
  const members = row.links.filter(({ kind, by }) => kind === 'member' && by === 'contact');
  const keys = members.map(({ target }) => ({ connectionId: row.connectionId, id: target }));
  const contacts = await readVisible(reader, 'contact', keys);
  return {
    ...customer,
    contacts: contacts.sort(byName).slice(0, mostContacts),
    moreContacts: contacts.length > mostContacts,
  };
}

const byName = (one: VisibleRow, other: VisibleRow): number =>
  sortName(one).localeCompare(sortName(other), 'en') || (one.externalId < other.externalId ? -1 : 1);

const sortName = ({ values }: VisibleRow): string =>
  typeof values['lastName'] === 'string' ? values['lastName'] : (personName(values) ?? '');
