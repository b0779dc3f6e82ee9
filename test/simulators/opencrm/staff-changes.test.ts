import { expect } from 'chai';

import { OPENCRM_MODULES } from './opencrm-data.js';
import { startOpencrmSimulator, type OpencrmSimulator } from './start-opencrm-simulator.js';
import { callOpencrm, type OpencrmCaller } from './test-caller.js';

describe('simulators/opencrm: the story and what staff do', () => {
  let crm: OpencrmSimulator;
  let api: OpencrmCaller;
  let now = new Date('2025-08-01T10:00:00Z');

  beforeEach(async () => {
    now = new Date('2025-08-01T10:00:00Z');
    crm = await startOpencrmSimulator({ now: () => now });
    api = callOpencrm(crm);
  });
  afterEach(() => crm.close());

  it('O-02: has something in every module', async () => {
    for (const module of OPENCRM_MODULES)
      expect(await api.call(`get_${module}_list_count`), module).to.be.above(0);
  });

  it('O-06, O-07, O-16: contacts and leads have access, one without an address, one locked', async () => {
    const query_string = 'portal|=|1';
    const contacts = await api.rows('get_contact_list_full', { query_string });
    const leads = await api.rows('get_lead_list_full', { query_string });
    expect(contacts.filter(({ email }) => email === '').map(({ id }) => id)).to.deep.equal(['48203']);
    expect(leads.filter(({ email }) => email === '').map(({ id }) => id)).to.deep.equal(['48304']);
    expect(await api.ids('contact', 'portal_islocked|=|1')).to.deep.equal(['48207']);
    expect(leads[0]).not.to.have.any.keys('canesign', 'support_start_date');
  });

  it('O-08, O-14: gives access under the address as user name, and takes it away', async () => {
    crm.change.giveAccess({ crmid: 48303 });
    expect(await api.get('lead', 48303)).to.include({ portal: '1', login: 'bruno@kite.example' });
    crm.change.takeAccess({ crmid: 48303 });
    expect(await api.get('lead', 48303)).to.include({ portal: '0', login: 'bruno@kite.example' });
  });

  it('O-09: refuses a second person at one address, over contacts and leads, whatever the case', () => {
    expect(() => crm.change.giveAccess({ crmid: 48209 })).to.throw("48208's already");
    expect(() => crm.change.giveAccess({ crmid: 48306 })).to.throw("48213's already");
    crm.change.takeAccess({ crmid: 48213 });
    crm.change.giveAccess({ crmid: 48306 });
    expect(() => crm.change.giveAccess({ crmid: 48213 })).to.throw("48306's already");
  });

  it('O-15, O-16, O-49: moves the support dates, locks, and gives the right to sign', async () => {
    crm.change.setSupport({ crmid: 48201, start: '2025-01-01', end: '2025-07-31' });
    crm.change.lockPerson({ crmid: 48201 });
    crm.change.setCanSign({ crmid: 48201, canSign: true });
    expect(await api.get('contact', 48201)).to.include({
      support_start_date: '2025-01-01',
      support_end_date: '2025-07-31',
      portal_islocked: '1',
      canesign: '1',
    });
    crm.change.unlockPerson({ crmid: 48201 });
    expect(await api.get('contact', 48201)).to.include({ portal_islocked: '0' });
  });

  it('moves a contact to another company, or to none', async () => {
    crm.change.moveContact({ crmid: 48201, accountid: 48102 });
    expect(await api.get('contact', 48201)).to.include({
      accountid: '48102',
      modifiedtime: '2025-08-01 11:00:00',
    });
    crm.change.moveContact({ crmid: 48201, accountid: 0 });
    expect(await api.get('contact', 48201)).to.include({ accountid: '0' });
    expect(() => crm.change.moveContact({ crmid: 48201, accountid: 48213 })).to.throw('not a company');
  });

  it('turns a lead into a contact with another id, access and all', async () => {
    const { crmid } = crm.change.convertLead({ crmid: 48302, accountid: 48105 });
    expect(await api.get('lead', 48302)).to.have.property('error');
    expect(await api.get('contact', crmid)).to.include({
      accountid: '48105',
      portal: '1',
      login: 'zoe@kite.example',
    });
  });

  it('O-23, O-37: publishes and unpublishes a record and a project’s documents', async () => {
    crm.change.publish({ crmid: 51878 });
    crm.change.unpublish({ crmid: 51877 });
    expect(await api.ids('ticket', 'contactid|=|48213;showonportal|=|1')).to.deep.equal(['51878', '51881']);
    crm.change.hideDocuments({ crmid: 53501 });
    crm.change.showDocuments({ crmid: 53502 });
    expect(await api.ids('project', 'showdocsonportal|=|1')).to.deep.equal(['53502', '53504', '53505']);
    expect(() => crm.change.publish({ crmid: 48213 })).to.throw('no field showonportal');
  });

  it('O-41, O-43, O-53: closes what is open, under each module’s own status field', async () => {
    const closed = { 51877: 'Closed', 52601: 'Accepted', 52044: 'Completed', 53002: 'Paid', 53501: 'Done' };
    for (const [crmid, status] of Object.entries(closed))
      crm.change.setStatus({ crmid: Number(crmid), status });
    expect(await api.get('ticket', 51877)).to.include({ status: 'Closed' });
    expect(await api.get('quote', 52601)).to.include({ quotestage: 'Accepted' });
    expect(await api.get('salesorder', 52044)).to.include({ sostatus: 'Completed' });
    expect(await api.get('invoice', 53002)).to.include({ invoicestatus: 'Paid' });
    expect(await api.get('project', 53501)).to.include({ projectstatus: 'Done' });
    expect(() => crm.change.setStatus({ crmid: 54301, status: 'Sold' })).to.throw('no field');
  });

  it('deletes without a trace for the API, and brings back', async () => {
    const count = (): Promise<unknown> => api.call('get_ticket_list_count');
    expect(await count()).to.equal(11);
    crm.change.deleteRecord({ crmid: 51877 });
    expect(await count()).to.equal(10);
    expect(await api.get('ticket', 51877)).to.have.property('error');
    expect(await api.call('edit_ticket', { crmid: '51877', title: 'x' })).to.have.property('error');
    crm.change.restoreRecord({ crmid: 51877 });
    expect(await count()).to.equal(11);
  });

  it('makes records for anybody and gives them to another owner', async () => {
    const { crmid } = crm.change.createRecord({
      module: 'invoice',
      fields: { subject: 'New pump', account_id: '48102', invoicestatus: 'Outstanding' },
    });
    crm.change.setOwner({ crmid, owner: 9 });
    expect(await api.get('invoice', crmid)).to.include({
      subject: 'New pump',
      smownerid: '9',
      showonportal: '0',
    });
  });
});
