import { expect } from 'chai';

import { removePaths } from '../../../core/connections/redact.js';
import type { AnyStream, Json, Page } from '../../../core/contract/contract.js';
import { schemaValidator } from '../../../core/json-schema.js';
import { checkStreams } from '../../../core/sync/check-streams.js';
import { discover } from '../../../plugins/mobiwork/discover.js';
import { plugin } from '../../../plugins/mobiwork/plugin.js';
import { streams } from '../../../plugins/mobiwork/streams.js';
import type { MobiworkSettings } from '../../../plugins/mobiwork/settings.js';
import {
  customerList,
  facts,
  mobiworkSession,
  ok,
  refusal,
  riverside,
  settings,
  type Call,
} from './mobiwork-session.js';

const streamOf = (name: string, known = facts): AnyStream<MobiworkSettings> => {
  const found = streams(known, settings)[name];
  if (!found) throw new Error(`There is no stream ${name}.`);
  return found;
};

type Run = ReturnType<typeof mobiworkSession>;

/** All pages of a pass, as the engine reads them. */
async function pass(stream: AnyStream<MobiworkSettings>, { session }: Run, kind: 'page' | 'recent' = 'page') {
  const read = stream[kind];
  if (!read) throw new Error(`The stream has no ${kind}.`);
  const pages: Page<unknown>[] = [];
  let cursor: Json | undefined;
  do {
    const page: Page<unknown> = await read(session, { size: 100, ...(cursor !== undefined && { cursor }) });
    pages.push(page);
    cursor = page.next;
    // Two equal pages are a list without end to the hub.
    if (cursor !== undefined && !page.items.length) throw new Error('A page before the last is empty.');
    if (pages.length > 3000) throw new Error('The pass does not end.');
  } while (cursor !== undefined);
  const ids = pages.flatMap(({ items }) => items.map((each) => stream.id(each)));
  /** As the hub counts, which knows no doubles: may what was not met be swept? */
  const total = pages.findLast((page) => page.total !== undefined)?.total;
  return { pages, ids: [...new Set(ids)], total, whole: total !== undefined && ids.length >= total };
}

interface Row {
  id: number;
  day: string;
  status: string;
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, place) => ({
    id: place + 1,
    day: new Date(Date.UTC(2024, 0, 1 + (place % 300))).toISOString().slice(0, 10),
    status: place % 50 === 0 ? 'OPEN' : 'CLOSED',
  }));

/** A list of one entity: as documented, deaf to positions, or deaf to filters as well. */
const lister =
  (
    entity: string,
    idName: string,
    rows: Row[],
    how: { paging?: boolean; filters?: boolean; cap?: number; counts?: boolean } = {},
  ) =>
  ({ request }: Call): string => {
    const { paging = true, filters = true, cap = 200, counts = true } = how;
    const value = (pattern: RegExp) =>
      Object.entries(request).flatMap(([name, each]) =>
        pattern.test(name) && typeof each === 'string' ? [each.replaceAll('/', '-')] : [],
      )[0];
    const [from, to, status] = [value(/From/), value(/To/), value(/^status$/)];
    const found = rows.filter(
      (each) =>
        !filters ||
        ((from === undefined || each.day >= from) &&
          (to === undefined || each.day <= to) &&
          (status === undefined || each.status === status)),
    );
    const at = paging ? Number(request['startPosition']) : 0;
    const shown = found.slice(at, at + Math.min(cap, Number(request['maxResults'])));
    const items = shown.map(
      (each) => `<${entity}><${idName}>${each.id}</${idName}><status>${each.status}</status></${entity}>`,
    );
    return ok(
      `<${entity}List>${counts ? `<totalAvailableCount>${found.length}</totalAvailableCount>` : ''}<count>${items.length}</count>${items.join('')}</${entity}List>`,
    );
  };

const orders = (rows: Row[], how?: Parameters<typeof lister>[3]) =>
  mobiworkSession(lister('workOrder', 'mobiworkWorkOrderId', rows, how));

describe('MobiWork streams', () => {
  it('pass the checks of the engine, and a module that discover did not find is not there', () => {
    expect(Object.keys(checkStreams(plugin, facts, settings))).to.deep.equal([
      'customers',
      'workOrders',
      'invoices',
      'estimates',
      'products',
    ]);
    const { customer } = facts.modules;
    const few = { ...facts, modules: { ...(customer && { customer }) } };
    expect(Object.keys(streams(few, settings))).to.deep.equal(['customers']);
  });

  it('M-27: no PIN, wherever it stands and however it is written, is in an item that is kept', async () => {
    const primary =
      '<contact><contactId>501</contactId><PIN>4417</PIN></contact><primaryContact><Pin>4417</Pin></primaryContact>';
    const inside = `<customer><mobiworkCustomerId>3178692</mobiworkCustomerId>${primary}<contactList><contact><contactId>1</contactId><pin>9033</pin></contact></contactList></customer>`;
    const run = mobiworkSession(({ operation }) => {
      if (operation.includes('customer')) return ok(customerList(riverside(primary)));
      return operation.includes('workOrder')
        ? ok(
            `<workOrderList><workOrder><mobiworkWorkOrderId>1</mobiworkWorkOrderId>${inside}</workOrder></workOrderList>`,
          )
        : ok(
            `<invoiceList><invoice><mobiworkInvoiceId>1</mobiworkInvoiceId>${inside}</invoice></invoiceList>`,
          );
    });
    for (const name of ['customers', 'workOrders', 'invoices']) {
      const stream = streamOf(name);
      const { pages } = await pass(stream, run);
      const [item] = pages.flatMap(({ items }) => items);
      expect(JSON.stringify(item), name).to.match(/4417|9033/);
      expect(JSON.stringify(removePaths(item, stream.secrets ?? [])), name).not.to.match(/4417|9033|"pin"/i);
    }
  });

  it('a full pass goes by position to the count that MobiWork gives', async () => {
    const run = orders(rowsOf(250));
    const { ids, total, pages } = await pass(streamOf('workOrders'), run);
    expect([ids.length, total, pages.length]).to.deep.equal([250, 250, 3]);
    expect(run.calls.map(({ request }) => request['startPosition'])).to.deep.equal([0, 100, 200]);
  });

  it('where positions are not heeded, or end at 200, the list is split by the days its rows were made', async () => {
    for (const [how, count] of [
      [{ paging: false }, 900],
      [{ paging: false, cap: 50 }, 700],
    ] as const) {
      const run = orders(rowsOf(count), how);
      const { ids, whole } = await pass(streamOf('workOrders'), run);
      expect([ids.length, whole]).to.deep.equal([count, true]);
      expect(run.calls.length).to.be.below(150);
    }
    const ending = lister('invoice', 'mobiworkInvoiceId', rowsOf(450));
    const capped = mobiworkSession((call) =>
      Number(call.request['startPosition']) >= 200
        ? ok('<invoiceList><totalAvailableCount>450</totalAvailableCount><count>0</count></invoiceList>')
        : ending(call),
    );
    expect((await pass(streamOf('invoices'), capped)).ids).to.have.length(450);
  });

  it('where filters do not work either, the pass ends below the count, so that nothing is swept', async () => {
    for (const count of [250, 900]) {
      const run = orders(rowsOf(count), { paging: false, filters: false });
      const { ids, whole } = await pass(streamOf('workOrders'), run);
      expect([ids.length < count, whole]).to.deep.equal([true, false]);
      expect(run.warnings).not.to.deep.equal([]);
      expect(run.calls.length).to.be.below(30);
    }
  });

  it('a day with more rows than one answer holds keeps the sweep from happening, counted or not', async () => {
    const rows = [
      ...rowsOf(100),
      ...rowsOf(230).map(({ id }) => ({ id: 1000 + id, day: '2025-05-05', status: 'OPEN' })),
    ];
    for (const counts of [true, false]) {
      const { ids, whole, total } = await pass(
        streamOf('workOrders'),
        orders(rows, { paging: false, counts }),
      );
      expect([ids.length, whole, total !== undefined]).to.deep.equal([300, false, true]);
    }
  });

  it('a name that begins with none of the letters is missed, and keeps the sweep from happening', async () => {
    const run = mobiworkSession(({ request }) => {
      if (request['customerType'] === undefined) return ok(customerList(riverside(), 300));
      const begin = textOf(request['companyName']);
      if (request['customerType'] === 'RESIDENTIAL' || begin.length > 1) return ok(customerList('', 0));
      return begin ? ok(customerList(riverside())) : ok(customerList(riverside(), 300));
    });
    expect(await pass(streamOf('customers'), run)).to.include({ whole: false });
  });

  it('customers without paging are split by type and by how their names begin', async () => {
    const names = Array.from(
      { length: 600 },
      (_, place) => `${'abcdefghij'[place % 10]}${'kl'[place % 2]} Ltd ${place}`,
    );
    const run = mobiworkSession(({ request }) => {
      const begin = textOf(request['companyName']);
      const found =
        request['customerType'] === 'RESIDENTIAL' ? [] : names.filter((each) => each.startsWith(begin));
      const items = found
        .slice(0, 60)
        .map(
          (name) =>
            `<customer><mobiworkCustomerId>${names.indexOf(name) + 1}</mobiworkCustomerId></customer>`,
        );
      return ok(customerList(items.join(''), found.length));
    });
    const { ids, whole } = await pass(streamOf('customers'), run);
    expect([ids.length, whole]).to.deep.equal([600, true]);
  });

  it('a list that does not say how many there are ends at a short page', async () => {
    const run = mobiworkSession(({ request }) => {
      const at = Number(request['startPosition']);
      const ids = Array.from({ length: Math.min(100, 130 - at) }, (_, place) => at + place + 1);
      return ok(
        `<productList>${ids.map((id) => `<product><mobiworkProductId>${id}</mobiworkProductId></product>`).join('')}</productList>`,
      );
    });
    expect((await pass(streamOf('products'), run)).ids).to.have.length(130);
  });

  it('between full passes the open and the latest are read: work orders by status, invoices that are not paid', async () => {
    const run = orders([...rowsOf(200), { id: 999, day: '2026-11-20', status: 'CLOSED' }]);
    const { ids } = await pass(streamOf('workOrders'), run, 'recent');
    expect(ids).to.deep.equal(['1', '51', '101', '151', '999']);
    expect(run.calls.map(({ request }) => request['status'] ?? request['createdFromDate'])).to.deep.equal([
      'OPEN',
      'ASSIGNED',
      '2026/10/22',
    ]);
    const invoices = mobiworkSession(lister('invoice', 'mobiworkInvoiceId', rowsOf(60)));
    expect((await pass(streamOf('invoices'), invoices, 'recent')).ids).to.deep.equal(['1', '51']);
    expect(invoices.calls.at(-2)?.request).to.include({ createdDateFrom: '2026/10/22' });
    expect(invoices.calls.at(-1)?.request).to.include({ dueDateFrom: '2026/10/22' });
  });

  it('a quiet tenant, or one whose filters have no effect, gives no page twice between full passes', async () => {
    const closed = { id: 1, day: '2024-01-01', status: 'CLOSED' };
    expect((await pass(streamOf('workOrders'), orders([closed]), 'recent')).ids).to.deep.equal([]);
    const deaf = orders(rowsOf(150), { filters: false });
    const { pages } = await pass(streamOf('workOrders'), deaf, 'recent');
    expect(pages.map(({ items }) => items.length)).to.deep.equal([100, 50, 0]);
  });

  it('customers are read at every run, since rights hang in them, and swept once a day', async () => {
    const customers = streamOf('customers');
    expect(customers).to.include({ full: '1d', deletes: 'sweep', enumerates: 'all' });
    const run = mobiworkSession(() => ok(customerList(riverside())));
    expect((await pass(customers, run, 'recent')).ids).to.deep.equal(['3178692']);
  });

  it('reads single customers and work orders again; what MobiWork has no more is left out', async () => {
    const run = mobiworkSession(({ operation }) =>
      operation.includes('/7/') ? refusal('5', 'Customer does not exist') : ok(riverside()),
    );
    const found = await streamOf('customers').read?.(run.session, ['3178692', '7']);
    expect(found).to.have.length(1);
    expect(run.operations()).to.deep.equal(['GET customer/3178692/view.html', 'GET customer/7/view.html']);
  });

  it('M-30: payments are read once a run and tell when an invoice was paid', async () => {
    const known = { ...facts, vendor: { ...Object(facts.vendor), payments: true } };
    const run = mobiworkSession(({ operation }) =>
      operation === 'GET payment/list.html'
        ? ok(
            '<paymentList><totalAvailableCount>1</totalAvailableCount><payment><paymentId>1</paymentId><invoiceId>31</invoiceId><amount>5</amount><paymentDate>2025/01/02</paymentDate></payment></paymentList>',
          )
        : ok(
            '<invoiceList><invoice><mobiworkInvoiceId>31</mobiworkInvoiceId></invoice><invoice><mobiworkInvoiceId>32</mobiworkInvoiceId></invoice></invoiceList>',
          ),
    );
    const stream = streamOf('invoices', known);
    await pass(stream, run);
    const { pages } = await pass(stream, run);
    expect(run.operations().filter((each) => each.includes('payment'))).to.have.length(1);
    const rows = pages.flatMap(({ items }) => items.flatMap((item) => stream.map(item)));
    expect(
      rows.map((row) => ('data' in row && 'dates' in row.data ? row.data.dates : undefined)),
    ).to.deep.equal([{ paid: '2025-01-02' }, {}]);
  });
});

describe('MobiWork discovery', () => {
  const answers = (missing: string[] = []) =>
    mobiworkSession(({ operation }) => {
      const entity = /^\w+ (\w+)\//.exec(operation)?.[1] ?? '';
      if (missing.includes(entity)) return refusal('6', 'Permission denied');
      if (entity === 'customer')
        return ok(
          customerList(
            riverside(
              '<customFields><customField><apiName>roof</apiName><value>x</value></customField></customFields>',
            ),
          ),
        );
      if (entity === 'user')
        return ok(
          '<userList><user><mobiworkUserId>771</mobiworkUserId><firstName>Ines</firstName><lastName>Roth</lastName></user></userList>',
        );
      return ok();
    });

  it('finds the modules, the staff, the custom fields and the permissions that the tenant tells', async () => {
    const found = await discover(answers().session);
    expect(schemaValidator('facts.json').check(found)).to.deep.equal([]);
    expect(Object.keys(found.modules)).to.deep.equal([
      'customer',
      'contact',
      'location',
      'workOrder',
      'invoice',
      'quote',
      'product',
    ]);
    expect(found.zone).to.equal('America/New_York');
    expect(found.vendor).to.deep.equal({
      flags: { admin: 'admin' },
      users: { '771': 'Ines Roth' },
      payments: true,
    });
    expect(found.modules['customer']?.fields.map(({ name }) => name)).to.deep.equal(['roof']);
    expect(found.modules['workOrder']?.statuses).to.deep.include({ name: 'CLOSED', group: 'closed' });
  });

  it('leaves out what the account may not list, but not the customers', async () => {
    const found = await discover(answers(['invoice', 'user', 'payment']).session);
    expect(found.modules).not.to.have.property('invoice');
    expect(found.vendor).to.deep.include({ users: {}, payments: false });
    const refused = await discover(answers(['customer']).session).catch((error: unknown) => error);
    expect(refused).to.include({ kind: 'permission' });
  });

  it('says so where the zone of the settings is none', async () => {
    const { session } = answers();
    const wrong = { ...session, settings: { ...settings, zone: 'Atlantis/Port' } };
    expect(await discover(wrong).catch((error: unknown) => error)).to.include({ kind: 'config' });
  });
});
