import { expect } from 'chai';

import { callApptivo, type ApptivoCaller, type Wire } from './apptivo-test-caller.js';
import { startApptivoSimulator, type ApptivoSimulator } from './start-apptivo-simulator.js';

describe('simulators/apptivo: writes', () => {
  let apptivo: ApptivoSimulator;
  let api: ApptivoCaller;

  beforeEach(async () => {
    apptivo = await startApptivoSimulator({ now: () => new Date('2025-06-10T10:00:00Z') });
    api = callApptivo(apptivo);
  });
  afterEach(() => apptivo.close());

  it('APT-3: associates a contact with a further customer, told by the list and in accounts if assumed', async () => {
    await api.call('customers addContact', { customerId: 501_960, contactIds: [269_402] });
    expect(await api.ids('customers getCustomerContacts', { customerId: 501_960 })).to.include(269_402);
    const accounts = async () => (await api.call('contacts getById', { contactId: 269_402 }))['accounts'];
    expect(await accounts()).to.deep.equal([]);
    apptivo.assumptions.accountsShape = 'account';
    expect(await accounts()).to.deep.include({ accountId: 501_960, accountName: 'Bluebird Dental' });
    apptivo.assumptions.accountsShape = 'customer';
    expect(await accounts()).to.deep.include({ customerId: 501_960, customerName: 'Bluebird Dental' });
  });

  it('writes only the attributes named, in the spelling of the app', async () => {
    const caseData = { caseId: 77_001, caseStatus: 'Closed', caseStatusId: 104, caseSummary: 'Not named' };
    const update = (input: Wire) => api.call('cases update', { caseId: 77_001, caseData, ...input });
    await update({ attributeNames: ['caseStatus'] });
    expect(await api.call('cases getById', { caseId: 77_001 })).to.include({ caseStatusId: 101 });
    const { csCase } = (await update({ attributeName: ['caseStatus'] })) as { csCase: Wire };
    expect(csCase).to.include({
      caseStatus: 'Closed',
      caseSummary: 'Router keeps restarting',
      lastUpdateDate: '06/10/2025 15:30:00',
    });
    apptivo.assumptions.caseUpdateReply = 'id';
    expect(await update({ attributeName: ['caseStatus'] })).to.deep.equal({ id: '77001' });

    const contact = { contactId: 269_402, contactData: { jobTitle: 'Chef' } };
    expect(await api.call('contacts update', { ...contact, attributeName: ['jobTitle'] })).to.include({
      jobTitle: null,
    });
    apptivo.assumptions.attributeSpelling = 'both';
    expect(await api.call('contacts update', { ...contact, attributeName: ['jobTitle'] })).to.include({
      jobTitle: 'Chef',
    });
  });

  it('writes e-mails and custom attributes by their flags, custom attributes as a whole', async () => {
    const { customAttributes } = await api.call<{ customAttributes: Wire[] }>('cases getById', {
      caseId: 77_006,
    });
    const caseData = { customAttributes: [{ ...customAttributes[1], customAttributeValue: '03/04/2025' }] };
    const update = { caseId: 77_006, caseData, attributeName: ['customAttributes'] };
    await api.call('cases update', update);
    expect(apptivo.dump().cases.find(({ caseId }) => caseId === 77_006)?.customAttributes).to.have.length(3);
    await api.call('cases update', { ...update, isCustomAttributesUpdate: true });
    const written = apptivo.dump().cases.find(({ caseId }) => caseId === 77_006)?.customAttributes;
    expect(written?.map((each) => each.customAttributeValue)).to.deep.equal(['2025-03-04']);

    const emailAddresses = [{ emailAddress: 'ada.m@northwind.example' }];
    const mail = { contactId: 269_400, contactData: { emailAddresses }, attributeNames: ['emailAddresses'] };
    await api.call('contacts update', mail);
    expect(apptivo.change.portalOf({ contactId: 269_400 }).login).to.equal('enabled');
    await api.call('contacts update', { ...mail, isEmailAddressUpdate: true });
    // APT-11: also over the API, unless assumed otherwise.
    expect(apptivo.change.portalOf({ contactId: 269_400 }).login).to.equal('none');
    expect(await api.ids('contacts getAllBySearchText', { searchText: 'ada.m@' })).to.deep.equal([269_400]);
  });

  it('moves a contact over the API, whose login goes as on the page, or stays bound to the old customer', async () => {
    const move = (contactId: number) =>
      api.call('contacts update', {
        contactId,
        contactData: { contactId, accountId: 501_914, accountName: 'Hannah Baker' },
        attributeNames: ['accountName'],
      });
    expect(await move(269_398)).to.include({ accountId: 501_914, accountName: 'Hannah Baker' });
    expect(apptivo.change.portalOf({ contactId: 269_398 }).login).to.equal('none');
    expect(await api.ids('customers getCustomerContacts', { customerId: 501_900 })).to.deep.equal([269_399]);
    apptivo.assumptions.apiChangeDisablesLogin = false;
    apptivo.assumptions.moveKeepsOldLink = true;
    await move(269_399);
    const { response } = await api.portalLogin('liam@watson.example', 'correct horse 7');
    expect(response).to.include({ relatedContactId: 269_399, relatedCustomerId: 501_900 });
    expect(await api.ids('customers getCustomerContacts', { customerId: 501_900 })).to.deep.equal([269_399]);
  });

  it('APT-17: makes a case with a contact as its author, and moves it only when told twice', async () => {
    const caseData = {
      caseNumber: 'Auto generated number',
      caseSummary: 'Réseau coupé',
      caseStatusId: 101,
      caseSourceId: 33,
      caseSourceName: 'Portal',
      caseCustomerId: 501_920,
      caseContactId: 269_400,
      createdByObjectId: 2,
      createdByObjectRefId: 269_400,
    };
    const { csCase } = await api.call<{ csCase: Wire }>('cases save', { caseData, appId: 59 });
    expect(csCase).to.include({
      caseNumber: 'C-1057',
      caseSummary: 'Réseau coupé',
      caseSourceName: 'Portal',
      caseContact: 'Ada Moreau',
      createdByName: 'Ada Moreau',
    });
    const move = async (more: Wire) => {
      const given = { caseCustomerId: 501_914, caseCustomer: 'Hannah Baker', ...more };
      const input = { caseId: csCase['caseId'], caseData: given, attributeName: ['caseCustomer'] };
      return (await api.call<{ csCase: Wire }>('cases update', input)).csCase['caseCustomerId'];
    };
    expect(await move({})).to.equal(501_920);
    expect(await move({ caseCustNew: 'Hannah Baker' })).to.equal(501_914);
  });

  it('makes customers and contacts, refuses them without what is needed, and deletes', async () => {
    const customerData = { customerName: 'Fern & Söhne', website: 'https://fern.example' };
    expect(await api.reasonOf('customers save', { customerData })).to.match(/assignee/);
    const assignee = { assigneeObjectId: 8, assigneeObjectRefId: 18_801, assigneeObjectRefName: 'Sam Field' };
    const { customer } = await api.call<{ customer: Wire }>('customers save', {
      customerData: { ...customerData, ...assignee },
      userName: 'tess.rivera@caredesk.example',
    });
    expect(customer).to.include({ customerName: 'Fern & Söhne', createdByName: 'Tess Rivera' });
    expect(await api.reasonOf('contacts save', { contactData: { firstName: 'Zoë' } })).to.match(/lastName/);
    apptivo.assumptions.contactSaveWrapper = 'data';
    const emailAddresses = [{ emailAddress: 'zoe@fern.example', emailTypeCode: 'BUSINESS' }];
    const { data } = await api.call<{ data: Wire }>('contacts save', {
      contactData: { lastName: 'Fern', accountId: customer['customerId'], emailAddresses },
    });
    expect(data).to.include({ accountName: 'Fern & Söhne', fullName: 'Fern' });
    expect(await api.call('contacts delete', { contactId: data['contactId'] })).not.to.have.property(
      'status',
    );
    expect(await api.reasonOf('contacts getById', { contactId: data['contactId'] })).to.match(/not found/);
    apptivo.change.restoreContact({ contactId: Number(data['contactId']) });
    expect(await api.ids('contacts getAllBySearchText', { searchText: 'zoe@fern.example' })).to.have.length(
      1,
    );
  });
});
