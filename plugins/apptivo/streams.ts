import { Fault, Mismatch, stream } from 'portico/contract';
import type { AnyStream, Facts, Page, PageRequest } from 'portico/contract';

import { isActive, parentIds } from './assumed.js';
import { getById, idIn, idOf, textIn } from './client.js';
import type { App, ApptivoSession, Raw } from './client.js';
import { readDetails } from './case-details.js';
import { caseRows, type CaseItem } from './case-mapping.js';
import { contactRows } from './contact-mapping.js';
import { customerRows, type CustomerItem } from './customer-mapping.js';
import { asking, everyRow, listPage } from './paging.js';
import { peopleOf } from './people.js';
import type { ApptivoSettings } from './settings.js';
import { changedAtOf, itemId } from './values.js';

/** Calls of one page at most, where each item costs some of its own: a page is what an interruption loses. */
const costly = 25;

/** Customers with their people, contacts, cases; there is no since-filter and no word of deletes (apptivo.md §3.4). */
export function streams(facts: Facts, settings: ApptivoSettings): Record<string, AnyStream<ApptivoSettings>> {
  const changedAt = changedAtOf(facts, settings);
  const lists = (app: App, size: number) => (session: ApptivoSession, request: PageRequest) =>
    listPage(
      {
        ask: asking(session, app, request.since ? 'lastUpdateDate' : 'creationDate'),
        idOf: (row) => idOf(row, app),
        changedAt: (row) => changedAt(row)?.getTime(),
      },
      { ...request, size: Math.min(size, request.size) },
    );
  const common = {
    batch: 10,
    // The zone is not told: a day of overlap (apptivo.md §3.4).
    lag: '1d',
    order: 'none',
    full: '1d',
    enumerates: 'all',
    deletes: 'sweep',
  } as const;
  const when = (row: Raw): Date => {
    const changed = changedAt(row);
    if (!changed) throw new Mismatch('lastUpdateDate', 'a moment', row['lastUpdateDate']);
    return changed;
  };
  const has = (module: string): boolean => facts.modules[module] !== undefined;
  return {
    ...(has('customer') && {
      customers: stream<ApptivoSettings, CustomerItem>({
        ...common,
        id: ({ row }) => itemId(row, 'customers'),
        page: async (session, request) =>
          withEach(await lists('customers', costly)(session, request), (row) =>
            readCustomer(session, row, has('contact')),
          ),
        read: (session: ApptivoSession, ids: string[]) =>
          readEach(session, 'customers', ids, (row) => readCustomer(session, row, has('contact'))),
        changedAt: ({ row }: { row: Raw }) => when(row),
        map: customerRows(facts, settings),
      }),
    }),
    ...(has('contact') && {
      contacts: stream<ApptivoSettings, Raw>({
        ...common,
        id: (row) => itemId(row, 'contacts'),
        page: lists('contacts', 100),
        read: (session: ApptivoSession, ids: string[]) =>
          readEach(session, 'contacts', ids, async (row) => row),
        changedAt: when,
        map: contactRows(facts, settings),
      }),
    }),
    ...(has('ticket') && {
      cases: stream<ApptivoSettings, CaseItem>({
        ...common,
        id: ({ row }) => itemId(row, 'cases'),
        page: async (session, request) =>
          withEach(await lists('cases', costly)(session, request), (row) =>
            readDetails(session, facts, { row, changed: changedAt(row) }),
          ),
        read: (session: ApptivoSession, ids: string[]) =>
          readEach(session, 'cases', ids, (row) =>
            readDetails(session, facts, { row, changed: changedAt(row) }),
          ),
        changedAt: ({ row }: { row: Raw }) => when(row),
        map: caseRows(facts, settings),
      }),
    }),
  };
}

/** One after the other: Apptivo is called once a second. */
async function withEach<R>(page: Page<Raw>, read: (row: Raw) => Promise<R>): Promise<Page<R>> {
  const items: R[] = [];
  for (const row of page.items) items.push(await read(row));
  return { ...page, items };
}

/** What Apptivo does not have any more is left out, which says that it is gone. */
async function readEach<R>(
  session: ApptivoSession,
  app: App,
  ids: string[],
  read: (row: Raw) => Promise<R>,
): Promise<R[]> {
  const found: R[] = [];
  for (const id of ids)
    try {
      found.push(await read(await getById(session, app, id)));
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== 'notFound') throw error;
    }
  return found;
}

async function readCustomer(session: ApptivoSession, row: Raw, people: boolean): Promise<CustomerItem> {
  const id = idOf(row, 'customers');
  const parents = await parentsOf(session, row);
  if (id === undefined || !people) return { row, ...(parents && { parents }) };
  return { row, people: await peopleOf(session, id), ...(parents && { parents }) };
}

/** The customers that bear the name of the parent: Apptivo tells no id (apptivo.md §6). */
async function parentsOf(session: ApptivoSession, row: Raw): Promise<string[] | undefined> {
  const told = idIn(row, ...parentIds);
  if (told !== undefined) return [told];
  const name = textIn(row, 'parentCustomerName');
  if (name === undefined) return undefined;
  const all = await session.once('customers by name', async () => {
    const byName = new Map<string, string[]>();
    const rows = await everyRow(asking(session, 'customers', 'creationDate'), (each) =>
      idOf(each, 'customers'),
    );
    for (const each of rows.filter(({ objectStatus }) => isActive(objectStatus))) {
      const [known, id] = [textIn(each, 'customerName'), idOf(each, 'customers')];
      if (known !== undefined && id !== undefined) byName.set(known, [...(byName.get(known) ?? []), id]);
    }
    return byName;
  });
  return (all.get(name) ?? []).toSorted();
}
