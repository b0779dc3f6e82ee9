import { codec, stream } from 'portico/contract';
import type { AnyStream, Facts, Page, PageRequest, Row } from 'portico/contract';

import { assumed, type Entity } from './assumed.js';
import { idOf, readable, unless, view, type Criteria, type MobiworkSession, type Raw } from './client.js';
import { customerRows } from './customer-mapping.js';
import { mobiworkFacts } from './discover.js';
import { itemsOf, pageOfAll, pageOfSome } from './lists.js';
import { daysAgo } from './moments.js';
import { estimateMapping, invoiceMapping, productMapping, recordRows } from './record-mapping.js';
import type { MobiworkSettings } from './settings.js';
import { workOrderMapping } from './work-order-mapping.js';

/** Where PINs stand in a customer, and so wherever a customer is shown with something else. */
const secrets = ['', 'customer.', 'location.'].flatMap((inside) =>
  ['pin', 'contact.pin', 'primaryContact.pin', 'contactList.contact.pin'].map((pin) => inside + pin),
);

type Read = (session: MobiworkSession, request: PageRequest) => Promise<Page<Raw>>;

/** A stream for each list that discover could read. */
export function streams(
  facts: Facts,
  settings: MobiworkSettings,
): Record<string, AnyStream<MobiworkSettings>> {
  const { modules } = facts;
  const { users, payments } = mobiworkFacts(facts);
  const orders = recordRows('workOrder', 'workOrder', workOrderMapping(settings, users));
  const invoices = recordRows('invoice', 'invoice', invoiceMapping(settings));
  const paid = (read: Read): Read => (payments ? withPayments(read) : read);
  return {
    // Rights hang in customers, so all of them are read at every run, though only the daily pass sweeps.
    customers: reading('customer', customerRows(settings), {
      recent: allOf('customer'),
      ...byId('customer'),
    }),
    ...(modules['workOrder'] && {
      workOrders: reading('workOrder', orders, {
        recent: latest('workOrder', assumed.open.workOrder, 'createdFromDate'),
        ...byId('workOrder'),
      }),
    }),
    ...(modules['invoice'] && {
      invoices: reading('invoice', invoices, {
        page: paid(allOf('invoice')),
        recent: paid(latest('invoice', assumed.open.invoice, 'createdDateFrom', 'dueDateFrom')),
      }),
    }),
    ...(modules['quote'] && {
      estimates: reading('estimate', recordRows('estimate', 'quote', estimateMapping(settings))),
    }),
    ...(modules['product'] && {
      products: reading('product', recordRows('product', 'product', productMapping(settings))),
    }),
  };
}

/** The whole list once a day, since nothing tells what changed; what is gone is gone. */
const reading = (
  entity: Entity,
  map: (raw: Raw) => Row[],
  more: { page?: Read; recent?: Read } | (ReturnType<typeof byId> & { recent: Read }) = {},
): AnyStream<MobiworkSettings> =>
  stream<MobiworkSettings, Raw>({
    enumerates: 'all',
    deletes: 'sweep',
    full: '1d',
    secrets,
    id: (raw) => idOf(entity, raw),
    page: allOf(entity),
    ...more,
    map,
  });

const allOf =
  (entity: Entity): Read =>
  (session, request) =>
    pageOfAll(session, entity, request);

/** What most likely changed: the open ones, and those made or due of late (mobiwork.md §3, the plan). */
const latest =
  (entity: Entity, statuses: readonly string[], ...since: string[]): Read =>
  (session, request) => {
    const open: Criteria[] = statuses.map((status) => ({ status }));
    const late = since.map((each) => ({ [each]: daysAgo(session, assumed.recentDays) }));
    return pageOfSome(session, entity, [...open, ...late], request);
  };

/** One at a time, as the API has it; what it does not show any more is gone. */
const byId = (entity: Entity) => ({
  batch: 1,
  async read(session: MobiworkSession, ids: string[]): Promise<Raw[]> {
    const found = await Promise.all(ids.map((id) => unless(['notFound'], () => view(session, entity, id))));
    return found.filter((each) => each !== undefined);
  },
});

/** Payments have no module of their own: they say when an invoice was paid. */
const withPayments =
  (read: Read): Read =>
  async (session, request) => {
    const page = await read(session, request);
    const days = await session.once('payments', () => paymentDays(session));
    const items = page.items.map((item) => {
      const payments = days.get(readable(() => idOf('invoice', item)) ?? '');
      return payments ? { ...item, payments } : item;
    });
    return { ...page, items };
  };

async function paymentDays(session: MobiworkSession): Promise<Map<string, unknown[]>> {
  const days = new Map<string, unknown[]>();
  for await (const payment of itemsOf((request) => pageOfAll(session, 'payment', request))) {
    const invoice = readable(() => codec.id.decode(payment['invoiceId'], 'invoiceId')) ?? '';
    days.set(invoice, [...(days.get(invoice) ?? []), payment['paymentDate']]);
  }
  return days;
}
