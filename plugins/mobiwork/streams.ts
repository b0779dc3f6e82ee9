import { codec, Fault, stream } from 'portico/contract';
import type { AnyStream, Facts, Page, PageRequest } from 'portico/contract';

import { assumed, type Entity } from './assumed.js';
import { idOf, view, type Criteria, type MobiworkSession, type Raw } from './client.js';
import { customerRows } from './customer-mapping.js';
import { mobiworkFacts } from './discover.js';
import { byDays, byNames, pageOfAll, pageOfSome, slashed, type Listed } from './lists.js';
import { recordRows } from './record-pieces.js';
import { estimateMapping, invoiceMapping, productMapping } from './sales-mappings.js';
import type { MobiworkSettings } from './settings.js';
import { workOrderMapping } from './work-order-mapping.js';

/** Where PINs stand in a customer, and so wherever a customer is shown with something else. */
const pins = ['contact.pin', 'primaryContact.pin', 'contactList.contact.pin'];
const secrets = [
  'pin',
  ...pins,
  ...['customer', 'location'].flatMap((in_) => pins.map((each) => `${in_}.${each}`)),
];

/** What every stream has: the whole list once a day, since nothing tells what changed; what is gone is gone. */
const daily = { enumerates: 'all', deletes: 'sweep', full: '1d', secrets } as const;

const customers: Listed = byNames;
const workOrders = byDays('workOrder', 'createdFromDate', 'createdToDate');
const invoices = byDays('invoice', 'createdDateFrom', 'createdDateTo');
const estimates = byDays('estimate', 'createdDateFrom', 'createdDateTo');
const products: Listed = { entity: 'product' };

/** A stream for each list that discover could read. */
export function streams(
  facts: Facts,
  settings: MobiworkSettings,
): Record<string, AnyStream<MobiworkSettings>> {
  const { modules } = facts;
  const { users, payments } = mobiworkFacts(facts);
  return {
    // Rights hang in customers, so all of them are read at every run, though only the daily pass sweeps.
    customers: stream<MobiworkSettings, Raw>({
      ...daily,
      id: (raw) => idOf('customer', raw),
      page: (session, request) => pageOfAll(session, customers, request),
      recent: (session, request) => pageOfAll(session, customers, request),
      ...reading('customer'),
      map: customerRows(settings),
    }),
    ...(modules['workOrder'] && {
      workOrders: stream<MobiworkSettings, Raw>({
        ...daily,
        id: (raw) => idOf('workOrder', raw),
        page: (session, request) => pageOfAll(session, workOrders, request),
        recent: (session, request) =>
          pageOfSome(
            session,
            workOrders,
            recently(session, assumed.open.workOrder, 'createdFromDate'),
            request,
          ),
        ...reading('workOrder'),
        map: recordRows('workOrder', 'workOrder', workOrderMapping(settings, users)),
      }),
    }),
    ...(modules['invoice'] && {
      invoices: stream<MobiworkSettings, Raw>({
        ...daily,
        id: (raw) => idOf('invoice', raw),
        page: (session, request) => withPayments(session, payments, pageOfAll(session, invoices, request)),
        recent: (session, request) =>
          withPayments(
            session,
            payments,
            pageOfSome(
              session,
              invoices,
              recently(session, assumed.open.invoice, 'createdDateFrom'),
              request,
            ),
          ),
        map: recordRows('invoice', 'invoice', invoiceMapping(settings)),
      }),
    }),
    ...(modules['quote'] && { estimates: whole(estimates, 'quote', estimateMapping(settings)) }),
    ...(modules['product'] && { products: whole(products, 'product', productMapping(settings)) }),
  };
}

const whole = (
  listed: Listed,
  module: 'quote' | 'product',
  mapping: Parameters<typeof recordRows>[2],
): AnyStream<MobiworkSettings> =>
  stream<MobiworkSettings, Raw>({
    ...daily,
    id: (raw) => idOf(listed.entity, raw),
    page: (session, request: PageRequest) => pageOfAll(session, listed, request),
    map: recordRows(listed.entity, module, mapping),
  });

/** One at a time, as the API has it; what it does not show any more is gone. */
const reading = (entity: Entity) => ({
  batch: 1,
  async read(session: MobiworkSession, ids: string[]): Promise<Raw[]> {
    const found: Raw[] = [];
    for (const id of ids) {
      try {
        found.push(await view(session, entity, id));
      } catch (fault) {
        if (!(fault instanceof Fault) || fault.kind !== 'notFound') throw fault;
      }
    }
    return found;
  },
});

/** What most likely changed: the open ones, and those of the last days. */
const recently = (session: MobiworkSession, statuses: readonly string[], since: string): Criteria[] => [
  ...statuses.map((status) => ({ status })),
  {
    [since]: slashed(
      new Date(session.now().getTime() - assumed.recentDays * 86_400_000).toISOString().slice(0, 10),
    ),
  },
];

/** Payments have no module of their own: they say when an invoice was paid. */
async function withPayments(
  session: MobiworkSession,
  has: boolean,
  reading: Promise<Page<Raw>>,
): Promise<Page<Raw>> {
  const page = await reading;
  if (!has || !page.items.length) return page;
  const byInvoice = await session.once('payments', () => readPayments(session));
  const paid = (item: Raw): Raw => {
    const payments = byInvoice.get(String(assumed.ids.invoice.map((each) => item[each]).find(Boolean)));
    return payments ? { ...item, payments } : item;
  };
  return { ...page, items: page.items.map(paid) };
}

async function readPayments(session: MobiworkSession): Promise<Map<string, Raw[]>> {
  const found = new Map<string, Raw[]>();
  let cursor: PageRequest['cursor'];
  do {
    const request: PageRequest = { size: assumed.mostRows, ...(cursor !== undefined && { cursor }) };
    const { items, next } = await pageOfAll(session, { entity: 'payment' }, request);
    for (const { invoiceId, paymentId, paymentDate } of items) {
      const invoice = codec.text.decode(invoiceId, 'invoiceId') ?? '';
      found.set(invoice, [...(found.get(invoice) ?? []), { paymentId, paymentDate }]);
    }
    cursor = next;
  } while (cursor !== undefined);
  return found;
}
