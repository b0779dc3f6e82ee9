import { expect } from 'chai';

import { startMobiworkSimulator, type MobiworkSimulator } from './start-mobiwork-simulator.js';
import { callMobiwork, type MobiworkCaller, type Wire } from './test-caller.js';

const RIVERSIDE = 3178692;
const HARBOR = 3178750;

describe('simulators/mobiwork: customers and contacts', () => {
  let mobiwork: MobiworkSimulator;
  let api: MobiworkCaller;

  beforeEach(async () => {
    mobiwork = await startMobiworkSimulator();
    api = await callMobiwork(mobiwork);
    await api.signIn();
  });
  afterEach(() => mobiwork.close());

  const idsOf = async (customerId: number): Promise<unknown[]> =>
    (await api.contacts(customerId)).map((each) => each['contactId']);
  const contactOf = async (customerId: number, contactId: number): Promise<Wire | undefined> =>
    (await api.contacts(customerId)).find((each) => each['contactId'] === String(contactId));
  const listOf = (...ids: number[]): string =>
    `<contactList>${ids.map((id) => `<contact><contactId>${id}</contactId></contact>`).join('')}</contactList>`;

  it('lists a customer as in the example of §4, contacts and PIN inside', async () => {
    const { rows, total, count } = await api.list(
      'customer',
      '<companyName>Riverside D</companyName><startPosition>0</startPosition><maxResults>100</maxResults>',
    );
    expect([total, count]).to.deep.equal(['1', '1']);
    expect(rows[0]).to.deep.include({
      mobiworkCustomerId: '3178692',
      externalCustomerId: 'null',
      companyName: 'Riverside Dental',
      type: 'BUSINESS',
      enabled: 'true',
      fromDate: '03/14/2024',
    });
    const { contact } = rows[0]!['contactList'] as { contact: Wire[] };
    expect(contact[0]).to.deep.include({
      contactId: '501',
      customerId: '3178692',
      title: 'Dr.',
      firstName: 'Lena',
      lastName: 'Ortiz',
      phoneNumber: '8135550101',
      email: 'lena@riverside.example',
      pin: '4417',
      enabled: 'true',
      admin: 'true',
    });
  });

  it('M-03, M-04: nests all contacts of a customer, and no others', async () => {
    expect(await idsOf(HARBOR)).to.deep.equal(['529', '530', '531']);
    expect(await idsOf(RIVERSIDE)).to.have.length(13);
    expect(await idsOf(3178740)).to.deep.equal([]);
    mobiwork.assumptions.contactListHasPrimary = false;
    expect(await idsOf(HARBOR)).to.deep.equal(['530', '531']);
    expect((await api.customer(HARBOR))['contact']).to.include({ contactId: '529' });
  });

  it('M-27: has every PIN in clear on the wire, inside invoices too', async () => {
    const text = await (await api.post('customer/list.html', '<request/>')).text();
    const pins = mobiwork.dump().customers.flatMap(({ contacts }) => contacts.map(({ pin }) => pin));
    for (const pin of pins) expect(text).to.contain(`<pin>${pin}</pin>`);
    const invoices = await (await api.post('invoice/list.html', '<request/>')).text();
    expect(invoices).to.contain('<primaryContact>').and.to.contain('<pin>4417</pin>');
    mobiwork.change.sendCredentials({ contactId: 501 });
    expect(mobiwork.dump().mails).to.deep.equal([
      { to: 'lena@riverside.example', contactId: 501, pin: '4417' },
    ]);
    expect(() => mobiwork.change.sendCredentials({ contactId: 509 })).to.throw('no e-mail');
  });

  it('M-16 to M-20, M-29: tells the permissions by the candidate names, other names, or not at all', async () => {
    expect(await contactOf(RIVERSIDE, 507)).to.include({
      admin: 'false',
      accessBilling: 'true',
      accessReports: 'true',
      createWorkOrder: 'false',
      editContact: 'false',
    });
    mobiwork.change.setPermissions({ contactId: 507, reports: false, editContact: true });
    expect(await contactOf(RIVERSIDE, 507)).to.include({
      accessBilling: 'true',
      accessReports: 'false',
      editContact: 'true',
    });
    mobiwork.assumptions.permissionFlags = null;
    expect(await contactOf(RIVERSIDE, 507)).to.not.have.any.keys('accessBilling', 'editContact');
  });

  it('M-28: has two numbers with extensions, and the third only under a name the tenant gives', async () => {
    const zoe = await contactOf(RIVERSIDE, 512);
    expect(zoe).to.include({ phoneExt: '7', altPhoneNumber: '8135550113', altPhoneExt: '22' });
    expect(Object.values(zoe ?? {})).not.to.include('8135550115');
    mobiwork.assumptions.thirdPhoneName = 'phoneNumber3';
    expect(await contactOf(RIVERSIDE, 512)).to.include({ phoneNumber3: '8135550115' });
  });

  it('gives at most 200 customers at once, and pages by position', async () => {
    const { customers, ...rest } = mobiwork.dump();
    const many = Array.from({ length: 450 }, (_, place) => ({
      ...customers[0]!,
      mobiworkCustomerId: place + 1,
      contacts: [],
    }));
    const large = await startMobiworkSimulator({ data: { ...rest, customers: many } });
    try {
      const api = await callMobiwork(large);
      await api.signIn();
      const page = async (request: string): Promise<unknown[]> => {
        const { rows, total, count } = await api.list('customer', request);
        return [rows[0]?.['mobiworkCustomerId'], rows.length, count, total];
      };
      expect(await page('')).to.deep.equal(['1', 200, '200', '450']);
      expect(await page('<startPosition>400</startPosition><maxResults>300</maxResults>')).to.deep.equal([
        '401',
        50,
        '50',
        '450',
      ]);
      expect(await page('<startPosition>450</startPosition>')).to.deep.equal([undefined, 0, '0', '450']);
      large.assumptions.pagedLists = 'products';
      expect(await page('<startPosition>400</startPosition><maxResults>3</maxResults>')).to.include('1');
      large.assumptions.capWithCriteria = false;
      expect(await page('<name>Riverside</name>')).to.deep.equal(['1', 450, '450', '450']);
    } finally {
      await large.close();
    }
  });

  it('narrows customers by type, number, person, work order and external id', async () => {
    const idsBy = async (request: string): Promise<unknown[]> =>
      (await api.list('customer', request)).rows.map((each) => Number(each['mobiworkCustomerId']));
    expect(await idsBy('<customerType>RESIDENTIAL</customerType>')).to.deep.equal([3178710]);
    expect(await idsBy('<customerType>1</customerType>')).to.deep.equal([3178710]);
    expect(await idsBy('<phoneNumber>813-555-0109</phoneNumber>')).to.deep.equal([RIVERSIDE]);
    expect(await idsBy('<lastName>díaz</lastName>')).to.deep.equal([3178700]);
    expect(await idsBy('<name>Ruth Adler</name>')).to.deep.equal([3178710]);
    expect(await idsBy('<workOrderId>90407</workOrderId>')).to.deep.equal([HARBOR]);
    expect(await idsBy('<externalId>NW-4021</externalId><name>Riverside</name>')).to.deep.equal([]);
  });

  it('M-09: ties a child customer to its parent only under a name the tenant gives', async () => {
    expect(Object.values(await api.customer(3178740))).not.to.include(String(RIVERSIDE));
    mobiwork.assumptions.parentName = 'parentCustomerId';
    expect(await api.customer(3178740)).to.include({ parentCustomerId: String(RIVERSIDE) });
  });

  it('shows a customer by its own id or an external one', async () => {
    const response = await api.ok('customer/0/view.html?externalId=NW-4021');
    expect(response['customer']).to.include({ mobiworkCustomerId: '3178700' });
    expect(await api.refusalOf('customer/7/view.html')).to.equal('1006 Not found: customer 7');
  });

  it('§8: replaces the whole contact list on an edit, unless lists are merged', async () => {
    const change = `<contactList><contact><contactId>530</contactId>
      <phoneNumber>8135550199</phoneNumber></contact></contactList>`;
    mobiwork.assumptions.givenLists = 'merged';
    await api.edit(HARBOR, change);
    expect(await idsOf(HARBOR)).to.deep.equal(['529', '530', '531']);
    mobiwork.assumptions.givenLists = 'replaced';
    await api.edit(HARBOR, change);
    expect(await idsOf(HARBOR)).to.deep.equal(['529', '530']);
    expect(await contactOf(HARBOR, 530)).to.include({
      phoneNumber: '8135550199',
      firstName: 'Mo',
      pin: 'PIN-530',
    });
    await api.edit(HARBOR, '<contactList/>');
    expect(await idsOf(HARBOR)).to.deep.equal(['529']);
  });

  it('§5: keeps what an edit leaves out, or clears it', async () => {
    await api.edit(RIVERSIDE, '<companyName>Riverside Dental Group</companyName>');
    expect(await idsOf(RIVERSIDE)).to.have.length(13);
    mobiwork.assumptions.omittedScalars = 'cleared';
    await api.edit(
      HARBOR,
      `<companyName>Harbor</companyName><enabled>true</enabled><contactList><contact><contactId>530</contactId>
       <firstName>Mo</firstName><lastName>Verr</lastName><enabled>true</enabled></contact></contactList>`,
    );
    expect(await contactOf(HARBOR, 530)).to.include({
      phoneNumber: 'null',
      pin: 'null',
      enabled: 'true',
      createWorkOrder: 'false',
    });
    mobiwork.assumptions.omittedLists = 'cleared';
    await api.edit(HARBOR, '<companyName>Harbor</companyName><enabled>true</enabled>');
    expect(await idsOf(HARBOR)).to.deep.equal(['529']);
  });

  it('M-14, M-15: adds a contact with an id, a PIN and permissions; both names are required', async () => {
    const added = `<contact><firstName>Nia</firstName><lastName>O&apos;Hara &amp; Co</lastName>
      <accessReports>TRUE</accessReports></contact>`;
    const list = `<contactList><contact><contactId>529</contactId></contact>${added}</contactList>`;
    await api.edit(HARBOR, list);
    const [, nia] = await api.contacts(HARBOR);
    expect(nia).to.include({
      lastName: "O'Hara & Co",
      accessReports: 'true',
      admin: 'false',
      enabled: 'true',
    });
    expect(Number(nia?.['contactId'])).to.be.greaterThan(533);
    expect(nia?.['pin']).to.match(/^\d{4}$/);
    const before = mobiwork.dump();
    const nameless = await api.edit(
      HARBOR,
      `<companyName>Other</companyName><contactList><contact><firstName>Nia</firstName></contact></contactList>`,
    );
    expect(nameless['error']).to.include({ '@code': '1007' });
    expect(mobiwork.dump()).to.deep.equal(before);
  });

  it('does to a contact id of another customer what the switch says, and never moves the person', async () => {
    expect((await api.edit(HARBOR, listOf(529, 502)))['error']).to.include({ '@code': '1012' });
    mobiwork.assumptions.unknownContactId = 'ignored';
    await api.edit(HARBOR, listOf(529, 502));
    expect(await idsOf(HARBOR)).to.deep.equal(['529']);
    mobiwork.assumptions.unknownContactId = 'added';
    const double =
      '<contact><contactId>502</contactId><firstName>S</firstName><lastName>C</lastName></contact>';
    await api.edit(
      HARBOR,
      `<contactList><contact><contactId>529</contactId></contact>${double}</contactList>`,
    );
    expect(await idsOf(HARBOR))
      .to.have.length(2)
      .and.not.to.include('502');
    expect(await contactOf(RIVERSIDE, 502)).to.include({ firstName: 'Sam' });
  });

  it('§8: lets the primary contact go only after another one is primary', async () => {
    await api.edit(HARBOR, listOf(530));
    expect(await idsOf(HARBOR)).to.deep.equal(['529', '530']);
    mobiwork.assumptions.primaryLeftOut = 'refused';
    expect((await api.edit(HARBOR, listOf(530)))['error']).to.include({ '@code': '1011' });
    const primary = '<primaryContact><contactId>530</contactId></primaryContact>';
    await api.edit(HARBOR, primary + listOf(530));
    expect(await idsOf(HARBOR)).to.deep.equal(['530']);
    expect((await api.customer(HARBOR))['contact']).to.include({ contactId: '530' });
    mobiwork.assumptions.primaryLeftOut = 'removed';
    await api.edit(HARBOR, '<contactList/>');
    expect(await api.customer(HARBOR)).not.to.have.property('contact');
    mobiwork.assumptions.editNeedsPrimaryContact = true;
    expect((await api.edit(HARBOR, '<companyName>Harbor</companyName>'))['error']).to.include({
      '@code': '1007',
    });
  });

  it('adds a customer, and deletes one that has no work orders (1010)', async () => {
    const { customer } = await api.ok(
      'customer/add.html?userId=772',
      `<customer><companyName>New &amp; Co</companyName><type>BUSINESS</type>
       <address><address1>1 First St</address1><city>Ocala</city></address>
       <contact><firstName>Ola</firstName><lastName>Ny</lastName><phoneNumber>8135550140</phoneNumber></contact></customer>`,
    );
    const id = Number((customer as Wire)['mobiworkCustomerId']);
    expect(id).to.be.greaterThan(3178760);
    expect(customer).to.deep.include({ companyName: 'New & Co', enabled: 'true' });
    expect((customer as Wire)['contact']).to.include({ firstName: 'Ola' });
    await api.ok(`customer/${id}/delete.html`);
    expect(await api.refusalOf(`customer/${id}/view.html`)).to.match(/^1006/);
    expect(await api.refusalOf('customer/3178692/delete.html')).to.equal('1010 Customer has work orders');
  });

  it('shows what staff do: a contact moved, disabled or deleted, a customer gone', async () => {
    mobiwork.change.moveContact({ contactId: 530, toCustomerId: RIVERSIDE });
    expect(await idsOf(HARBOR)).to.deep.equal(['529', '531']);
    expect(await contactOf(RIVERSIDE, 530)).to.include({ customerId: '3178692', pin: 'PIN-530' });
    mobiwork.change.deleteContact({ contactId: 529 });
    expect(await api.customer(HARBOR)).not.to.have.property('contact');
    mobiwork.change.editContact({ contactId: 531, enabled: false });
    expect(await contactOf(HARBOR, 531)).to.include({ enabled: 'false' });
    mobiwork.change.deleteCustomer({ mobiworkCustomerId: RIVERSIDE });
    expect(
      (await api.list('workOrder')).rows.some((each) => each['customerId'] === String(RIVERSIDE)),
    ).to.equal(false);
  });
});
