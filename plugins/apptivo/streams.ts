import { Mismatch, stream } from 'portico/contract';
import type { AnyStream, Facts, Row } from 'portico/contract';

import { isActive, parentIds } from './assumed.js';
import { getById, idIn, idOf, textIn, unless } from './client.js';
import type { App, ApptivoSession, Raw } from './client.js';
import { readDetails } from './case-details.js';
import { caseRows, type CaseItem } from './case-mapping.js';
import { contactRows } from './contact-mapping.js';
import { customerRows, type CustomerItem } from './customer-mapping.js';
import { asking, everyRow, listPage } from './paging.js';
import { peopleOf } from './people.js';
import type { ApptivoSettings } from './settings.js';
import { itemId, timesOf } from './values.js';

/** Calls of one page at most, where each item costs some of its own: a page is what an interruption loses. */
const costly = 25;

/** Customers with their people, contacts, cases; there is no since-filter and no word of deletes (apptivo.md §3.4). */
export function streams(facts: Facts, settings: ApptivoSettings): Record<string, AnyStream<ApptivoSettings>> {
  const times = timesOf(facts, settings);

  const streamOf = <I extends { row: Raw }>(
    app: App,
    {
      most,
      item,
      map,
    }: { most: number; item(session: ApptivoSession, row: Raw): Promise<I>; map(item: I): Row[] },
  ): AnyStream<ApptivoSettings> =>
    stream<ApptivoSettings, I>({
      id: ({ row }) => itemId(row, app),
      async page(session, request) {
        const ask = asking(session, app, request.since ? 'lastUpdateDate' : 'creationDate');
        const list = { ask, idOf: (row: Raw) => idOf(row, app), timesOf: times };
        const page = await listPage(list, { ...request, size: Math.min(most, request.size) });
        const items: I[] = [];
        // One after the other: Apptivo is called once a second.
        for (const row of page.items) items.push(await item(session, row));
        return { ...page, items };
      },
      /** What Apptivo does not have any more is left out, which says that it is gone. */
      async read(session, ids) {
        const found: I[] = [];
        for (const id of ids) {
          const row = await unless('notFound', getById(session, app, id));
          if (row) found.push(await item(session, row));
        }
        return found;
      },
      batch: 10,
      changedAt({ row }) {
        const { changed } = times(row);
        if (!changed) throw new Mismatch('lastUpdateDate', 'a moment', row['lastUpdateDate']);
        return changed;
      },
      order: 'none',
      // The zone is not told: a day of overlap (apptivo.md §3.4).
      lag: '1d',
      full: '1d',
      enumerates: 'all',
      deletes: 'sweep',
      map,
    });

  const { customer, contact, ticket } = facts.modules;
  return {
    ...(customer && {
      customers: streamOf<CustomerItem>('customers', {
        most: costly,
        item: (session, row) => readCustomer(session, row, contact !== undefined),
        map: customerRows(facts, settings),
      }),
    }),
    ...(contact && {
      contacts: streamOf('contacts', {
        most: 100,
        item: async (_session, row) => ({ row }),
        map: contactRows(facts, settings),
      }),
    }),
    ...(ticket && {
      cases: streamOf<CaseItem>('cases', {
        most: costly,
        item: (session, row) => readDetails(session, facts, { row, changed: times(row).changed }),
        map: caseRows(facts, settings),
      }),
    }),
  };
}

async function readCustomer(session: ApptivoSession, row: Raw, hasPeople: boolean): Promise<CustomerItem> {
  const id = idOf(row, 'customers');
  const parents = await parentsOf(session, row);
  const item = { row, ...(parents && { parents }) };
  if (id === undefined || !hasPeople) return item;
  const { people, counts } = await peopleOf(session, id);
  return counts === undefined ? { ...item, people } : { ...item, counts };
}

/** The customers that bear the name of the parent: Apptivo tells no id (apptivo.md §6). */
async function parentsOf(session: ApptivoSession, row: Raw): Promise<string[] | undefined> {
  const told = idIn(row, ...parentIds);
  if (told !== undefined) return [told];
  const name = textIn(row, 'parentCustomerName');
  if (name === undefined) return undefined;
  const idOfCustomer = (each: Raw): string | undefined => idOf(each, 'customers');
  const all = await session.once('active customers', async () => {
    const rows = await everyRow(asking(session, 'customers', 'creationDate'), idOfCustomer);
    return rows.filter(({ objectStatus }) => isActive(objectStatus));
  });
  return all
    .flatMap((each) => (textIn(each, 'customerName') === name ? (idOfCustomer(each) ?? []) : []))
    .toSorted();
}
