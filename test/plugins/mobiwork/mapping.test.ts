import { expect } from 'chai';

import type { Contact, Login, RecordData, Row } from '../../../core/contract/contract.js';
import { contactMapping } from '../../../plugins/mobiwork/contact-mapping.js';
import { customerMapping, customerRows } from '../../../plugins/mobiwork/customer-mapping.js';
import {
  estimateMapping,
  invoiceMapping,
  productMapping,
  recordRows,
} from '../../../plugins/mobiwork/record-mapping.js';
import type { MobiworkSettings } from '../../../plugins/mobiwork/settings.js';
import { externalIdFor, workOrderMapping } from '../../../plugins/mobiwork/work-order-mapping.js';
import { itemIn, lena, riverside, sam, settings } from './mobiwork-session.js';

const rowsOf = (xml: string, more: Partial<MobiworkSettings> = {}): Row[] =>
  customerRows({ ...settings, ...more })(itemIn(xml, 'customer'));
const contactIn = (rows: Row[], id: string): Contact | undefined =>
  rows.flatMap((row) => (row.kind === 'contact' && row.id === id ? [row.data] : []))[0];
const loginIn = (rows: Row[], id: string): Login | undefined =>
  rows.flatMap((row) => (row.kind === 'login' && row.id === id ? [row.data] : []))[0];
const membersIn = (rows: Row[]) => rows.find((row) => row.kind === 'members');
const withContacts = (contacts: string, more = ''): string =>
  `<customer><mobiworkCustomerId>7</mobiworkCustomerId><enabled>true</enabled>${more}<contactList>${contacts}</contactList></customer>`;

describe('MobiWork mapping of customers', () => {
  it('M-03: a customer brings all of its contacts, their sign-ins, its places and its own data', () => {
    const rows = rowsOf(riverside());
    expect(rows.map(({ kind, ...row }) => `${kind} ${'id' in row ? row.id : ''}`)).to.deep.equal([
      'customer 3178692',
      'members ',
      'contact 501',
      'login 501',
      'contact 502',
      'login 502',
      'record 88121',
    ]);
    expect(rows[0]).to.have.deep.property('data', {
      name: 'Riverside Dental',
      addresses: [{ street: '40 Quay Rd', city: 'Tampa', region: 'FL', postalCode: '33602' }],
      fields: { type: 'BUSINESS' },
    });
    expect(membersIn(rows)).to.deep.include({ of: { customer: '3178692' }, are: ['501', '502'] });
    expect(rows.at(-1)).to.have.deep.property('data', {
      subject: '40 Quay Rd, Tampa, FL 33602',
      body: '40 Quay Rd, Tampa, FL 33602',
      customer: '3178692',
    });
  });

  it('M-06: title, names, phone and e-mail are the values of the contact', () => {
    expect(contactIn(rowsOf(riverside()), '501')).to.deep.equal({
      kind: 'contact',
      honorific: 'Dr.',
      firstName: 'Lena',
      lastName: 'Ortiz',
      email: 'lena@riverside.example',
      phones: [{ type: 'work', number: '8135550101' }],
      status: 'Enabled',
      principal: '3178692',
      fields: { permissions: ['admin'] },
    });
  });

  it('M-26: the sign-in name is the phone number, digits only', () => {
    const rows = rowsOf(
      withContacts(
        '<contact><contactId>1</contactId><PhoneNumber>+1 (813) 555-0101</PhoneNumber><phoneExt>12</phoneExt><enabled>TRUE</enabled></contact>' +
          '<contact><contactId>2</contactId><phoneNumber>null</phoneNumber><enabled>true</enabled></contact>',
      ),
    );
    expect(loginIn(rows, '1')).to.deep.include({ contact: '1', userName: '18135550101', enabled: true });
    expect(loginIn(rows, '2')).not.to.have.property('userName');
  });

  it('M-26: of two contacts with one number only the first signs in by it, with an issue', () => {
    const rows = rowsOf(
      withContacts(
        ['1', '2']
          .map(
            (id) => `<contact><contactId>${id}</contactId><phoneNumber>813-555-0101</phoneNumber></contact>`,
          )
          .join(''),
      ),
    );
    expect([loginIn(rows, '1')?.userName, loginIn(rows, '2')?.userName]).to.deep.equal([
      '8135550101',
      undefined,
    ]);
    expect(rows.find(({ kind }) => kind === 'problem')).to.include({ code: 'PHONE_SHARED' });
  });

  it('M-26: a sign-in is good while contact and customer are enabled, and neither is guessed to be', () => {
    const enabled = (customer: string, contact: string) =>
      loginIn(
        rowsOf(
          `<customer><mobiworkCustomerId>7</mobiworkCustomerId>${customer}<contactList><contact><contactId>1</contactId>${contact}</contact></contactList></customer>`,
        ),
        '1',
      )?.enabled;
    const [yes, no] = ['<enabled>true</enabled>', '<enabled>false</enabled>'];
    expect([
      enabled(yes, yes),
      enabled(no, yes),
      enabled(yes, no),
      enabled('', yes),
      enabled(yes, ''),
    ]).to.deep.equal([true, false, false, false, false]);
  });

  it('M-28: up to three numbers of a contact are read with their extensions, and written back to their places', () => {
    const mapping = contactMapping({});
    const raw = {
      phoneNumber: '8135550101',
      phoneExt: '12',
      altPhoneNumber: '8135550102',
      altPhoneExt: '',
      fax: '8135550103',
    };
    const { phones } = mapping.read(raw);
    expect(phones).to.deep.equal([
      { type: 'work', number: '8135550101 x12' },
      { type: 'other', number: '8135550102' },
      { type: 'fax', number: '8135550103' },
    ]);
    expect(mapping.write({ ...(phones && { phones }) })).to.deep.equal(raw);
    expect(mapping.write({ phones: [{ type: 'mobile', number: '8135550109' }] })).to.deep.include({
      phoneNumber: '8135550109',
      altPhoneNumber: '',
      fax: '',
    });
  });

  it('M-29: each contact has permissions of its own, by whatever case their elements are in', () => {
    const rows = rowsOf(
      withContacts(
        lena('<AccessBilling>TRUE</AccessBilling><accessReports>0</accessReports>') +
          sam(
            '<createWorkOrder>true</createWorkOrder><editContact>1</editContact><accessReports>true</accessReports>',
          ),
      ),
    );
    expect(loginIn(rows, '501')?.capabilities).to.deep.equal(['admin', 'billing']);
    expect(loginIn(rows, '502')?.capabilities).to.deep.equal(['reports', 'createWorkOrder', 'editContact']);
    expect(contactIn(rows, '502')?.fields).to.deep.equal({
      permissions: ['reports', 'createWorkOrder', 'editContact'],
    });
  });

  it('M-29: a permission may have another element by the settings, which then is the only one', () => {
    const flags = { billing: 'mayPay' };
    const rows = rowsOf(
      withContacts(sam('<accessBilling>true</accessBilling>') + lena('<MayPay>true</MayPay>')),
      {
        flags,
      },
    );
    expect(loginIn(rows, '502')?.capabilities).to.deep.equal([]);
    expect(loginIn(rows, '501')?.capabilities).to.deep.equal(['admin', 'billing']);
  });

  it('M-29: a permission that cannot be read refuses that sign-in alone', () => {
    const rows = rowsOf(withContacts(lena('<accessBilling>perhaps</accessBilling>') + sam()));
    expect(rows.filter(({ kind }) => kind === 'refused')).to.have.length(2);
    expect(loginIn(rows, '501')).to.equal(undefined);
    expect(loginIn(rows, '502')).to.deep.include({ enabled: true });
    expect(membersIn(rows)).to.deep.include({ are: ['501', '502'] });
  });

  it('M-03: a malformed address refuses its contact alone; a contact without an id the whole customer', () => {
    const rows = rowsOf(
      withContacts(`${sam()}<contact><contactId>9</contactId><email>none</email></contact>`),
    );
    expect(rows.find(({ kind }) => kind === 'refused')).to.have.deep.property('of', {
      kind: 'contact',
      id: '9',
    });
    expect(loginIn(rows, '9')).to.include({ enabled: false });
    expect(() => rowsOf(withContacts('<contact><firstName>Eve</firstName></contact>'))).to.throw('contactId');
  });

  it('the primary contact comes as contact or primaryContact, and may be only there', () => {
    const primary = (more: string, contacts = lena() + sam()) =>
      membersIn(rowsOf(withContacts(contacts, more)));
    expect(primary('<contact><contactId>502</contactId></contact>')).to.include({ primary: '502' });
    expect(primary('<PrimaryContact><ContactID>501</ContactID></PrimaryContact>')).to.include({
      primary: '501',
    });
    expect(primary('<contact><contactId>77</contactId></contact>', '')).to.deep.include({
      are: ['77'],
      primary: '77',
    });
    expect(primary('')).not.to.have.property('primary');
  });

  it('a residential customer has the name of its primary contact; the text null is no name', () => {
    const nameOf = (more: string, contacts = sam()) =>
      customerMapping.read(itemIn(withContacts(contacts, more), 'customer')).name;
    expect(nameOf('<companyName>null</companyName>')).to.equal('Sam Cole');
    expect(nameOf('<contact><contactId>501</contactId></contact>', sam() + lena())).to.equal('Lena Ortiz');
    expect(nameOf('', '')).to.equal('Customer 7');
    expect(customerMapping.write({ name: 'New & Co' })).to.deep.equal({ companyName: 'New & Co' });
  });

  it('custom fields come by name, a repeated one as a list by index; a place is listed once', () => {
    const fields = [
      ['unit', '1', 'B'],
      ['unit', '0', 'A'],
      ['roof', '0', 'tile'],
      ['none', '0', 'null'],
    ].map(
      ([name, index, value]) =>
        `<customField><apiName>${name}</apiName><index>${index}</index><value>${value}</value></customField>`,
    );
    const place = (id: string) =>
      `<address><addressId>${id}</addressId><name>Dock</name><address1>1 Pier</address1></address>`;
    const rows = rowsOf(
      withContacts(
        '',
        `<customFields>${fields.join('')}</customFields>${place('5')}<addressList>${place('5')}${place('6')}</addressList>`,
      ),
    );
    expect(rows[0]).to.have.deep.nested.property('data.fields', { unit: ['A', 'B'], roof: 'tile' });
    expect(rows.flatMap((row) => (row.kind === 'record' ? [row.id] : []))).to.deep.equal(['5', '6']);
  });
});

describe('MobiWork mapping of records', () => {
  const read = (xml: string, name: string, { read: by }: { read(raw: object): RecordData }) =>
    by(itemIn(xml, name));
  const order = (more = '') =>
    `<workOrder><mobiworkWorkOrderId>90412</mobiworkWorkOrderId><customerId>3178692</customerId>
     <description>Chair 2 leaks</description><workOrderType>Repair</workOrderType><status>ASSIGNED</status>
     <createdDate>2025/06/02 10:15:00</createdDate>${more}</workOrder>`;

  it('a work order has type, status, customer, place, schedule and the member of staff who is sent', () => {
    const mapping = workOrderMapping(settings, { '771': 'Ines Roth' });
    const schedule =
      '<scheduleList><schedule><userId>9</userId><date>2025/06/04</date><time>08:00</time></schedule>' +
      '<schedule><userId>771</userId><date>2025/06/03</date><time>09:30</time><duration>60</duration></schedule></scheduleList>';
    const place =
      '<location><address><addressId>88121</addressId><address1>40 Quay Rd</address1><city>Tampa</city></address></location>';
    expect(
      read(order(schedule + place + '<customStatus>Parts ordered</customStatus>'), 'workOrder', mapping),
    ).to.deep.equal({
      number: '90412',
      type: 'Repair',
      subject: 'Chair 2 leaks',
      status: 'ASSIGNED',
      statusGroup: 'open',
      customer: '3178692',
      createdAt: '2025-06-02T14:15:00.000Z',
      dates: { scheduled: '2025-06-03T13:30:00.000Z' },
      owner: { name: 'Ines Roth' },
      contacts: [],
      parents: [{ module: 'location', id: '88121' }],
      fields: { customStatus: 'Parts ordered', address1: '40 Quay Rd', city: 'Tampa' },
    });
  });

  it('M-19: a work order made through the hub says which contact made it, in its external id', () => {
    const mapping = workOrderMapping(settings);
    const contacts = (more: string) => read(order(more), 'workOrder', mapping).contacts;
    expect(contacts(`<externalId>${externalIdFor('502', 'k-1')}</externalId>`)).to.deep.equal(['502']);
    expect(
      contacts(`<externalWorkOrderId>${externalIdFor('502', 'k-1')}</externalWorkOrderId>`),
    ).to.deep.equal(['502']);
    expect(contacts('<externalId>ACU-17</externalId>')).to.deep.equal([]);
    expect(contacts('<externalId>null</externalId>')).to.deep.equal([]);
  });

  it('the first line of a description is the subject, the rest the body, and both are written as one text', () => {
    const mapping = workOrderMapping(settings);
    const description = 'Chair 2 leaks\nSince Monday.\nPlease call.';
    expect(mapping.read({ mobiworkWorkOrderId: '1', description })).to.include({
      subject: 'Chair 2 leaks',
      body: 'Since Monday.\nPlease call.',
    });
    for (const each of [
      { subject: 'Chair 2 leaks', body: 'Since Monday.\nPlease call.' },
      { body: 'Since Monday.\nPlease call.', subject: 'Chair 2 leaks' },
    ])
      expect(mapping.write(each)).to.deep.equal({ description });
    expect(mapping.write({ fields: { city: 'Tampa', roof: 'x' } })).to.deep.equal({
      location: { address: { city: 'Tampa' } },
    });
  });

  it('an invoice has its balance in the currency of the settings, and dates in all of their writings', () => {
    const xml = (dates: string) =>
      `<invoice><mobiworkInvoiceId>31</mobiworkInvoiceId><status>OPEN</status><balance>120.50</balance>
       <customer><mobiworkCustomerId>3178692</mobiworkCustomerId></customer>${dates}</invoice>`;
    const mapping = invoiceMapping(settings);
    expect(
      read(
        xml('<createdDate>Thu May 16 14:12:04 CAT 2019</createdDate><dueDate>06/15/2019</dueDate>'),
        'invoice',
        mapping,
      ),
    ).to.deep.equal({
      number: '31',
      status: 'OPEN',
      statusGroup: 'open',
      customer: '3178692',
      createdAt: '2019-05-16T18:12:04.000Z',
      dates: { issued: '2019-05-16', due: '2019-06-15' },
      amount: 12050,
      currency: 'USD',
    });
    const created = (date: string) =>
      read(xml(`<createdDate>${date}</createdDate>`), 'invoice', mapping).createdAt;
    expect(created('Thu May 16 14:12:04 UTC 2019')).to.equal('2019-05-16T14:12:04.000Z');
    expect(created('2019/05/16')).to.equal('2019-05-16T04:00:00.000Z');
    expect(created('05/16/2019')).to.equal('2019-05-16T04:00:00.000Z');
    const [refused] = recordRows(
      'invoice',
      'invoice',
      mapping,
    )(itemIn(xml('<dueDate>tomorrow</dueDate>'), 'invoice'));
    expect(refused).to.include({ kind: 'refused' }).and.have.nested.property('of.id', '31');
  });

  it('M-30: an invoice that was paid says when, and is closed by the statuses that the settings may name', () => {
    const raw = {
      mobiworkInvoiceId: '31',
      status: 'Paid',
      payments: ['2025/01/02', '01/09/2025'],
    };
    expect(invoiceMapping(settings).read(raw)).to.deep.include({
      statusGroup: 'closed',
      dates: { paid: '2025-01-09' },
    });
    expect(invoiceMapping({ ...settings, closed: { invoice: ['DONE'] } }).read(raw)).to.include({
      statusGroup: 'open',
    });
  });

  it('an estimate and a product are read as a quote and a product; yen have no decimals', () => {
    const estimate =
      '<estimate><mobiworkEstimateId>8</mobiworkEstimateId><description>New chair</description><status>OPEN</status><customerId>7</customerId><category>Sale</category><dueDate>2025/07/01</dueDate></estimate>';
    expect(read(estimate, 'estimate', estimateMapping(settings))).to.deep.equal({
      number: '8',
      type: 'Sale',
      subject: 'New chair',
      status: 'OPEN',
      statusGroup: 'open',
      customer: '7',
      dates: { validUntil: '2025-07-01' },
    });
    const product =
      '<product><mobiworkProductId>4</mobiworkProductId><name>Valve</name><sku>V-1</sku><type>PARTS_MATERIALS</type><price>900</price></product>';
    expect(read(product, 'product', productMapping({ ...settings, currency: 'JPY' }))).to.deep.equal({
      number: 'V-1',
      type: 'PARTS_MATERIALS',
      subject: 'Valve',
      amount: 900,
      currency: 'JPY',
    });
  });
});
