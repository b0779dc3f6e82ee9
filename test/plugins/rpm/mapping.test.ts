import { expect } from 'chai';

import { Fault, Mismatch, type Row } from '../../../core/contract/contract.js';
import { schemaValidator } from '../../../core/json-schema.js';
import { formMapping, formRows } from '../../../plugins/rpm/form-mapping.js';
import { loginRows } from '../../../plugins/rpm/login-mapping.js';
import { contactMapping, customerRows } from '../../../plugins/rpm/mapping.js';
import { facts, settings } from './rpm-session.js';

const ada = {
  IsPrimary: true,
  Contact: {
    ContactID: 881,
    FirstName: 'Ada',
    LastName: 'Moreau',
    Email: 'ada@northwind.example',
    Salutation: '',
    Title: 'CFO',
    PhoneNumbers: [{ PhoneNumberID: 5501, Type: 1, Number: '403-555-0110' }],
  },
};
const ben = { IsPrimary: false, Contact: { ContactID: 902, FirstName: 'Ben', PhoneNumbers: [] } };
const northwind = {
  CustomerID: 4021,
  Name: 'Northwind Fibre',
  Website: 'northwind.example',
  Added: '3/4/2024 9:15:00 AM',
  Modified: '6/2/2025 4:40:12 PM',
  Contacts: [ada, ben],
  Locations: [{ LocationID: 1, Name: 'Main', City: 'Calgary', StateProvince: 'n/a' }],
  Fields: [{ Field: 'Region', Uid: '5_120', Value: 'West' }],
};
const membersOf = (item: object) => customerRows(facts)(item).find(({ kind }) => kind === 'members');

describe('RPM customers', () => {
  it('yields the customer with its dates in the zone of the API user', () => {
    expect(customerRows(facts)(northwind)[0]).to.deep.equal({
      kind: 'customer',
      id: '4021',
      asOf: new Date('2025-06-02T23:40:12Z'),
      data: {
        name: 'Northwind Fibre',
        website: 'northwind.example',
        addresses: [{ label: 'Main', city: 'Calgary' }],
        createdAt: '2024-03-04T16:15:00.000Z',
        changedAt: '2025-06-02T23:40:12.000Z',
        fields: { '5_120': 'West' },
      },
    });
  });

  it("RPM-1: a contact comes with each of its customers, as of that customer's change", () => {
    const delta = { ...northwind, CustomerID: 4050, Modified: '6/3/2025', Contacts: [ada] };
    const found = [northwind, delta]
      .flatMap((item) => customerRows(facts)(item))
      .filter((row) => row.kind === 'contact');
    expect(found.filter(({ id }) => id === '881').map((row) => row.asOf?.toISOString())).to.deep.equal([
      '2025-06-02T23:40:12.000Z',
      '2025-06-03T07:00:00.000Z',
    ]);
    expect(found[0]?.data).to.deep.equal({
      kind: 'contact',
      firstName: 'Ada',
      lastName: 'Moreau',
      jobTitle: 'CFO',
      email: 'ada@northwind.example',
      phones: [{ type: 'work', number: '403-555-0110' }],
    });
  });

  it('RPM-2, RPM-7: every contact is a member, one of them primary', () => {
    expect(membersOf(northwind)).to.deep.equal({
      kind: 'members',
      of: { customer: '4021' },
      are: ['881', '902'],
      primary: '881',
    });
  });

  it('RPM-3: of two primaries on the wire the lowest id counts', () => {
    const first = { ...ada, Contact: { ...ada.Contact, ContactID: 99 } };
    expect(membersOf({ ...northwind, Contacts: [ada, first] })).to.include({ primary: '99' });
  });

  it('RPM-4: after a promotion the former primary is an additional contact', () => {
    const after = {
      ...northwind,
      Contacts: [
        { ...ada, IsPrimary: false },
        { ...ben, IsPrimary: true },
      ],
    };
    expect(membersOf(after)).to.deep.include({ are: ['881', '902'], primary: '902' });
  });

  it('a customer without contacts has none, and no primary', () => {
    expect(membersOf({ ...northwind, Contacts: [] })).to.deep.equal({
      kind: 'members',
      of: { customer: '4021' },
      are: [],
    });
  });

  it('refuses a customer whose contacts are missing or of another kind', () => {
    for (const Contacts of [undefined, {}, [{ Contact: null }], [{ ...ada, IsPrimary: 'perhaps' }]])
      expect(() => customerRows(facts)({ ...northwind, Contacts })).to.throw(Mismatch);
  });

  it('refuses alone a person, or the customer, that cannot be read; the members stay whole', () => {
    const odd = { ...ada, Contact: { ...ada.Contact, Email: 'no address' } };
    const [own, first, second, set] = customerRows(facts)({
      ...northwind,
      Modified: '2/30/2025',
      Contacts: [odd, ben],
    });
    expect(own).to.deep.include({ kind: 'refused', of: { kind: 'customer', id: '4021' } });
    expect(own).to.have.property('error').that.is.instanceOf(Mismatch);
    expect(first).to.deep.include({ kind: 'refused', of: { kind: 'contact', id: '881' } });
    // How new the copies are cannot be told: any other is taken as newer.
    expect(second).to.deep.include({ kind: 'contact', id: '902' }).and.not.have.property('asOf');
    expect(set).to.deep.include({ kind: 'members', are: ['881', '902'], primary: '881' });
  });

  it("writes contacts back by RPM's own names", () => {
    expect(
      contactMapping.write({ lastName: 'Lovelace', phones: [{ type: 'fax', number: '1' }] }),
    ).to.deep.equal({
      LastName: 'Lovelace',
      PhoneNumbers: [{ Type: 3, Number: '1' }],
    });
  });
});

describe('RPM customer users', () => {
  const row = { UserID: 70021, Username: 'ada.moreau', PrimaryCustomerID: 4021, Enabled: true };
  const user = { Username: 'ada.moreau', Enabled: true, Locked: false, Contact: { ContactID: 881 } };

  it('RPM-5, RPM-6, RPM-20: yields the login with its principal customer, and the oldest copy of its contact', () => {
    expect(loginRows({ row, user })).to.deep.equal([
      { kind: 'contact', id: '881', asOf: new Date(0), data: { kind: 'contact' } },
      {
        kind: 'login',
        id: '70021',
        data: { contact: '881', userName: 'ada.moreau', enabled: true, locked: false, principal: '4021' },
      },
    ]);
  });

  it('RPM-23: disabled or locked counts as not enabled', () => {
    const enabled = (item: unknown) =>
      loginRows(item).flatMap((each) => (each.kind === 'login' ? [each.data.enabled] : []));
    expect(enabled({ row: { ...row, Enabled: false }, user })).to.deep.equal([false]);
    expect(enabled({ row, user: { ...user, Enabled: false } })).to.deep.equal([false]);
    expect(enabled({ row, user: { ...user, Locked: true } })).to.deep.equal([false]);
  });

  it('RPM-23: a malformed address refuses the copy of the contact, and holds up no disabling', () => {
    const odd = { ...user, Contact: { ContactID: 881, Email: 'no address' } };
    const [person, own] = loginRows({ row: { ...row, Enabled: false }, user: odd });
    expect(person).to.deep.include({ kind: 'refused', of: { kind: 'contact', id: '881' } });
    expect(own).to.have.property('kind', 'login');
    expect(own).to.have.nested.property('data.enabled', false);
  });

  it('never guesses whose sign-in it is', () => {
    for (const given of [undefined, {}, { ...user, Contact: null }, { ...user, Contact: { ContactID: 0 } }])
      expect(() => loginRows({ row, user: given })).to.throw(
        Fault,
        'does not say whose sign-in "ada.moreau" is',
      );
  });
});

const form = {
  FormID: 31007,
  ProcessID: '12',
  Number: 'TT-0042',
  Title: 'TT-0042 Line down',
  Owner: 'Sam Field',
  Status: 'Open',
  Archived: false,
  Started: '6/1/2025 8:02:00 AM',
  Modified: '6/2/2025 4:41:00 PM',
  Fields: [
    { Field: 'Customer', Uid: '522_77', Value: 'Northwind Fibre', ID: 4021 },
    { Field: 'Severity', Uid: '500_301', Value: 'High' },
    { Field: 'Tags', Uid: '500_9', Value: '', Values: ['a', { Value: 'b' }] },
  ],
  Participants: [
    { ParticipantID: 9001, UserID: 300, Name: 'Sam Field' },
    { ParticipantID: 9002, UserID: 70021, Name: 'Ada Moreau' },
  ],
  Notes: [{ Note: 'Technician booked', Added: '6/2/2025', By: 'Sam Field' }],
  NotesForStaff: [{ Note: 'Late payer', Added: '6/2/2025', By: 'Sam Field' }],
  Files: [
    { FileID: 7, FileName: 'plan.pdf', Size: 12, StaffOnly: false },
    { FileID: 8, FileName: 'cost.xlsx', Size: 12, StaffOnly: true },
    { FileID: 9, FileName: 'unclear.txt' },
  ],
};
const dataOf = (item: object) => {
  const [row] = formRows(facts, { ...settings, closedStatuses: ['Done'] }, '12')(item);
  if (row?.kind !== 'record') throw new Error('no record');
  return row.data;
};

describe('RPM forms', () => {
  it('keeps fields by their stable uid and the customer by the reference to it', () => {
    expect(dataOf(form)).to.deep.include({
      type: '12',
      number: 'TT-0042',
      subject: 'TT-0042 Line down',
      status: 'Open',
      statusGroup: 'open',
      readOnly: false,
      customer: '4021',
      owner: { name: 'Sam Field' },
      createdAt: '2025-06-01T15:02:00.000Z',
      changedAt: '2025-06-02T23:41:00.000Z',
      fields: { '500_301': 'High', '500_9': ['a', 'b'] },
    });
  });

  it('has no customer where the reference is empty, in either way RPM says so', () => {
    for (const entry of [
      { Uid: '522_77', Value: '' },
      { Uid: '522_77', Value: '', ID: 0 },
    ])
      expect(dataOf({ ...form, Fields: [entry] })).not.to.have.property('customer');
  });

  it('RPM-20: participants come by their sign-in, and core knows whose it is', () => {
    expect(dataOf(form).participants).to.deep.equal([
      { login: '300', name: 'Sam Field' },
      { login: '70021', name: 'Ada Moreau' },
    ]);
    expect(() => dataOf({ ...form, Participants: undefined })).to.throw(Mismatch, 'Participants');
  });

  it('keeps what is for staff internal', () => {
    expect(dataOf(form).comments?.map(({ text, visibility }) => [text, visibility])).to.deep.equal([
      ['Technician booked', 'public'],
      ['Late payer', 'internal'],
    ]);
    expect(dataOf(form).files?.map(({ id, visibility }) => [id, visibility])).to.deep.equal([
      ['7', 'public'],
      ['8', 'internal'],
      ['9', 'internal'],
    ]);
  });

  it('closes archived forms and those in a status that the settings call closed', () => {
    expect(dataOf({ ...form, Archived: true })).to.include({ statusGroup: 'closed', readOnly: true });
    expect(dataOf({ ...form, Status: 'Done' })).to.include({ statusGroup: 'closed', readOnly: false });
  });

  it('writes the fields, the customer and the process of a new form', () => {
    const write = formMapping(facts, settings, '12').write;
    expect(write({ type: '12', customer: '4021', fields: { '500_301': 'Low' } })).to.deep.equal({
      ProcessID: '12',
      Fields: [
        { Uid: '522_77', ID: 4021 },
        { Uid: '500_301', Value: 'Low' },
      ],
    });
    expect(() => write({ subject: 'mine' })).to.throw(Fault, 'subject');
  });
});

describe('RPM rows', () => {
  it('fit the canonical schemas', () => {
    const user = {
      row: { UserID: 7, Username: 'ada', Enabled: true },
      user: { Contact: { ContactID: 881 } },
    };
    const rows: Row[] = [
      ...customerRows(facts)(northwind),
      ...loginRows(user),
      ...formRows(
        facts,
        settings,
        '12',
      )({ ...form, Fields: [], Notes: [{ Note: '' }], StatusDate: '6/2/2025' }),
      ...formRows(facts, settings, '12')(form),
    ];
    for (const row of rows.flatMap((each) => ('data' in each ? [each] : []))) {
      const schema = row.kind === 'record' ? `records/${row.module}` : row.kind;
      expect(schemaValidator(`${schema}.json`).check(row.data), schema).to.deep.equal([]);
    }
  });
});
