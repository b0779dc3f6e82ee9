import { expect } from 'chai';

import { schemaValidator, compileValidator } from '../../../core/json-schema.js';
import { checkStreams } from '../../../core/sync/check-streams.js';
import { readPage } from '../../../core/sync/read-page.js';
import { check, discover, vendorFacts } from '../../../plugins/opencrm/discover.js';
import { plugin } from '../../../plugins/opencrm/plugin.js';
import type { OpencrmSettings } from '../../../plugins/opencrm/settings.js';
import { streams } from '../../../plugins/opencrm/streams.js';
import { facts, holding, html, opencrmSession, settings } from './opencrm-session.js';

const tickets = Array.from({ length: 130 }, (_, index) => ({ crmid: String(500 + index), title: 'a' }));
const streamOf = (name: string, changed: Partial<OpencrmSettings> = {}) => {
  const found = streams(facts, { ...settings, ...changed })[name];
  if (!found?.page) throw new Error(`no stream ${name}`);
  return { ...found, page: found.page };
};
const caught = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

describe('OpenCRM streams', () => {
  it('is a plugin by the schema, with streams the engine takes', () => {
    expect(schemaValidator('plugin.json').check(plugin)).to.deep.equal([]);
    expect(Object.keys(checkStreams(plugin, facts, settings))).to.deep.equal([
      'companies',
      'contacts',
      'leads',
      'tickets',
      'projects',
      'quotes',
      'salesOrders',
      'invoices',
      'opportunities',
      'products',
      'events',
    ]);
    checkStreams(plugin, facts, { ...settings, changedByDay: true });
  });

  it('needs no more than an address and two keys, and keeps both keys secret', () => {
    const misfits = (given: object) =>
      compileValidator(plugin.settings)
        .check(given)
        .map(({ path }) => path);
    expect(misfits({ ...settings })).to.deep.equal([]);
    expect(misfits({ url: settings.url })).to.have.members(['apiKey', 'passKey']);
    expect(misfits({ ...settings, components: ['component:pantry'] })).to.deep.equal(['components.0']);
    const { properties } = plugin.settings;
    expect(Object.keys(properties).filter((name) => properties[name]?.secret)).to.deep.equal([
      'apiKey',
      'passKey',
    ]);
  });

  it('keeps to two calls a second, one at a time, over a tenant', () => {
    expect(plugin.limits?.(settings)).to.deep.equal([
      { kind: 'parallel', calls: 1 },
      { kind: 'window', calls: 2, per: '1s' },
    ]);
    expect(plugin.account?.(settings)).to.equal('harbour.example');
  });

  it('tests the connection by the two modules nobody can do without', async () => {
    const { session, methods } = opencrmSession({ ...holding({ company: [], contact: [] }) });
    await check(session);
    expect(methods()).to.deep.equal(['get_company_list_count', 'get_contact_list_count']);
    expect(
      await caught(
        check(opencrmSession({ get_company_list_count: () => ({ error: 'Unauthorized' }) }).session),
      ),
    ).to.include({
      kind: 'auth',
    });
  });

  it('leaves out a module that the account may not read, and stops without people or companies', async () => {
    const all = holding({
      company: [{ crmid: '1' }],
      contact: [{ crmid: '2', password: 'x' }],
      ticket: [{ crmid: '3', title: 'a' }],
      quote: [],
    });
    const { session, warned } = opencrmSession({
      ...all,
      get_invoice_list_full: () => ({ error: 'Permission denied' }),
      get_user_list_full: () => [
        {
          id: '9',
          user_name: 'sam',
          first_name: 'Sam',
          last_name: 'Field',
          email1: 'sam@harbour.example',
          user_password: 'x',
        },
      ],
    });
    const found = await discover(session);
    expect(schemaValidator('facts.json').check(found)).to.deep.equal([]);
    expect(vendorFacts(found)).to.deep.equal({
      modules: ['company', 'contact', 'ticket', 'quote'],
      owners: { '9': { name: 'Sam Field', email: 'sam@harbour.example' } },
      gaps: { ticket: '3' },
    });
    expect(JSON.stringify(found)).not.to.include('password');
    expect(warned).to.deep.equal(['OpenCRM answers Helpdesk without showonportal.']);
    const refused = opencrmSession({ ...all, get_contact_list_full: () => ({ error: 'Permission denied' }) });
    expect(await caught(discover(refused.session))).to.include({ kind: 'permission' });
    const blocked = opencrmSession({ ...all, get_lead_list_full: () => html('<h1>Blocked</h1>', 403) });
    expect(await caught(discover(blocked.session))).to.include({ kind: 'config' });
  });

  it('does not look at what the settings leave out', async () => {
    const { session, methods } = opencrmSession(holding({ company: [], contact: [], activity: [] }), {
      leaveOut: ['event', 'lead'],
    });
    expect(vendorFacts(await discover(session)).modules).to.deep.equal(['company', 'contact']);
    expect(methods()).to.include('get_contact_list_full');
    for (const left of ['activity', 'lead']) expect(methods()).not.to.include(`get_${left}_list_full`);
  });

  it('sweeps a whole list, counted before it is read', async () => {
    const { session, methods } = opencrmSession(holding({ ticket: tickets }));
    const { page } = streamOf('tickets');
    const first = await page(session, { size: 100 });
    expect(first).to.deep.include({ total: 130, next: { from: 100, total: 130 } });
    const second = await page(session, { size: 100, cursor: first.next ?? null });
    expect(second.items).to.have.length(30);
    expect(second).not.to.have.any.keys('next', 'total');
    expect(methods()).to.deep.equal([
      'get_ticket_list_count',
      'get_ticket_list_full',
      'get_ticket_list_full',
    ]);
  });

  it('an empty answer where the vendor counts records is a failure, not an empty list', async () => {
    for (const nothing of [html(''), {}]) {
      const { session } = opencrmSession({
        get_ticket_list_count: () => '57',
        get_ticket_list_full: () => nothing,
      });
      const page = streamOf('tickets').page(session, { size: 100 });
      expect(await Promise.resolve(page).catch((fault: unknown) => fault)).to.include({ kind: 'transient' });
    }
  });

  it('takes passwords out before anything is kept', async () => {
    const row = { id: '48213', lastname: 'N', password: 'hunter2' };
    const { session } = opencrmSession({ get_contact_list_count: () => 1, get_contact_list_full: () => row });
    const read = await readPage(
      { name: 'contacts', stream: streamOf('contacts'), session, mapping: '' },
      'full',
      { size: 100 },
    );
    expect(read.items.map(({ text }) => text)).to.deep.equal(['{"id":"48213","lastname":"N"}']);
  });

  it('reads everything in every run, or once a day with what changed by day in between', () => {
    expect(streamOf('tickets')).to.include({ full: '0s', deletes: 'sweep' }).and.not.have.property('recent');
    expect(streamOf('tickets', { changedByDay: true }))
      .to.include({ full: '1d' })
      .and.have.property('recent');
    expect(streamOf('tickets', { fullEvery: '2h' })).to.include({ full: '2h' });
  });

  it('asks for today and yesterday of the zone, and judges the answer itself', async () => {
    const rows = [
      { id: '1', modifiedtime: '2026-11-22 00:10:00' },
      { id: '2', modifiedtime: '2026-11-21 10:00:00' },
      { id: '3', modifiedtime: '2020-01-01 10:00:00' },
      { id: '4' },
    ];
    // 23:30 UTC is the next day in Tallinn.
    const zone = 'Europe/Tallinn';
    const { session, calls } = opencrmSession({ get_ticket_list_full: () => rows }, { zone });
    const recent = streamOf('tickets', { changedByDay: true }).recent;
    const first = await recent?.(session, { size: 100 });
    expect(first).to.deep.equal({ items: [rows[0]], next: { from: 0, day: 1 } });
    expect(await recent?.(session, { size: 100, cursor: { from: 0, day: 1 } })).to.deep.equal({
      items: [rows[1]],
    });
    expect(calls.map(({ form }) => form['query_string'])).to.deep.equal([
      'modifiedtime|LIKE|2026-11-22%',
      'modifiedtime|LIKE|2026-11-21%',
    ]);
    const unknown = opencrmSession({ get_ticket_list_full: () => ({ error: 'Unknown field modifiedtime' }) });
    expect(await caught(Promise.resolve(recent?.(unknown.session, { size: 100 })))).to.include({
      kind: 'config',
    });
  });
});
