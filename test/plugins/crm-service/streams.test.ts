import { expect } from 'chai';

import { whyNotCounting, type Standing } from '../../../core/access/standing.js';
import { Fault } from '../../../core/contract/contract.js';
import { checkRow } from '../../../core/sync/check-row.js';
import { checkStreams } from '../../../core/sync/check-streams.js';
import type { Item } from '../../../plugins/crm-service/client.js';
import { plugin } from '../../../plugins/crm-service/plugin.js';
import { crmServer, settings, type Holdings } from './crm-server.js';
import { data, open, pages, rows, without } from './open-crm.js';
import { rantapuu } from './rantapuu.js';

const many = (count: number, updated: (index: number) => string): Item[] =>
  Array.from({ length: count }, (_, index) => ({
    id: String(index + 1),
    name: `Account ${index + 1}`,
    entity_no: `AC-${index + 1}`,
    updated_at: updated(index),
  }));

describe('CRM-service streams', () => {
  it('C-07: read accounts and contacts, each person with their account', async () => {
    const opened = await open();
    expect(data(await rows(opened, 'customers'), '7102')).to.deep.equal({
      name: 'Rantapuu Oy',
      number: 'AC-1',
      email: 'info@rantapuu.example',
      phones: [{ type: 'work', number: '555-0100' }],
      createdAt: '2025-02-01T06:00:00.000Z',
      changedAt: '2025-03-02T06:14:55.000Z',
      fields: { account_type: 'Customer', notes: 'Pays late' },
    });
    const people = await rows(opened, 'contacts');
    expect(data(people, '7315')).to.deep.include({
      kind: 'contact',
      firstName: 'Eero',
      principal: '7102',
      phones: [{ type: 'mobile', number: '555-0102' }],
    });
    expect(people.filter(({ kind }) => kind === 'members')).to.deep.include({
      kind: 'members',
      of: { contact: '7315' },
      are: ['7102'],
    });
    expect(data(await rows(opened, 'leads'), 'lead-7314')).to.include({ kind: 'lead', firstName: 'Liisa' });
  });

  it('C-20, C-24, C-30: a sign-in has one profile of one portal, and is on where both are active', async () => {
    const opened = await open();
    expect(data(await rows(opened, 'logins'), '55')).to.deep.equal({
      contact: '7314',
      enabled: true,
      capabilities: ['profile:3'],
    });
    const held = rantapuu();
    Object.assign(held['portal_users']?.[0] ?? {}, { active: 0 });
    expect(data(await rows(await open(held), 'logins'), '55')).to.include({ enabled: false });
    Object.assign(held['portal_users']?.[0] ?? {}, { active: 'true', portal_id: 2 });
    expect(data(await rows(await open(held), 'logins'), '55')).to.include({ enabled: false });
    const closed = await open(rantapuu(), { forbidden: ['portals'] });
    expect(data(await rows(closed, 'logins'), '55')).to.include({ enabled: false });
    const unnamed = await open(without('portal_users', 'active'));
    expect(data(await rows(unnamed, 'logins'), '55')).to.include({ enabled: false });
  });

  it('C-21: the Admin flag counts for the profile that it stands beside (D2)', async () => {
    expect(data(await rows(await open(), 'logins'), '56')).to.deep.equal({
      contact: '7315',
      enabled: true,
      capabilities: ['profile:4', 'admin', 'admin:4'],
    });
  });

  it('C-01: a portal user who is no contact is refused, alone', async () => {
    const held = rantapuu();
    delete held['portal_users']?.[1]?.['contact_id'];
    const found = await rows(await open(held), 'logins');
    expect(found.map(({ kind }) => kind)).to.deep.equal(['login', 'refused']);
  });

  it('C-18: people sign in by the address of their contact, never a name of the portal user', async () => {
    const found = await rows(await open(), 'logins');
    expect(found.every((each) => each.kind === 'login' && each.data.userName === undefined)).to.equal(true);
  });

  it('C-20: a switch that is neither on nor off is off, and holds up nothing', async () => {
    const held = rantapuu();
    Object.assign(held['portal_users']?.[0] ?? {}, { active: 'perhaps', is_admin: 'perhaps' });
    expect(data(await rows(await open(held), 'logins'), '55')).to.deep.equal({
      contact: '7314',
      enabled: false,
      capabilities: ['profile:3'],
    });
  });

  it('C-24b: contacts and sign-ins that are gone are swept, and who is gone has no access', async () => {
    const { of } = await open();
    for (const name of ['contacts', 'logins'])
      expect(of(name)).to.include({ deletes: 'sweep', enumerates: 'all' });
    const standing: Standing = {
      id: 'a',
      personId: 'p',
      connectionId: 'one',
      connectionTitle: 'One',
      connectionRemoved: false,
      contactId: '7314',
      state: 'active',
      accepted: true,
      boundEmail: null,
      boundCustomer: null,
      granted: [],
      personState: 'active',
      zone: 'UTC',
      policy: { version: 1, limits: [], grants: [] },
      binds: 'contact',
      contactExists: true,
      email: null,
      principal: null,
      logins: [],
      customers: [],
      sharers: [],
    };
    const now = new Date('2025-03-10T10:00:00Z');
    expect(whyNotCounting(standing, now)).to.equal(undefined);
    expect(whyNotCounting({ ...standing, contactExists: false }, now)).to.include('does not exist');
  });

  it('times come with or without a zone, as text with a blank, with fractions, or as a day', async () => {
    for (const [written, read] of [
      ['2025-07-02T08:14:55', '2025-07-02T05:14:55.000Z'],
      ['2025-07-02 08:14:55', '2025-07-02T05:14:55.000Z'],
      ['2025-07-02T08:14:55.123456', '2025-07-02T05:14:55.000Z'],
      ['2025-07-02 08:14:55+00:00', '2025-07-02T08:14:55.000Z'],
      ['2025-07-02T08:14:55Z', '2025-07-02T08:14:55.000Z'],
      ['2025-07-02', '2025-07-01T21:00:00.000Z'],
    ]) {
      const held = rantapuu();
      Object.assign(held['products']?.[0] ?? {}, { updated_at: written });
      expect(data(await rows(await open(held), 'products'), '401')).to.include({ changedAt: read });
    }
    const abroad = await open(rantapuu(), { zone: 'UTC' });
    expect(data(await rows(abroad, 'products'), '401')).to.include({ changedAt: '2025-03-02T08:14:55.000Z' });
  });

  it('C-34: portal users and portals are read anew in every run', async () => {
    const { of } = await open();
    for (const name of ['logins', 'links', 'events'])
      expect(of(name)).to.deep.include({ full: '0s', deletes: 'sweep', enumerates: 'all' });
  });

  it('C-08: a support request with its people, files by access, and no internal note', async () => {
    const found = data(await rows(await open(), 'tickets'), '9120');
    expect(found).to.deep.equal({
      subject: 'Login fails',
      number: 'TT-1044',
      status: 'Open',
      statusGroup: 'open',
      customer: '7102',
      contacts: ['7314'],
      body: 'Since Monday',
      owner: { name: 'Maija Meri', email: 'maija@crm.example' },
      files: [
        { id: '71', name: 'log.txt', size: 12, visibility: 'public', at: '2025-03-02T08:00:00.000Z' },
        { id: '72', name: 'trace.txt', visibility: 'internal' },
      ],
      parents: [{ module: 'project', id: '610' }],
      createdAt: '2025-02-01T06:00:00.000Z',
      changedAt: '2025-03-02T06:14:55.000Z',
      fields: {},
    });
    const all = data(await rows(await open(rantapuu(), { files: 'all' }), 'tickets'), '9120');
    expect(all).to.have.nested.property('files[1].visibility', 'public');
  });

  it('files come in one question where they say what they are attached to', async () => {
    const held = {
      ...rantapuu(),
      files: [{ id: '73', entity_id: '9120', file_name: 'a.txt', file_access_type: 'Public' }],
    };
    const opened = await open(held);
    expect(data(await rows(opened, 'tickets'), '9120')).to.have.nested.property('files[0].name', 'a.txt');
    expect(opened.calls.filter(({ path }) => path.endsWith('/files'))).to.deep.equal([]);
  });

  it('C-10: invoices with rows, dates by whatever name, and what they come from', async () => {
    const found = data(await rows(await open(), 'invoices'), '8801');
    expect(found).to.deep.include({
      customer: '7102',
      amount: 12400,
      currency: 'EUR',
      dates: { issued: '2025-03-01', due: '2025-03-15' },
      lines: [{ product: '401', text: 'Plank', quantity: 2, unitPrice: 5000, amount: 10000, taxRate: 24 }],
      parents: [{ module: 'salesOrder', id: '8601' }],
      fields: { cf_cost_centre: 'K4', paid: 24 },
    });
  });

  it('C-12, C-13, C-14: opportunities, price books with prices, products on sale and orders', async () => {
    const opened = await open();
    expect(data(await rows(opened, 'opportunities'), '710')).to.include({
      amount: 9950,
      statusGroup: 'closed',
    });
    expect(data(await rows(opened, 'priceBooks'), '501')).to.deep.include({
      public: true,
      lines: [{ product: '401', unitPrice: 4550 }],
    });
    const products = await rows(opened, 'products');
    expect(
      [data(products, '401'), data(products, '402')].map((each) => Reflect.get(Object(each), 'public')),
    ).to.deep.equal([true, false]);
    expect(data(await rows(opened, 'salesOrders'), '8601')).to.deep.include({
      statusGroup: 'closed',
      lines: [{ product: '401', quantity: 1, unitPrice: 5000 }],
      parents: [{ module: 'quote', id: '8501' }],
    });
  });

  it('C-02, C-36, C-37: events by kind, with their times in any writing, and those on their list', async () => {
    const found = await rows(await open(), 'events');
    expect(data(found, '310')).to.deep.include({
      public: true,
      type: 'Registration required',
      contacts: [],
      dates: {
        start: '2025-04-01T07:00:00.000Z',
        end: '2025-04-01T13:00:00.000Z',
        registrationOpens: '2025-02-28T22:00:00.000Z',
        registrationCloses: '2025-03-31T21:00:00.000Z',
      },
    });
    expect(data(found, '311')).to.deep.include({
      public: false,
      contacts: ['7314'],
      dates: { start: '2025-04-02' },
    });
  });

  it('C-04: quotes, projects, documents and FAQs are read as well', async () => {
    const opened = await open();
    expect(data(await rows(opened, 'quotes'), '8501')).to.deep.include({
      dates: { validUntil: '2025-04-01' },
    });
    expect(data(await rows(opened, 'projects'), '610')).to.deep.include({
      dates: { start: '2025-01-02' },
      contacts: [],
    });
    expect(data(await rows(opened, 'documents'), '810')).to.deep.include({
      customer: '7102',
      contacts: ['7314'],
    });
    expect(data(await rows(opened, 'faqs'), '901')).to.include({ subject: 'Why?', body: 'Because' });
  });

  it('C-16: links lead to web addresses alone', async () => {
    const found = await rows(await open(), 'links');
    expect(found.map((each) => 'data' in each && each.data)).to.deep.equal([
      { subject: 'Shop', type: '1', public: true, fields: { url: 'https://shop.example/' } },
    ]);
  });

  it('everything fits the schemas, and every stream keeps the rules of streams', async () => {
    const opened = await open();
    expect(Object.keys(checkStreams(plugin, opened.facts, settings))).to.have.length(16);
    for (const name of Object.keys(opened.all)) {
      const found = await rows(opened, name);
      expect(found, name).not.to.deep.equal([]);
      for (const each of found) if (each.kind !== 'members') checkRow(each as Parameters<typeof checkRow>[0]);
    }
  });

  it('C-14: a product that does not say that it is active is not on sale, where the CRM knows the word', async () => {
    const held = rantapuu();
    Object.assign(held['products']?.[0] ?? {}, { active: null });
    expect(data(await rows(await open(held), 'products'), '401')).to.include({ public: false });
    const unknown = await open(without('products', 'active'));
    expect(data(await rows(unknown, 'products'), '401')).to.include({ public: true });
  });

  it('one value that cannot be read refuses its row, and no membership', async () => {
    const held = rantapuu();
    Object.assign(held['contacts']?.[0] ?? {}, { email: 'nobody' });
    const found = await rows(await open(held), 'contacts');
    expect(found.map(({ kind }) => kind)).to.deep.equal(['refused', 'members', 'contact', 'members']);
  });

  it('a pass reads everything once, also where hundreds changed at one moment', async () => {
    const stamps = ['2025-01-01T00:00:00', '2025-01-02T00:00:00', '2025-01-03T00:00:00'];
    for (const most of [100, 40]) {
      const held = {
        ...rantapuu(),
        accounts: many(430, (index) => stamps[index < 90 ? 0 : index < 400 ? 1 : 2] ?? ''),
      };
      const opened = await open(held, { most });
      const found = await pages(opened, 'customers');
      const ids = found.flat().map((item) => opened.of('customers').id(item));
      expect([ids.length, new Set(ids).size, found.some((page) => !page.length)]).to.deep.equal([
        430,
        430,
        false,
      ]);
    }
  });

  it('a row that changes while it is read is met again, and hides none', async () => {
    const held = {
      ...rantapuu(),
      accounts: many(
        250,
        (index) =>
          `2025-01-01T00:${String(Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`,
      ),
    };
    const opened = await open(held);
    const first = await opened.of('customers').page?.(opened.session, { size: 100 });
    for (const id of ['1', '2', '3'])
      Object.assign(held['accounts'].find((each) => each.id === id) ?? {}, {
        updated_at: '2025-02-01T00:00:00',
      });
    const seen = new Set(first?.items.map((item) => opened.of('customers').id(item)));
    for (let cursor = first?.next; cursor !== undefined;) {
      const page = await opened.of('customers').page?.(opened.session, { size: 100, cursor });
      for (const item of page?.items ?? []) seen.add(opened.of('customers').id(item));
      cursor = page?.next;
    }
    expect(seen.size).to.equal(250);
  });

  it('changes are asked for in the tenant’s own time, or in UTC where the CRM writes zones', async () => {
    const filterOf = async (held: Holdings): Promise<unknown> => {
      const opened = await open(held);
      await pages(opened, 'contacts', new Date('2025-03-01T06:00:00Z'));
      const { query } = opened.calls.find(({ path }) => path === 'contacts') ?? {};
      expect(query).to.include({ 'page[number]': 1, 'page[size]': 100, sort: 'updated_at,id' });
      return JSON.parse(String(query?.['filter']));
    };
    expect(await filterOf(rantapuu())).to.deep.equal({ $gte: ['updated_at', '2025-03-01T08:00:00'] });
    const zoned = rantapuu();
    for (const each of zoned['contacts'] ?? []) each['updated_at'] = '2025-03-02T08:14:55+02:00';
    expect(await filterOf(zoned)).to.deep.equal({ $gte: ['updated_at', '2025-03-01T06:00:00Z'] });
    const { of } = await open(zoned);
    expect(of('contacts').changedAt?.({ id: '1', updated_at: '2025-03-02T08:14:55+02:00' })).to.deep.equal(
      new Date('2025-03-02T06:14:55Z'),
    );
  });

  it('ids are swept against the count of the CRM; without the right to count the guard is off and says so', async () => {
    const opened = await open();
    const listing = await opened.of('invoices').list?.(opened.session, { size: 100 });
    expect(listing).to.deep.include({ refs: [{ id: '8801' }], total: 1 });
    expect(opened.calls.find(({ path }) => path === 'reporting')?.body).to.deep.equal({
      from: 'invoices',
      select: '$count.distinct(id) as count_value',
      format: 'json',
      where: [],
      options: { kpi: true },
    });
    const closed = await open(rantapuu(), { forbidden: ['reporting'] });
    expect(await closed.of('invoices').list?.(closed.session, { size: 100 })).not.to.have.property('total');
    expect(closed.logged.map(({ message }) => message).join()).to.include('not guarded');
  });

  it('a module without change times is read whole, by page numbers', async () => {
    const opened = await open(without('quotes', 'updated_at'));
    expect(opened.of('quotes')).to.include({ full: '1d' }).and.not.have.property('changedAt');
    expect(data(await rows(opened, 'quotes'), '8501')).to.include({ subject: 'Planks' });
  });

  it('ids that a list does not answer are asked for one by one; only then are they gone', async () => {
    const opened = await open();
    const { session, of, calls } = opened;
    const { http } = session;
    const deaf = {
      ...session,
      http: {
        ...http,
        get: ((path, query) =>
          path === 'products'
            ? Promise.resolve({ data: [], meta: { total: 0 } })
            : http.get(path, query)) as typeof http.get,
      },
    };
    const found = (await of('products').read?.(deaf, ['401', '999'])) ?? [];
    expect(found.map((item) => of('products').id(item))).to.deep.equal(['401']);
    expect(calls.map(({ path }) => path)).to.include.members(['products/401', 'products/999']);
  });

  it('a module that may not be read is left out; one that is closed later stops its own stream', async () => {
    const { all } = await open(rantapuu(), { forbidden: ['invoices'] });
    expect(all).to.have.property('quotes').and.not.equal(undefined);
    expect(all).not.to.have.property('invoices');
    const opened = await open();
    const closed = crmServer(opened.held, { forbidden: ['invoices'] });
    const fault = await opened
      .of('invoices')
      .page?.(closed.session, { size: 100 })
      .catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(Fault).and.include({ kind: 'permission' });
  });

  it('rows, registrations and files that may not be read leave what is held', async () => {
    const opened = await open(rantapuu(), {
      forbidden: ['invoice_rows', 'mass_event_registrations', 'users'],
    });
    expect(data(await rows(opened, 'invoices'), '8801')).not.to.have.any.keys('lines', 'owner');
    expect(data(await rows(opened, 'events'), '311')).not.to.have.property('contacts');
  });
});
