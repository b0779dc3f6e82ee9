import { readFrame, type Person } from './read-frame.js';
import type { Reader } from './read-as.js';
import { keyOf, readVisible, type VisibleRow } from './read-visible.js';

/** Who I am in one of the connections. */
export interface MyAccess {
  connection: { id: string; title: string };
  /** My own card, as far as I may see it. */
  contact?: VisibleRow;
  customers: VisibleRow[];
}

export interface Me {
  id: string;
  person: Person;
  accesses: MyAccess[];
}

/** What a person sees of themselves. */
export async function readMe(reader: Reader): Promise<Me> {
  const { person } = await readFrame(reader);
  const mine = reader.accesses.map(({ connectionId, connectionTitle, me }) => ({
    connection: { id: connectionId, title: connectionTitle },
    contactKey: { connectionId, id: me.contact },
    customerKeys: me.customers.map((id) => ({ connectionId, id })),
  }));
  const contacts = await byKey(
    reader,
    'contact',
    mine.map(({ contactKey }) => contactKey),
  );
  const customers = await byKey(
    reader,
    'customer',
    mine.flatMap(({ customerKeys }) => customerKeys),
  );
  return {
    id: reader.personId,
    person,
    accesses: mine.map(({ connection, contactKey, customerKeys }) => {
      const contact = contacts.get(keyOf(contactKey));
      return {
        connection,
        ...(contact && { contact }),
        customers: customerKeys.flatMap((key) => customers.get(keyOf(key)) ?? []),
      };
    }),
  };
}

async function byKey(
  reader: Reader,
  subject: 'contact' | 'customer',
  keys: Parameters<typeof readVisible>[2],
): Promise<Map<string, VisibleRow>> {
  const rows = await readVisible(reader, subject, keys);
  return new Map(
    rows.map((row) => [keyOf({ connectionId: row.connectionId, id: row.externalId }), row] as const),
  );
}
