import { expect } from 'chai';

import { Mismatch, type RecordData, type Row } from '../../../core/contract/contract.js';
import { schemaValidator } from '../../../core/json-schema.js';
import type { Item } from '../../../plugins/opencrm/client.js';
import { companyMapping, mapCompany } from '../../../plugins/opencrm/company-mapping.js';
import { markOf, withMark } from '../../../plugins/opencrm/create-mark.js';
import { vendorFacts } from '../../../plugins/opencrm/discover.js';
import { contactMapping, mapContact, mapLead } from '../../../plugins/opencrm/person-mapping.js';
import { mapRecord, recordMapping } from '../../../plugins/opencrm/record-mapping.js';
import type { OpencrmSettings } from '../../../plugins/opencrm/settings.js';
import { sources } from '../../../plugins/opencrm/sources.js';
import { facts, settings } from './opencrm-session.js';

/** As in a full list (opencrm.md §4), its `id` put where the client puts it. */
const priya: Item = {
  id: '48213',
  firstname: 'Priya',
  lastname: 'Nandakumar',
  accountid: '48102',
  email: 'priya@harbourlight.example',
  phone: '0161 555 0107',
  title: 'Finance Lead',
  portal: '1',
  login: 'priya@harbourlight.example',
  portal_islocked: '0',
  canesign: '1',
  support_start_date: '2024-01-01',
  support_end_date: '2026-12-31',
  smownerid: '5',
  description: '',
};

const pump: Item = {
  id: '51877',
  title: 'Pump alarm every morning',
  status: 'Open',
  priority: 'High',
  category: 'Fault',
  contactid: '48213',
  parent_id: '48102',
  projectid: '0',
  showonportal: '1',
  solution: '',
  tech_solution: 'Replace the sensor, do not say so',
  closedon: '',
  smownerid: '9',
  description: 'Starts at 06:10.',
  createdtime: '2026-07-01 09:00:00',
};

const lead: Item = {
  id: '60001',
  firstname: 'Owen',
  lastname: 'Tull',
  email: 'owen@tull.example',
  portal: 1,
};

const loginOf = (row: Item, map = mapContact) => {
  const found = map(row).find(({ kind }) => kind === 'login');
  if (found?.kind !== 'login') throw new Error('no login');
  return found.data;
};

const dataOf = (name: keyof typeof sources, row: Item, changed: Partial<OpencrmSettings> = {}): RecordData =>
  recordMapping(sources[name], vendorFacts(facts), { ...settings, ...changed }).read(row);

const fits = (schema: string, data: object) => expect(schemaValidator(schema).check(data)).to.deep.equal([]);

describe('OpenCRM mapping', () => {
  it('O-06: a contact comes with its company and its login', () => {
    const [person, members, login] = mapContact(priya);
    expect(person).to.deep.equal({
      kind: 'contact',
      id: '48213',
      data: {
        kind: 'contact',
        firstName: 'Priya',
        lastName: 'Nandakumar',
        email: 'priya@harbourlight.example',
        jobTitle: 'Finance Lead',
        phones: [{ type: 'work', number: '0161 555 0107' }],
        principal: '48102',
        fields: {},
      },
    });
    expect(members).to.deep.equal({ kind: 'members', of: { contact: '48213' }, are: ['48102'] });
    expect(login).to.deep.equal({
      kind: 'login',
      id: '48213',
      data: {
        contact: '48213',
        userName: 'priya@harbourlight.example',
        enabled: true,
        locked: false,
        validFrom: '2024-01-01',
        validTo: '2026-12-31',
        capabilities: ['esign'],
      },
    });
  });

  it('O-06: a lead is a person of its own, with a login and no company but in words', () => {
    const [person, members, login] = mapLead({ ...lead, company: 'Tull & Sons', designation: 'Owner' });
    expect(person).to.deep.include({ id: '60001' });
    expect(person).to.have.deep.property('data', {
      kind: 'lead',
      firstName: 'Owen',
      lastName: 'Tull',
      email: 'owen@tull.example',
      jobTitle: 'Owner',
      fields: { company: 'Tull & Sons' },
    });
    expect(members).to.deep.include({ are: [] });
    expect(login).to.have.nested.property('data.enabled', true);
  });

  it('O-07: the tick of a person without an e-mail address opens nothing', () => {
    for (const email of ['', null, undefined, 'ask reception'])
      for (const map of [mapContact, mapLead])
        expect(loginOf({ ...priya, email }, map).enabled, String(email)).to.equal(false);
  });

  it('O-08: the user name is the e-mail address unless there is another', () => {
    for (const map of [mapContact, mapLead]) {
      expect(loginOf({ ...priya, login: '' }, map).userName).to.equal('priya@harbourlight.example');
      expect(loginOf({ ...priya, login: 'priya.n' }, map).userName).to.equal('priya.n');
    }
  });

  it('O-14: the tick decides, and one that cannot be read opens nothing', () => {
    for (const [portal, enabled] of [
      ['1', true],
      [1, true],
      [true, true],
      ['0', false],
      ['', false],
      [null, false],
      ['perhaps', false],
      [{}, false],
    ] as const)
      expect(loginOf({ ...priya, portal }).enabled, JSON.stringify(portal)).to.equal(enabled);
  });

  it('O-15: support dates bound the login; empty ones do not, unreadable ones shut it', () => {
    const none = loginOf({ ...priya, support_start_date: '', support_end_date: '0000-00-00' });
    expect(none).to.include({ enabled: true }).and.not.have.any.keys('validFrom', 'validTo');
    expect(loginOf({ ...priya, support_end_date: '31/12/2026' }).enabled).to.equal(false);
  });

  it('O-16: a locked account is told, and anything but a clear no is a lock', () => {
    for (const [value, locked] of [
      ['1', true],
      ['0', false],
      ['', false],
      ['since May', true],
    ] as const)
      expect(loginOf({ ...priya, portal_islocked: value }).locked, value).to.equal(locked);
  });

  it('O-49: the right to sign is the capability esign, which leads have no column for', () => {
    expect(loginOf({ ...priya, canesign: '0' }).capabilities).to.deep.equal([]);
    expect(loginOf(lead, mapLead).capabilities).to.deep.equal([]);
  });

  it('writes only what is given: an empty value blanks, and the e-mail address goes to its column', () => {
    expect(contactMapping.write({ firstName: 'Pria', fields: { mailingcity: '' } })).to.deep.equal({
      firstname: 'Pria',
      mailingcity: '',
    });
    expect(
      companyMapping.write({ addresses: [{ label: 'Shipping', street: 'Dock 4\nGate B', city: 'Hull' }] }),
    ).to.deep.equal({
      ship_street: 'Dock 4',
      ship_street_2: 'Gate B',
      ship_city: 'Hull',
      ship_state: '',
      ship_code: '',
      ship_country: '',
    });
    expect(() => companyMapping.write({ addresses: [{ label: 'Yard' }] })).to.throw('no address "Yard"');
  });

  it('O-22: reads the three addresses of a company as it writes them, and keeps one without a name', () => {
    const row: Item = {
      id: '48102',
      accountname: 'Harbour Light Ltd',
      street: '1 Quay',
      bill_street_2: 'Suite 2',
      code: 'HU1 1AA',
      reg_city: 'Leeds',
      parentid: '0',
      phone: '0161 555 0100',
      cf_812: 'gold',
      credit_limit: '5000',
    };
    const [first] = mapCompany(row);
    if (first?.kind !== 'customer') throw new Error('no customer');
    expect(first.data).to.deep.equal({
      name: 'Harbour Light Ltd',
      number: '48102',
      phones: [{ type: 'work', number: '0161 555 0100' }],
      addresses: [
        { label: 'Billing', street: '1 Quay\nSuite 2', postalCode: 'HU1 1AA' },
        { label: 'Registered', city: 'Leeds' },
      ],
      fields: { cf_812: 'gold' },
    });
    fits('customer.json', first.data);
    expect(companyMapping.read({ id: '7', accountname: '' }).name).to.equal('Company 7');
  });

  it('O-56: a ticket keeps its ID as number, and no internal solution', () => {
    const data = dataOf('tickets', pump);
    expect(data).to.deep.equal({
      subject: 'Pump alarm every morning',
      number: '51877',
      body: 'Starts at 06:10.',
      status: 'Open',
      statusGroup: 'open',
      customer: '48102',
      contacts: ['48213'],
      portalVisible: true,
      dates: {},
      parents: [],
      owner: { name: 'Sam Field', email: 'sam@harbour.example' },
      fields: { priority: 'High', category: 'Fault' },
      createdAt: '2026-07-01T08:00:00.000Z',
    });
    fits('record.json', data);
  });

  it('O-06, O-24: the ticket of a lead is linked to it, by whichever of the two columns', () => {
    expect(dataOf('tickets', { ...pump, contactid: '60001', parent_id: '0' }).contacts).to.deep.equal([
      '60001',
    ]);
    expect(dataOf('tickets', { ...pump, contactid: '0', parent_id: '60001' }).contacts).to.deep.equal([
      '60001',
    ]);
    expect(dataOf('tickets', { ...pump, contactid: '', parent_id: '' }).contacts).to.deep.equal([]);
  });

  it('O-23: whether a record is shown is what OpenCRM says; without the field nothing is said', () => {
    expect(dataOf('invoices', { id: '1', showonportal: '0' }).portalVisible).to.equal(false);
    expect(dataOf('invoices', { id: '1' })).not.to.have.property('portalVisible');
  });

  it('O-23: a module without the portal tick is one issue, on the record that showed it', () => {
    const known = { ...vendorFacts(facts), gaps: { invoice: '7' } };
    const kinds = (row: Item): Row['kind'][] =>
      mapRecord(sources.invoices, known, settings)(row).map(({ kind }) => kind);
    expect(kinds({ id: '7' })).to.deep.equal(['record', 'problem']);
    expect(kinds({ id: '8' })).to.deep.equal(['record']);
    expect(kinds({ id: '7', showonportal: '0' })).to.deep.equal(['record']);
  });

  it('O-40, O-58: an invoice has its terms, its extra details and each date by a name of its own', () => {
    const data = dataOf('invoices', {
      id: '70001',
      subject: 'Service 2026',
      invoicestatus: 'Sent',
      account_id: '48102',
      contact_id: '48213',
      salesorder_id: '52044',
      invoicedate: '2026-03-01',
      duedate: '2026-03-31',
      paiddate: '0000-00-00',
      total: '1250.5',
      terms_conditions: '30 days',
      bill_city: 'Hull',
      createdtime: 'yesterday',
      showonportal: 1,
    });
    expect(data).to.deep.include({
      customer: '48102',
      contacts: ['48213'],
      dates: { issued: '2026-03-01', due: '2026-03-31' },
      amount: 125050,
      currency: 'GBP',
      parents: [{ module: 'salesOrder', id: '52044' }],
      fields: { terms_conditions: '30 days', bill_city: 'Hull' },
    });
    expect(dataOf('invoices', { id: '1', paiddate: '2026-04-02' }).dates).to.deep.equal({
      paid: '2026-04-02',
    });
    fits('record.json', data);
  });

  it('an amount in a currency that is not known is none', () => {
    const amount = (currency_id: string, changed: Partial<OpencrmSettings> = {}) => {
      const { amount: minor, currency } = dataOf('quotes', { id: '1', total: '12', currency_id }, changed);
      return [minor, currency];
    };
    expect(amount('1')).to.deep.equal([1200, 'GBP']);
    expect(amount('JPY')).to.deep.equal([12, 'JPY']);
    expect(amount('3')).to.deep.equal([undefined, undefined]);
    expect(amount('3', { currencies: { '3': 'EUR' } })).to.deep.equal([1200, 'EUR']);
  });

  it('O-42, O-43, O-48, O-53: what is open and what is closed follows the words of the tenant', () => {
    const group = (
      name: keyof typeof sources,
      column: string,
      word: string,
      changed: Partial<OpencrmSettings> = {},
    ) => dataOf(name, { id: '1', [column]: word }, changed).statusGroup;
    expect(group('salesOrders', 'sostatus', 'Open')).to.equal('open');
    expect(group('salesOrders', 'sostatus', 'eSigned')).to.equal('closed');
    expect(
      group('salesOrders', 'sostatus', 'Awaiting you', { open: { salesOrder: ['Awaiting you'] } }),
    ).to.equal('open');
    expect(group('quotes', 'quotestage', 'Delivered')).to.equal('open');
    expect(group('quotes', 'quotestage', 'Rejected')).to.equal('closed');
    expect(group('projects', 'projectstatus', 'In Progress')).to.equal('open');
    expect(group('projects', 'projectstatus', 'Completed')).to.equal('closed');
    expect(group('invoices', 'invoicestatus', 'Paid')).to.equal('closed');
    expect(group('tickets', 'status', 'Done', { closed: { ticket: ['Done'] } })).to.equal('closed');
    expect(group('tickets', 'status', '')).to.equal(undefined);
  });

  it('O-37, O-38: a project says its type, and whether its documents are shown', () => {
    const data = dataOf('projects', {
      id: '80001',
      name: 'Refit',
      projecttype: 'Documents',
      contactid: '48213',
      accountid: '48102',
      showonportal: '1',
      showdocsonportal: '1',
      budget: '90000',
      private: '0',
    });
    expect(data).to.deep.include({
      type: 'Documents',
      portalVisible: true,
      fields: { showdocsonportal: true },
    });
  });

  it('a mark of a create is not part of what people read', () => {
    const description = withMark('Second floor', markOf('a key'));
    expect(description).to.match(/^Second floor\n\n\[portico-[\da-f]{20}\]$/);
    expect(dataOf('tickets', { ...pump, description }).body).to.equal('Second floor');
    expect(dataOf('tickets', { ...pump, description: withMark('', markOf('a key')) })).not.to.have.property(
      'body',
    );
  });

  it('what is of another kind puts its record aside alone', () => {
    expect(() => dataOf('tickets', { ...pump, showonportal: 'maybe' })).to.throw(Mismatch, 'showonportal');
    expect(() => dataOf('invoices', { id: '1', duedate: '31/12/2026' })).to.throw(Mismatch, 'duedate');
  });
});
