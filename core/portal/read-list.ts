import { listRecords } from '../access/list-records.js';
import type { ListedRecord, ListQuery, RecordList } from '../access/list-query.js';
import type { RecordModule } from '../contract/contract.js';
import { nameCustomers, type NamedCustomer } from './name-customers.js';
import type { Reader } from './read-as.js';
import { readListOptions, type ListOptions } from './read-list-options.js';

/** A list as its page shows it. */
export interface ListPage extends Omit<RecordList, 'records'> {
  module: RecordModule;
  rows: (ListedRecord & { customer?: NamedCustomer })[];
  options: ListOptions;
}

/** One page of a module over all connections of a person, with what its filters offer. */
export async function readList(
  reader: Reader,
  asked: ListQuery & { module: RecordModule },
): Promise<ListPage> {
  const { records, ...list } = await listRecords(reader.tx, reader.accesses, asked);
  const customers = await nameCustomers(reader, records);
  return {
    ...list,
    module: asked.module,
    rows: records.map((record) => {
      const customer = customers.get(record.id);
      return { ...record, ...(customer && { customer }) };
    }),
    options: await readListOptions(reader, asked),
  };
}
