import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { codec, Mismatch, type Facts, type Row } from 'portico/contract';

import { projectPath } from '../../../core/project-path.js';
import { vendorFacts } from '../../../plugins/vtiger/facts.js';
import { mappingOf } from '../../../plugins/vtiger/mapping.js';
import { policy } from '../../../plugins/vtiger/policy.js';
import { sources } from '../../../plugins/vtiger/sources.js';

import { discovered, recorded, rows, settings } from './recorded-server.js';

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const schema = (name: string): object =>
  JSON.parse(readFileSync(projectPath(`schemas/${name}.json`), 'utf8')) as object;
for (const name of ['participant', 'contact', 'customer', 'login', 'record', 'facts', 'policy'])
  ajv.addSchema(schema(name));
const valid = (name: string, data: unknown): void => {
  ajv.validate(`https://portico.example/schemas/${name}.json`, data);
  expect(ajv.errors, JSON.stringify(data).slice(0, 300)).to.equal(null);
};

describe('vtiger: facts, mapping and policy over recorded answers', () => {
  let facts: Facts;
  before(async () => {
    facts = await discovered();
  });

  const map = (name: keyof typeof sources, item: { id: string; [column: string]: unknown }): Row[] =>
    mappingOf(sources[name], vendorFacts(facts), settings).map(item);
  const one = (name: keyof typeof sources, item: { id: string; [column: string]: unknown }): object => {
    const [row] = map(name, item);
    return row && 'data' in row ? row.data : {};
  };
  const row = (number: string, index = 0) => ({ id: '', ...rows(number)[index] });

  it('V-4, V-18: discover keeps prefixes, visible fields and grouped statuses, as Facts', () => {
    valid('facts', facts);
    expect(facts.zone).to.equal('UTC');
    expect(vendorFacts(facts).modules['Project']?.prefix).to.equal('33');
    expect(facts.modules['ticket']?.statuses).to.deep.equal([
      { name: 'Open', group: 'open' },
      { name: 'In Progress', group: 'open' },
      { name: 'Wait For Response', group: 'open' },
      { name: 'Closed', group: 'closed' },
    ]);
    expect(vendorFacts(facts)).to.include({ userId: '19x1', defaultCurrency: '21x1' });
    expect(vendorFacts(facts).currencies).to.deep.equal({ '21x1': 'EUR' });
  });

  it('V-18: a module that this user may not see is no stream', async () => {
    const guest = await discovered('165');
    expect(guest.modules).to.have.property('ticket');
    expect(guest.modules).not.to.have.any.keys('invoice', 'opportunity', 'priceBook');
  });

  it('maps every recorded row of every module to canonical rows that pass their schema', () => {
    const recordings = {
      accounts: '039',
      contacts: '031',
      tickets: '040',
      invoices: '041',
      quotes: '042',
      salesOrders: '043',
      faqs: '044',
      products: '045',
      opportunities: '046',
      projects: '047',
      documents: '135',
    } as const;
    for (const [name, number] of Object.entries(recordings))
      for (const item of rows(number))
        for (const each of map(name as keyof typeof recordings, item))
          if ('data' in each) valid(each.kind, each.data);
  });

  it('O-07, O-14, O-15: a contact comes with its account and its login by tick and dates', () => {
    const ticked = recorded('188') as { id: string };
    expect(map('contacts', ticked)).to.deep.include.members([
      { kind: 'members', of: { contact: '12x8610' }, are: ['11x8590'] },
      {
        kind: 'login',
        id: '12x8610',
        data: {
          contact: '12x8610',
          userName: 'person2@company2.example',
          enabled: true,
          validFrom: '2026-01-01',
          validTo: '2027-12-31',
        },
      },
    ]);
    const enabled = (changes: object) => map('contacts', { ...ticked, ...changes }).at(2);
    expect(enabled({ portal: '0' })).to.have.nested.property('data.enabled', false);
    expect(enabled({ email: '' })).to.have.nested.property('data.enabled', false);
    expect(enabled({ support_end_date: '0000-00-00' })).to.have.nested.property('data.enabled', false);
    expect(one('contacts', ticked)).to.include({ kind: 'contact', principal: '11x8590', honorific: 'Dr.' });
    expect(map('contacts', { ...ticked, account_id: '' }).at(1)).to.deep.include({ are: [] });
  });

  it('V-18: where the portal tick is hidden, nothing is said about a login', () => {
    const known = vendorFacts(facts);
    const contacts = known.modules['Contacts'] ?? { prefix: '', fields: [] };
    const fields = contacts.fields.filter(({ name }) => name !== 'portal');
    const hidden = { ...known, modules: { ...known.modules, Contacts: { ...contacts, fields } } };
    const kinds = mappingOf(sources.contacts, hidden, settings)
      .map(row('031'))
      .map(({ kind }) => kind);
    expect(kinds).to.deep.equal(['contact', 'members']);
  });

  it('a lead is a contact of kind lead without account and login', () => {
    const mapped = map('leads', { id: '10x1', lastname: 'Ant', leadstatus: 'Hot', company: 'Hill Oy' });
    expect(mapped).to.deep.equal([
      {
        kind: 'contact',
        id: '10x1',
        data: { kind: 'lead', lastName: 'Ant', status: 'Hot', fields: { company: 'Hill Oy' } },
      },
    ]);
  });

  it('V-14: a ticket belongs to an account or to a contact, told by the prefix', () => {
    expect(one('tickets', row('040', 0))).to.deep.include({ customer: '11x8588', contacts: [] });
    expect(one('tickets', row('040', 1)))
      .to.deep.include({ contacts: ['12x8609'] })
      .and.not.to.have.property('customer');
    const vtiger = { ...row('040', 0), contact_id: '12x5' };
    expect(one('tickets', vtiger)).to.deep.include({ customer: '11x8588', contacts: ['12x5'] });
  });

  it('V-5: times are UTC without saying so, "" is no reference, money has decimals', () => {
    expect(one('invoices', row('041'))).to.deep.include({
      subject: 'Lasku 0 – Åkerlund & Söner Oy',
      status: 'Created',
      statusGroup: 'open',
      customer: '11x8588',
      contacts: ['12x8608'],
      amount: 1508,
      currency: 'EUR',
      changedAt: '2026-06-02T01:31:23.000Z',
      dates: { issued: '2026-01-10', due: '2026-01-24' },
      owner: { name: 'Administrator', email: 'admin@example.test' },
    });
    expect(one('projects', { ...row('047'), linktoaccountscontacts: '' })).to.not.have.property('customer');
  });

  it('V-13: text comes with its entities decoded once', () => {
    const [first, second] = Object(recorded('110')).records as unknown[];
    const { comments } = one('tickets', { ...row('040'), comments: [first, second] }) as {
      comments: object[];
    };
    expect(comments).to.deep.equal([
      {
        text: 'Looking into it – Åsa',
        visibility: 'public',
        author: 'Administrator',
        at: '2026-11-21T19:37:30.000Z',
      },
      {
        text: 'Thanks! "quoted" & <b>bold</b>',
        visibility: 'public',
        authorContact: '12x8609',
        at: '2026-11-21T19:37:30.000Z',
      },
    ]);
    expect(codec.html.decode('&amp;lt; &euro;5 &frac14; &#8211; &#xd800; &nosuch;', '')).to.equal(
      '&lt; €5 ¼ – \ufffd &nosuch;',
    );
  });

  it('V-14: a private comment of vtiger stays inside', () => {
    const comments = [{ id: '31x4', commentcontent: 'x', is_private: '1' }];
    expect(one('tickets', { ...row('040'), comments })).to.have.nested.property(
      'comments[0].visibility',
      'internal',
    );
  });

  it('a list that was not read is left out, so that what is held stays', () => {
    expect(one('tickets', row('040'))).not.to.have.property('comments');
    expect(one('invoices', row('041'))).not.to.have.property('lines');
  });

  it('V-15: lines come from InventoryDetails, in minor units', () => {
    expect(one('invoices', { ...row('041'), lines: rows('130') })).to.deep.include({
      lines: [
        { product: '14x8668', text: 'ä', quantity: 3, unitPrice: 1250, amount: 3750, taxRate: 0 },
        { product: '14x8669', quantity: 1.5, unitPrice: 19999, amount: 26999, taxRate: 0 },
      ],
    });
  });

  it('V-16: a document knows its file, its folder and, from retrieve, whom it belongs to', () => {
    expect(one('documents', recorded('136') as { id: string })).to.deep.include({
      folder: 'Default',
      portalVisible: true,
      customer: '11x8588',
      parents: [{ module: 'ticket', id: '17x8679' }],
      files: [
        {
          id: '15x8856',
          name: 'sopimus_ä.pdf',
          visibility: 'public',
          size: 90,
          contentType: 'application/pdf',
        },
      ],
    });
    expect(JSON.stringify(one('documents', recorded('136') as { id: string }))).not.to.contain('storage');
    expect(one('documents', recorded('134') as { id: string })).to.deep.include({ files: [] });
  });

  it('O-60: an FAQ is public when it is published and not otherwise', () => {
    expect(
      rows('044').map((each) => [each['faqstatus'], Reflect.get(one('faqs', each), 'public')]),
    ).to.deep.include.members([
      ['Published', true],
      ['Draft', false],
      ['Reviewed', false],
    ]);
  });

  it('V-11: what the vendor took for an address is none, and a day of zeros is none', () => {
    expect(one('contacts', recorded('093') as { id: string })).not.to.have.property('email');
    expect(one('invoices', { ...row('041'), duedate: '0000-00-00' })).to.deep.include({
      dates: { issued: '2026-01-10' },
    });
  });

  /** The rows, or the error of the first that is refused alone. */
  const whole = (rows: Row[]): Row[] => {
    for (const row of rows) if (row.kind === 'refused') throw row.error;
    return rows;
  };

  it('a malformed value of a contact holds up neither its login nor its account', () => {
    const contact = {
      id: '12x7',
      account_id: '11x5',
      portal: '1',
      email: 'a@x.example',
      firstname: { not: 'text' },
    };
    expect(map('contacts', contact).map(({ kind }) => kind)).to.deep.equal(['refused', 'members', 'login']);
  });

  it('a value of a wrong type is a Mismatch of its item, whatever the column', () => {
    for (const name of [
      'accounts',
      'contacts',
      'tickets',
      'invoices',
      'projects',
      'faqs',
      'products',
    ] as const)
      for (const path of Object.values(
        mappingOf(sources[name], vendorFacts(facts), settings).data.sources,
      ).flat())
        if (!['id', 'commentadded', 'faqstatus', 'discontinued', 'fields'].includes(path))
          expect(() => whole(map(name, { id: '1x1', [path]: { not: 'this' } })), `${name}.${path}`).to.throw(
            Mismatch,
          );
    expect(() => map('invoices', { ...row('041'), hdnGrandTotal: 'plenty' })).to.throw(
      Mismatch,
      'hdnGrandTotal',
    );
  });

  it('writes a contact in the words of the vendor: ticks as "1", phones in their columns', () => {
    const { data } = mappingOf(sources.contacts, vendorFacts(facts), settings);
    const sent = data.write({
      firstName: 'Ann',
      phones: [{ type: 'mobile', number: '+1 2' }],
      principal: '11x1',
    });
    expect(sent).to.include({ firstname: 'Ann', mobile: '+1 2', phone: '', account_id: '11x1' });
  });

  it('O-23, O-60: the policy is data that passes its schema, and the setting takes the account away', () => {
    const whole = policy(facts, settings);
    valid('policy', whole);
    expect(whole.grants.map(({ id }) => id)).to.include.members([
      'contact.self',
      'customer.own',
      'ticket.mine',
      'invoice.mine',
      'document.of.ticket',
      'faq.public',
      'product.public',
      'ticket.create',
    ]);
    expect(whole.grants.map(({ module }) => module)).not.to.include.members(['opportunity', 'priceBook']);
    const narrow = policy(facts, { ...settings, accountRecords: false });
    valid('policy', narrow);
    const records = narrow.grants.filter(({ module }) => module !== 'customer');
    expect(JSON.stringify(records.map(({ when }) => when))).not.to.contain('"customers"');
    valid('policy', policy({ ...facts, modules: {} }, settings));
  });
});
