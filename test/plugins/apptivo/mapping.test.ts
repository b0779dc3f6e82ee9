import { expect } from 'chai';

import type { Row } from '../../../core/contract/contract.js';
import { mapItem, toRawItem } from '../../../core/sync/map-items.js';
import type { Raw } from '../../../plugins/apptivo/client.js';
import { caseMapping, caseRows } from '../../../plugins/apptivo/case-mapping.js';
import { contactMapping, contactRows } from '../../../plugins/apptivo/contact-mapping.js';
import { customerRows, type CustomerItem } from '../../../plugins/apptivo/customer-mapping.js';
import { datesOf } from '../../../plugins/apptivo/values.js';
import { facts, hannah, harry, router, settings } from './apptivo-session.js';

const toContactRows = contactRows(facts, settings);
const toContact = (row: Raw) => toContactRows({ row });
const toCase = caseRows(facts, settings);
const toCustomer = customerRows(facts, settings);

const dataOf = (rows: Row[], kind: Row['kind']) => {
  const found = rows.find((each) => each.kind === kind);
  return found && 'data' in found ? found.data : undefined;
};
const nulled = (row: Raw, ...kept: string[]): Raw =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, kept.includes(name) ? value : null]));
const problems = (rows: Row[]) => rows.flatMap((each) => (each.kind === 'problem' ? [each.code] : []));

describe('Apptivo mapping', () => {
  it('reads a contact of the example, its moments in the zone of the settings', () => {
    expect(toContact(harry)).to.deep.equal([
      {
        kind: 'contact',
        id: '269398',
        data: {
          kind: 'contact',
          firstName: 'Harry',
          lastName: 'Porter',
          email: 'harry@porter.example',
          phones: [{ type: 'work', number: '555-0100' }],
          status: 'Active',
          principal: '501914',
          createdAt: '2025-01-15T02:30:00.000Z',
          changedAt: '2025-06-01T07:00:00.000Z',
          fields: {},
        },
      },
    ]);
  });

  it('reads a case of the example', () => {
    expect(dataOf(toCase({ row: router }), 'record')).to.deep.equal({
      type: '11',
      number: 'C-1042',
      subject: 'Router keeps restarting',
      body: 'Since Monday',
      status: 'New',
      statusGroup: 'open',
      customer: '501914',
      contacts: ['269398'],
      participants: [{ contact: '269398', kind: 'customer' }],
      createdAt: '2025-06-02T11:10:12.000Z',
      changedAt: '2025-06-03T03:31:00.000Z',
      dates: {},
      fields: { casePriority: 'High' },
    });
  });

  it('reads days without a time as they stand, and the other order of day and month', () => {
    const { day, moment } = datesOf(facts, { ...settings, dateFormat: 'dd/MM/yyyy' });
    expect(day.decode('03/06/2025', '')).to.equal('2025-06-03');
    expect(moment.decode('03/06/2025 09:01:00', '')).to.equal('2025-06-03T03:31:00.000Z');
    expect(moment.decode('3/6/2025 9:01 pm', '')).to.equal('2025-06-03T15:31:00.000Z');
    const written = (dateFormat: string) =>
      datesOf(facts, { ...settings, dateFormat }).day.decode('06/03/2025', '');
    for (const format of ['m/d/Y', 'MM/DD/YYYY', 'mm/dd/yyyy'])
      expect(written(format)).to.equal('2025-06-03');
    expect(dataOf(toCase({ row: { ...router, needByDate: '06/05/2025' } }), 'record')).to.have.deep.property(
      'dates',
      { due: '2025-06-05' },
    );
  });

  it('survives null anywhere', () => {
    const stream = { map: (raw: unknown) => toContact(raw as Raw) };
    for (const map of [
      () =>
        mapItem(stream, toRawItem({ stream: { id: () => '1' }, mapping: '' }, nulled(harry, 'contactId'))),
      () => ({ rows: toCase({ row: nulled(router, 'caseId'), notes: [], documents: [] }) }),
      () => ({
        rows: toCustomer({ row: nulled(hannah, 'id', 'customerName'), people: [{ contactId: null }] }),
      }),
    ])
      expect(map()).to.have.property('rows').with.length.above(0);
  });

  it('APT-6: a value that cannot be read does not hold up a contact that has another customer', () => {
    const bad = {
      firstName: { a: 1 },
      lastUpdateDate: 'yesterday',
      customAttributes: 'x',
      emailAddresses: [{ emailAddress: 'none' }],
    };
    const rows = toContact({ ...harry, ...bad, accountId: 7 });
    expect(rows.map((each) => (each.kind === 'problem' ? each.sentence : each.kind))).to.deep.equal([
      'contact',
      'Left out: firstName: expected text, found {"a":1}. ' +
        'emailAddresses: expected an e-mail address, found "none". ' +
        'lastUpdateDate: expected a moment (M/d/yyyy HH:mm:ss or M/d/yyyy HH:mm or M/d/yyyy h:mm:ss a or ' +
        'M/d/yyyy h:mm a or M/d/yyyy or yyyy-MM-dd HH:mm:ss or yyyy-MM-dd), found "yesterday".',
    ]);
    expect(dataOf(rows, 'contact')).to.deep.equal({
      kind: 'contact',
      lastName: 'Porter',
      phones: [{ type: 'work', number: '555-0100' }],
      status: 'Active',
      principal: '7',
      createdAt: '2025-01-15T02:30:00.000Z',
      fields: {},
    });
  });

  it('takes the first address that is one', () => {
    const emailAddresses = [{ emailAddress: 'none' }, { emailAddress: 'h@porter.example' }];
    expect(dataOf(toContact({ ...harry, emailAddresses }), 'contact')).to.include({
      email: 'h@porter.example',
    });
  });

  it('reads custom fields by tag name, several values as a list', () => {
    const customAttributes = [
      { customAttributeTagName: 'input_1', customAttributeValue: 'SN-1', customAttributeValueId: null },
      { customAttributeId: 5, attributeValues: [{ attributeValue: 'a' }, { attributeValue: 'b' }] },
      { customAttributeTagName: 'empty', customAttributeValue: null, attributeValues: null },
    ];
    expect(dataOf(toCase({ row: { ...router, customAttributes } }), 'record')).to.have.deep.property(
      'fields',
      {
        input_1: 'SN-1',
        5: ['a', 'b'],
        casePriority: 'High',
      },
    );
  });

  it('takes what is not active as not there', () => {
    const gone = { objectStatus: 1 };
    expect(toContact({ ...harry, ...gone })).to.deep.equal([]);
    expect(toCase({ row: { ...router, ...gone } })).to.deep.equal([]);
    expect(toCustomer({ row: { ...hannah, ...gone } })).to.deep.equal([]);
  });

  it('APT-3: a customer lists its people, whatever their own customer is', () => {
    const people = [harry, { contactId: 5, isPrimary: 'Y', accountId: 99 }, harry];
    const rows = toCustomer({ row: hannah, people });
    expect(rows.slice(1)).to.deep.equal([
      { kind: 'members', of: { customer: '501914' }, are: ['269398', '5'], primary: '269398' },
    ]);
    expect(dataOf(rows, 'customer')).to.deep.include({
      name: 'Hannah Baker',
      number: '17',
      phones: [{ type: 'mobile', number: '555-0101' }],
      addresses: [{ label: 'Billing', street: '1 High St', city: 'Ely', postalCode: 'CB7' }],
    });
  });

  it('names several primary contacts of one customer as a problem, and takes none of them', () => {
    const people = [harry, { contactId: 5, isPrimary: 'Y', accountId: 501914 }];
    const rows = toCustomer({ row: hannah, people });
    expect(rows.find(({ kind }) => kind === 'members')).not.to.have.property('primary');
    expect(problems(rows)).to.deep.equal(['PRIMARY_CONFLICT']);
  });

  it('APT-13: a parent counts where exactly one other customer bears its name, else the toggle is without effect', () => {
    const child = (parents?: string[]): CustomerItem => ({
      row: { ...hannah, parentCustomerName: 'Baker Group' },
      ...(parents && { parents }),
    });
    expect(dataOf(toCustomer(child(['8'])), 'customer')).to.include({ parent: '8' });
    for (const parents of [[], ['8', '9'], ['501914'], undefined]) {
      const rows = toCustomer(child(parents));
      expect(dataOf(rows, 'customer')).not.to.have.property('parent');
      expect(problems(rows)).to.deep.equal(['PARENT_UNKNOWN']);
    }
  });

  it('APT-16: a note is public only where it says Y; of a contact it names the contact', () => {
    const note = { noteText: 'Any news?', creationDate: '06/03/2025 09:01:00' };
    const by = { createdByObjectId: 2, createdByObjectRefId: 269398, createdByName: 'Harry Porter' };
    const marks = ['Y', 'N', null, undefined, 'yes', true];
    const notes = marks.map((isDisplayToCustomer, id) => ({ ...note, noteId: id + 1, isDisplayToCustomer }));
    const data = dataOf(
      toCase({ row: router, notes: [...notes, { ...note, ...by }, { noteText: null }] }),
      'record',
    );
    expect(data).to.have.property('comments').with.length(7);
    const { comments = [] } = data as { comments?: { visibility: string }[] };
    expect(comments.map(({ visibility }) => visibility)).to.deep.equal([
      'public',
      ...Array(6).fill('internal'),
    ]);
    expect(comments[6]).to.deep.equal({
      text: 'Any news?',
      visibility: 'internal',
      author: 'Harry Porter',
      authorContact: '269398',
      at: '2025-06-03T03:31:00.000Z',
    });
  });

  it('APT-15: a document is internal, unless the field that the settings name says that it is shared', () => {
    const documents = [
      { documentId: 1, documentName: 'a.pdf', isShared: 'Y' },
      { documentId: 2, documentName: null, isShared: 'N' },
      { documentId: 3, documentName: 'c.pdf' },
      { documentName: 'without id' },
    ];
    const files = (changed: object) =>
      (dataOf(caseRows(facts, { ...settings, ...changed })({ row: router, documents }), 'record') as Raw)[
        'files'
      ];
    expect(files({})).to.deep.equal([
      { id: '1', name: 'a.pdf', visibility: 'internal' },
      { id: '2', name: '2', visibility: 'internal' },
      { id: '3', name: 'c.pdf', visibility: 'internal' },
    ]);
    expect(files({ sharedDocumentField: 'isShared' })).to.deep.equal([
      { id: '1', name: 'a.pdf', visibility: 'public' },
      { id: '2', name: '2', visibility: 'internal' },
      { id: '3', name: 'c.pdf', visibility: 'internal' },
    ]);
  });

  it('leaves notes and documents that were not read as they are held, and unties a case without a contact', () => {
    const data = dataOf(toCase({ row: { ...router, caseContactId: null } }), 'record');
    expect(data).not.to.have.any.keys('comments', 'files');
    expect(data).to.deep.include({ contacts: [], participants: [] });
  });

  it('writes a case and a contact as Apptivo names them, choices by id and name', () => {
    const written = caseMapping(facts, settings).write({
      type: 'Issue',
      subject: 'Help',
      status: 'Closed',
      fields: { casePriority: 'High' },
    });
    expect(written).to.deep.equal({
      caseType: 'Issue',
      caseTypeId: 11,
      caseSummary: 'Help',
      caseStatus: 'Closed',
      caseStatusId: 102,
      casePriority: 'High',
      casePriorityId: 3,
    });
    for (const bad of [{ status: 'Odd' }, { fields: { input_1: 'x' } }, { number: '1' }])
      expect(() => caseMapping(facts, settings).write(bad)).to.throw('', JSON.stringify(bad));
    const person = contactMapping(facts, settings).write({
      email: 'h@porter.example',
      phones: [{ type: 'mobile', number: '555-0102' }],
    });
    expect(person).to.deep.equal({
      emailAddresses: [
        {
          id: 'cont_email_input',
          emailType: 'Business',
          emailTypeCode: 'BUSINESS',
          emailAddress: 'h@porter.example',
        },
      ],
      phoneNumbers: [
        {
          id: 'contact_phone_input',
          phoneNumber: '555-0102',
          phoneType: 'Mobile',
          phoneTypeCode: 'PHONE_MOBILE',
        },
      ],
    });
  });
});
