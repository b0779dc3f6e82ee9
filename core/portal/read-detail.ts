import { readRecord, recordNotFound, type RecordDetail } from '../access/read-record.js';
import { moduleNamed } from './readable-modules.js';
import { nameCustomers, type NamedCustomer } from './name-customers.js';
import type { Reader } from './read-as.js';
import { readVisible } from './read-visible.js';

/** A record's page: its visible values, and who it points at by name. */
export interface Detail extends RecordDetail {
  customer?: NamedCustomer;
  contacts: string[];
}

/** @throws PorticoError RECORD_NOT_FOUND, also for a customer or a contact: they have pages of their own. */
export async function readDetail(reader: Reader, id: string): Promise<Detail> {
  const record = await readRecord(reader.tx, reader.accesses, id);
  if (!moduleNamed(record.module)) throw recordNotFound();
  const customer = (await nameCustomers(reader, [record])).get(record.id);
  return { ...record, ...(customer && { customer }), contacts: await nameContacts(reader, record) };
}

async function nameContacts(reader: Reader, { connectionId, values }: RecordDetail): Promise<string[]> {
  const ids: unknown[] = Array.isArray(values['contacts']) ? values['contacts'] : [];
  const keys = ids.map((id) => ({ connectionId, id: String(id) }));
  const rows = await readVisible(reader, 'contact', keys);
  return rows.flatMap((row) => personName(row.values) ?? []);
}

/** A contact's name, of the parts that are visible. */
export function personName(values: Readonly<Record<string, unknown>>): string | undefined {
  const parts = [values['honorific'], values['firstName'], values['lastName']];
  const name = parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
  return name || (typeof values['email'] === 'string' ? values['email'] : undefined);
}
