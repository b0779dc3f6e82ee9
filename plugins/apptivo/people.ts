import { apps, call, idOf, listIn, type ApptivoSession, type Raw } from './client.js';
import { asking, everyRow } from './paging.js';

/**
 * Everybody whom a customer lists. Which of the offsets counts is unknown, so both are sent; it ends at the count, at
 * an empty page, and at one that comes again (apptivo.md §9). `counts` where it shows fewer than it counts.
 */
export async function peopleOf(
  session: ApptivoSession,
  customerId: string,
): Promise<{ people: Raw[]; counts?: number }> {
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
    const before = found.size;
    for (const row of rows) found.set(idOf(row, 'contacts') ?? JSON.stringify(row), row);
    start += rows.length;
    if (found.size > before && found.size !== total) continue;
    const people = await withRoles(session, [...found.values()]);
    return { people, ...(total !== undefined && found.size < total && { counts: total }) };
  }
}

/** Whether a row of this list says what a contact's own record says is unknown: what is missing is looked up there. */
async function withRoles(session: ApptivoSession, people: Raw[]): Promise<Raw[]> {
  if (people.every((each) => 'isPrimary' in each && 'accountId' in each)) return people.map(roleOf);
  const idOfContact = (row: Raw): string | undefined => idOf(row, 'contacts');
  const all = await session.once('contacts by id', async () => {
    const rows = await everyRow(asking(session, 'contacts', 'creationDate'), idOfContact);
    return new Map(rows.map((each) => [idOfContact(each), each]));
  });
  return people.map((each) => roleOf({ ...each, ...all.get(idOfContact(each)) }));
}

/** Of a customer's person no more than the role: the rest is in the contact's own item. */
const roleOf = ({ contactId, id, isPrimary, accountId }: Raw): Raw => ({
  contactId: contactId ?? id,
  isPrimary,
  accountId,
});
