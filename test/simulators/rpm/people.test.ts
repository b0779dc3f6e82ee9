import { expect } from 'chai';

import { startRpmSimulator, type RpmSimulator } from './start-rpm-simulator.js';
import { STORY_PASSWORD } from './story-people.js';
import { callRpm, type RpmCaller } from './test-caller.js';

describe('simulators/rpm: customers, contacts, users', () => {
  let rpm: RpmSimulator;
  let api: RpmCaller;

  beforeEach(async () => {
    rpm = await startRpmSimulator();
    api = callRpm(rpm);
  });
  afterEach(() => rpm.close());

  /** `881*` is the primary contact. */
  const people = async (customerId: number): Promise<string[]> =>
    (await api.customer(customerId)).Contacts.map(
      ({ Contact, IsPrimary }) => `${Contact.ContactID}${IsPrimary ? '*' : ''}`,
    );
  const rowOf = async (userId: number): Promise<Record<string, unknown> | undefined> => {
    const { CustomerUsers } = await api.result<{ CustomerUsers: Record<string, unknown>[] }>('CustomerUsers');
    return CustomerUsers.find(({ UserID }) => UserID === userId);
  };

  it('lists a customer once per alias, by name, without those in the trash', async () => {
    const { Customers } = await api.result<{ Customers: { Customer: string; CustomerID: unknown }[] }>(
      'Customers',
    );
    const rows = Customers.filter(({ CustomerID }) => Number(CustomerID) === 4021);
    expect(rows.map(({ Customer, CustomerID }) => [Customer, CustomerID])).to.deep.equal([
      ['Acme Northwind Telecom', '4021'],
      ['NW Fibre', '4021'],
      ['Northwind Fibre', 4021],
    ]);
    expect(Customers.some(({ Customer }) => Customer === 'Old Mill Bakery')).to.equal(false);
    expect(await api.errorOf('Customer', { CustomerID: 4080 })).to.equal('Customer not found');
    rpm.change.restoreCustomer({ customerId: 4080 });
    expect(await people(4080)).to.deep.equal(['909*']);
  });

  it('RPM-1, RPM-7: nests every linked contact, one person under several customers', async () => {
    const northwind = await api.customer(4021);
    expect(northwind.Contacts[0]).to.deep.include({ IsPrimary: true });
    expect(northwind.Contacts[0]?.Contact).to.deep.include({
      ContactID: 881,
      Email: 'ada@northwind.example',
    });
    expect(northwind.Contacts[0]?.Contact.PhoneNumbers).to.have.length(2);
    expect(await people(4021)).to.deep.equal(['881*', '902', '903']);
    expect(await people(4060)).to.deep.equal(['903*', '905']);
    expect(await api.result('Customer', { CustomerID: 4021, IncludeLocations: false })).not.to.have.property(
      'Locations',
    );
  });

  it('RPM-3, RPM-4: a new primary contact turns the former one into an additional one', async () => {
    await api.result('CustomerContactEdit', {
      CustomerID: 4021,
      Contact: { ContactID: 902 },
      IsPrimary: true,
    });
    expect(await people(4021)).to.deep.equal(['881', '902*', '903']);
    await api.result('CustomerContactEdit', {
      CustomerID: 4021,
      Contact: { ContactID: 902 },
      IsPrimary: false,
    });
    expect(await people(4021)).to.deep.equal(['881', '902*', '903']);
    rpm.change.setPrimary({ customerId: 4021, contactId: 881 });
    expect(await people(4021)).to.deep.equal(['881*', '902', '903']);
  });

  it('RPM-5, RPM-6: the principal customer is one of the linked ones, and independent of primary', async () => {
    expect(await rowOf(70023)).to.include({ PrimaryCustomerID: 4021, PrimaryCustomer: 'Northwind Fibre' });
    expect(() => rpm.change.setPrincipal({ contactId: 903, customerId: 4050 })).to.throw('not of customer');
    rpm.change.unlinkContact({ contactId: 903, customerId: 4021 });
    expect(await rowOf(70023)).to.include({ PrimaryCustomerID: 0, PrimaryCustomer: '' });
    expect(await rowOf(70023)).not.to.have.property('ContactID');
  });

  it('adds and edits customers and people', async () => {
    const added = await api.result<{ CustomerID: number }>('CustomerAdd', {
      Customer: { Name: 'Fern Foods', Contacts: [{ FirstName: 'Fay', Email: 'fay@fern.example' }] },
    });
    expect((await api.customer(added.CustomerID)).Contacts[0]).to.deep.include({ IsPrimary: true });
    expect(await api.errorOf('CustomerAdd', { Customer: { Name: 'fern foods' } })).to.match(
      /already exists$/,
    );
    expect(await api.errorOf('CustomerAdd', { Customer: {} })).to.equal('A unique customer name is required');
    await api.result('CustomerEdit', { Customer: { CustomerID: 4021, Name: 'Northwind' } });
    expect(await rowOf(70021)).to.include({ PrimaryCustomer: 'Northwind' });
    await api.result('CustomerContactAdd', {
      CustomerID: 4070,
      IsPrimary: true,
      Contact: { FirstName: 'Kim' },
    });
    await api.result('CustomerContactAdd', { CustomerID: 4070, Contact: { ContactID: 881 } });
    expect(await people(4070)).to.deep.equal(['913*', '881']);
    const search = await api.result('CustomerSearch', { Search: 'küchen' });
    expect(search).to.have.nested.property('Customers[0].CustomerID', 4060);
  });

  it('tells a user’s contact only to who asks by user name', async () => {
    const user = await api.result('User', { Username: 'edith.lefevre' });
    expect(user).to.deep.include({ Enabled: true, Locked: true });
    expect(user['Contact']).to.include({ ContactID: 905 });
    expect(await rowOf(70025)).not.to.have.property('Locked');
    expect(await api.errorOf('User', { Username: 'grace.lin' })).to.equal('Username not found');
    expect(await rowOf(70027)).to.equal(undefined);
  });

  it('checks passwords of those who are enabled and not locked', async () => {
    const check = async (Username: string, Password = STORY_PASSWORD): Promise<unknown> =>
      (await api.result('UserPasswordCheck', { Username, Password }))['Success'];
    expect(await check('ada.moreau')).to.equal(true);
    expect(await check('ada.moreau', 'wrong')).to.equal(false);
    expect(await check('ben.okoro')).to.equal(false);
    expect(await check('edith.lefevre')).to.equal(false);
    const echo = await api.result('UserEnabledEdit', { Username: 'ben.okoro', Enabled: true });
    expect(echo).to.deep.equal({ Username: 'ben.okoro', Enabled: true });
    expect(await check('ben.okoro')).to.equal(true);
  });

  it('RPM-10 to RPM-14, RPM-24: invites, resets and takes only good passwords', async () => {
    let now = new Date('2025-07-01T12:00:00Z');
    await rpm.close();
    rpm = await startRpmSimulator({ now: () => now });
    api = callRpm(rpm);
    expect(() => rpm.change.createUser({ contactId: 904, password: 'aaaaaaaaaa' })).to.throw('repeated');
    const { userId, username } = rpm.change.createUser({ contactId: 904 });
    expect(rpm.dump().mails).to.deep.include({
      at: now.toISOString(),
      to: 'dmitri@delta.example',
      userId,
      kind: 'invite',
    });
    rpm.change.finishLink({ userId, password: STORY_PASSWORD });
    expect(await api.result('User', { Username: username })).to.include({ Enabled: true });
    rpm.change.resetPassword({ userId });
    expect(await rowOf(userId)).to.include({ Enabled: false });
    now = new Date('2025-07-04T12:00:01Z');
    expect(() => rpm.change.finishLink({ userId, password: STORY_PASSWORD })).to.throw('expired');
    expect(await rowOf(userId)).to.include({ Enabled: false });
  });
});
