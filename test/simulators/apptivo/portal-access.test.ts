import { expect } from 'chai';

import { callApptivo, type ApptivoCaller, type Wire } from './apptivo-test-caller.js';
import { startApptivoSimulator, type ApptivoSimulator } from './start-apptivo-simulator.js';
import { STORY_PASSWORD } from './story-people.js';

const HARRY = { contactId: 269_398 };
const LIAM = { contactId: 269_399 };
const ADA = { contactId: 269_400 };
const CARLA = { contactId: 269_401 };
const HANNAH = 501_914;

describe('simulators/apptivo: portal access', () => {
  let apptivo: ApptivoSimulator;
  let api: ApptivoCaller;

  beforeEach(async () => {
    apptivo = await startApptivoSimulator();
    api = callApptivo(apptivo);
  });
  afterEach(() => apptivo.close());

  const portal = (of: { contactId: number }) => apptivo.change.portalOf(of);
  const signIn = async (email: string, password = STORY_PASSWORD) =>
    (await api.portalLogin(email, password)).response;

  it('APT-1, APT-2: a contact with a login signs in and sees cases of its customer', async () => {
    expect(await signIn('Harry@porter.example')).to.include({
      statusCode: 0,
      relatedContactId: 269_398,
      relatedCustomerId: 501_900,
      firmName: 'Prairie Care Desk',
    });
    expect(portal(HARRY)).to.deep.equal({ login: 'enabled', caseIds: [77_001, 77_002, 77_003] });
  });

  it('refuses a wrong password, an unaccepted and a disabled login, each in the shape assumed', async () => {
    expect(await signIn('harry@porter.example', 'wrong')).to.include({ statusCode: 1 });
    expect(await signIn('carla.diaz@northwind.example')).to.include({ statusCode: 1 });
    apptivo.assumptions.portalRefusal = 'null';
    expect(await signIn('dmitri@delta.example')).to.equal(null);
    apptivo.assumptions.portalRefusal = 'failure';
    expect(await api.portalLogin('dmitri@delta.example', STORY_PASSWORD)).to.include({ status: 'FAILURE' });
  });

  it('APT-3: an association taken away by staff is gone, and its own customer’s takes the access', async () => {
    expect(await api.ids('customers getCustomerContacts', { customerId: HANNAH })).to.have.members([
      269_398, 269_400, 269_407,
    ]);
    apptivo.change.dissociate({ ...ADA, customerId: HANNAH });
    expect(await api.ids('customers getCustomerContacts', { customerId: HANNAH })).not.to.include(269_400);
    expect(portal(ADA).login).to.equal('enabled');
    apptivo.change.dissociate({ ...ADA, customerId: 501_920 });
    expect(portal(ADA)).to.deep.equal({ login: 'none', caseIds: [] });
    expect(await api.call('contacts getById', ADA)).to.include({ accountId: null });
  });

  it('APT-4, APT-5: another customer only warns until staff confirm', () => {
    const before = apptivo.dump();
    expect(apptivo.change.saveContact({ ...HARRY, customerId: HANNAH })).to.deep.equal({
      saved: false,
      warning: 'Portal access will be disabled for this contact',
    });
    expect(apptivo.dump()).to.deep.equal(before);
  });

  it('APT-6 to APT-10: the change takes the login; an accepted invitation gives the new customer’s cases', async () => {
    apptivo.change.saveContact({ ...HARRY, customerId: HANNAH, confirmed: true });
    expect(portal(HARRY)).to.deep.equal({ login: 'none', caseIds: [] });
    expect(await signIn('harry@porter.example')).to.include({ statusCode: 1 });
    expect(portal(LIAM).caseIds).to.deep.equal([77_001, 77_002, 77_003]);
    expect(await api.call('cases getById', { caseId: 77_001 })).to.include({ caseContactId: 269_398 });

    apptivo.change.enableLogin(HARRY);
    expect(apptivo.dump().mails.at(-1)).to.include({ to: 'harry@porter.example' });
    expect(portal(HARRY)).to.deep.equal({ login: 'invited', caseIds: [] });
    apptivo.change.acceptInvitation({ ...HARRY, password: 'not asked for' });
    expect(portal(HARRY)).to.deep.equal({ login: 'enabled', caseIds: [77_004, 77_005] });
    expect(await signIn('harry@porter.example')).to.include({ relatedCustomerId: HANNAH });
  });

  it('APT-11: another e-mail takes the login; after a new sign-up the old cases are back', async () => {
    const change = { ...HARRY, email: 'hp@porter.example' };
    expect(apptivo.change.saveContact(change).saved).to.equal(false);
    apptivo.change.saveContact({ ...change, confirmed: true });
    expect(portal(HARRY)).to.deep.equal({ login: 'none', caseIds: [] });
    apptivo.change.enableLogin(HARRY);
    expect(apptivo.dump().mails.at(-1)).to.include({ to: 'hp@porter.example' });
    apptivo.change.acceptInvitation({ ...HARRY, password: 'new password 8' });
    expect(portal(HARRY).caseIds).to.deep.equal([77_001, 77_002, 77_003]);
    expect(await signIn('hp@porter.example', 'new password 8')).to.include({ statusCode: 0 });
    expect(await signIn('harry@porter.example')).to.include({ statusCode: 1 });
  });

  it('APT-12: no login without the action or without an e-mail', () => {
    expect(() => apptivo.change.enableLogin({ contactId: 269_407 })).to.throw(/e-mail/);
    apptivo.change.setLoginActions({ enable: false, disable: false });
    expect(() => apptivo.change.enableLogin(CARLA)).to.throw(/APT-12/);
    expect(() => apptivo.change.disableLogin(HARRY)).to.throw(/APT-12/);
  });

  it('APT-13: the levels are told, and narrow or widen what the portal shows', async () => {
    const levels = async () => {
      const config = await api.call('cases getConfigData', { objectId: 59 });
      return [
        config['portalViewAccessLevel'],
        config['portalEditAccessLevel'],
        config['portalIsParentCustomerVisibility'],
      ];
    };
    expect(await levels()).to.deep.equal(['ALL', 'CONTACTS', 'N']);
    expect(portal(ADA).caseIds).to.deep.equal([77_006, 77_007, 77_008]);
    apptivo.change.setFirm({ portalViewAccessLevel: 'contacts' });
    expect(portal(ADA).caseIds).to.deep.equal([77_006, 77_008]);
    apptivo.change.setFirm({ portalViewAccessLevel: 'all', portalIsParentCustomerVisibility: 'Y' });
    expect(portal(ADA).caseIds).not.to.include(77_009);
    apptivo.change.setFirm({ portalEditAccessLevel: 'all' });
    expect(portal(ADA).caseIds).to.include(77_009);
    apptivo.assumptions.portalLevelNames = { contacts: 'Contacts', all: 'All' };
    expect(await levels()).to.deep.equal(['All', 'All', 'Y']);
  });

  it('APT-18: without the privilege for Cases, or with the portal off, a login shows nothing', () => {
    expect(portal({ contactId: 269_409 })).to.deep.equal({ login: 'enabled', caseIds: [] });
    apptivo.change.setAppAccess({ contactId: 269_409, apps: ['Cases'] });
    expect(portal({ contactId: 269_409 }).caseIds).to.have.length(3);
    apptivo.change.setFirm({ isCasesPortalEnabled: 'N' });
    expect(portal({ contactId: 269_409 }).caseIds).to.deep.equal([]);
  });

  it('APT-19: an open invitation shows nothing and can be sent again', () => {
    expect(portal(CARLA)).to.deep.equal({ login: 'invited', caseIds: [] });
    apptivo.change.enableLogin(CARLA);
    apptivo.change.enableLogin(CARLA);
    expect(apptivo.dump().mails).to.have.length(2);
    expect(apptivo.dump().logins.filter(({ contactId }) => contactId === CARLA.contactId)).to.have.length(1);
  });

  it('no field of a contact tells its portal login', async () => {
    const before = await api.call('contacts getById', HARRY);
    apptivo.change.disableLogin(HARRY);
    expect(await api.call('contacts getById', HARRY)).to.deep.equal(before);
  });

  it('an account outlives the portal login: loginservlet still says yes', async () => {
    const dmitri = { a: 'login', emailId: 'dmitri@delta.example', password: STORY_PASSWORD };
    expect(await api.json('/app/loginservlet', dmitri)).to.include({ responseCode: 0 });
    expect(await api.json('/app/loginservlet', { ...dmitri, password: 'x' })).not.to.include({
      responseCode: 0,
    });
    expect(await signIn('dmitri@delta.example')).to.include({ statusCode: 1 });
  });

  it('two people share an address; the one with the login is signed in', async () => {
    expect(await signIn('office@delta.example')).to.include({ relatedContactId: 269_405 });
    const searchData = { emailAddresses: [{ emailAddress: 'office@delta.example' }] };
    expect(await api.ids('contacts getAllByAdvancedSearch', { searchData })).to.deep.equal([
      269_405, 269_406,
    ]);
  });

  it('mails a code for a forgotten password, good once', async () => {
    const person = { emailId: 'ada@northwind.example', resetType: 'code' };
    expect(await api.json('/app/login', { a: 'forgotPassword', ...person })).to.deep.equal({
      results: 'success',
    });
    const resetCode = apptivo.dump().mails.at(-1)?.code;
    const update = (code: unknown) =>
      api.json('/app/login', { a: 'updatePassword', ...person, password: 'brand new 9', resetCode: code });
    expect(await update('0')).to.include({ status: 'FAILURE' });
    expect(await update(resetCode)).to.deep.equal({ results: 'success' });
    expect(await update(resetCode)).to.include({ status: 'FAILURE' });
    expect(await signIn('ada@northwind.example', 'brand new 9')).to.include({ statusCode: 0 });
    const nobody = { a: 'forgotPassword', emailId: 'nobody@example.example' };
    expect(await api.json('/app/login', nobody)).to.deep.equal({ results: 'success' });
    apptivo.assumptions.forgottenOfNobody = 'failure';
    expect(await api.json('/app/login', nobody)).to.include({ status: 'FAILURE' });
  });

  it('a portal session says who it is and changes its password, but opens no API', async () => {
    const sessionKey = (await signIn('ada@northwind.example')).responseObject.authenticationKey;
    const ask = (path: string, a: string, more: Wire = {}) => api.json(path, { a, sessionKey, ...more });
    expect(await ask('/app/dao/v6/xinnect', 'getContact')).to.include({ contactId: 269_400 });
    expect(await ask('/dao/v5/carm', 'getCustomer')).to.include({ customerId: 501_920 });
    expect(await ask('/app/dao/v6/cases', 'getAll')).to.include({ status: 'FAILURE' });
    const change = (newPsswd: string) =>
      ask('/app/commonservlet', 'savePasswordDetails', {
        preferencesPasswordDetails: { oldPsswd: STORY_PASSWORD, newPsswd, confirmPsswd: newPsswd },
      });
    expect(await change('short')).to.deep.equal({ errorCode: 100 });
    expect(await change('long enough')).not.to.have.property('errorCode');
    expect(await signIn('ada@northwind.example', 'long enough')).to.include({ statusCode: 0 });
  });
});
