import { Fault } from 'portico/contract';

import { smallestPage } from './assumed.js';
import { apps, call, idOf, listIn, type ApptivoSession, type Raw } from './client.js';
import { asking, everyRow } from './paging.js';

/**
 * Everybody whom a customer lists. Which of the offsets counts is unknown, so both are sent; it ends at the count, at
 * an empty or short page, and at one that comes again (apptivo.md §9). Less than the count is no list of members.
 */
export async function peopleOf(session: ApptivoSession, customerId: string): Promise<Raw[]> {
  const found = new Map<string, Raw>();
  for (let start = 0, total: number | undefined; ;) {
    const action = 'getCustomerContacts';
    const answer = await call(session, apps.customers.path, action, {
      customerId,
      objectId: apps.contacts.objectId,
      startIndex: start,
      numRecords: 100,
      iDisplayStart: start,
      iDisplayLength: 100,
      sortDir: 'asc',
    });
    const { rows, count } = listIn(answer, action);
    total = count ?? total;
    const fresh = rows.filter((row) => !found.has(keyOf(row)));
    for (const row of fresh) found.set(keyOf(row), row);
    start += rows.length;
    if (total !== undefined && found.size >= total) break;
    if (fresh.length && (total !== undefined || rows.length >= smallestPage)) continue;
    if (total === undefined) break;
    throw new Fault(
      'contract',
      `Apptivo counts ${total} contacts of customer ${customerId} and shows ${found.size}.`,
    );
  }
  return withRoles(session, [...found.values()]);
}

const keyOf = (row: Raw): string => idOf(row, 'contacts') ?? JSON.stringify(row);

/** Whether a row of this list says what a contact's own record says is unknown: what is missing is looked up there. */
async function withRoles(session: ApptivoSession, people: Raw[]): Promise<Raw[]> {
  if (people.every((each) => 'isPrimary' in each && 'accountId' in each)) return people.map(roleOf);
  const all = await session.once('contacts by id', async () => {
    const rows = await everyRow(asking(session, 'contacts', 'creationDate'), (each) =>
      idOf(each, 'contacts'),
    );
    return new Map(rows.map((each) => [idOf(each, 'contacts') ?? '', each]));
  });
  return people.map((each) => roleOf({ ...each, ...all.get(idOf(each, 'contacts') ?? '') }));
}

/** Of a customer's person no more than the role: the rest is in the contact's own item. */
const roleOf = ({ contactId, id, isPrimary, accountId }: Raw): Raw => ({
  contactId: contactId ?? id,
  isPrimary,
  accountId,
});
