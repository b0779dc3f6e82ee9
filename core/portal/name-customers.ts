import type { ListedRecord } from '../access/list-query.js';
import { keyOf, readVisible } from './read-visible.js';
import type { Reader } from './read-as.js';

/** A customer that a person may open. */
export interface NamedCustomer {
  id: string;
  name: string;
}

/** The customers of records, where the reader sees both the record's customer and that customer's name. */
export async function nameCustomers(
  reader: Pick<Reader, 'tx' | 'accesses'>,
  records: readonly Pick<ListedRecord, 'id' | 'connectionId' | 'values'>[],
): Promise<Map<string, NamedCustomer>> {
  const pointing = records.flatMap(({ id, connectionId, values: { customer } }) =>
    typeof customer === 'string' ? [{ record: id, key: { connectionId, id: customer } }] : [],
  );
  const rows = await readVisible(
    reader,
    'customer',
    pointing.map(({ key }) => key),
  );
  const known = new Map(
    rows.map((row) => [keyOf({ connectionId: row.connectionId, id: row.externalId }), row]),
  );
  return new Map(
    pointing.flatMap(({ record, key }) => {
      const row = known.get(keyOf(key));
      const name = row?.values['name'];
      return row && typeof name === 'string' ? [[record, { id: row.id, name }] as const] : [];
    }),
  );
}
