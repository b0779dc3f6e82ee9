import { expect } from 'chai';

import { startOpencrmSimulator, type OpencrmSimulator } from './start-opencrm-simulator.js';
import { callOpencrm, type OpencrmCaller, type Row } from './test-caller.js';

describe('simulators/opencrm: records and edits', () => {
  let crm: OpencrmSimulator;
  let api: OpencrmCaller;

  beforeEach(async () => {
    crm = await startOpencrmSimulator();
    api = callOpencrm(crm);
  });
  afterEach(() => crm.close());

  it('gives one ticket as the file shows it', async () => {
    expect(await api.get('ticket', 51877)).to.include({
      crmid: '51877',
      title: 'Pump alarm every morning',
      status: 'Open',
      contactid: '48213',
      parent_id: '48102',
      projectid: '0',
      showonportal: '1',
      solution: '',
      closedon: '',
      smownerid: '9',
      record_id: '51877',
      record_module: 'HelpDesk',
    });
  });

  it('gives numbers as numbers and empty values as null where a tenant does', async () => {
    Object.assign(crm.assumptions, { numbers: 'number', emptyText: 'null', emptyReference: 'null' });
    expect(await api.get('ticket', 51877)).to.include({
      crmid: 51877,
      contactid: 48213,
      projectid: null,
      showonportal: 1,
      solution: null,
      smownerid: 9,
    });
  });

  it('names the owner, showonportal, totals, passwords and permission as the switches say', async () => {
    const order = await api.get('salesorder', 52044);
    expect(order).to.include({ showonportal: '1', total: '1980.00' }).and.not.to.have.property('permission');
    expect(await api.get('contact', 48213)).to.have.property('password');
    Object.assign(crm.assumptions, {
      ownerField: 'both',
      showOnPortalOn: ['ticket'],
      totalsOnSales: false,
      showsPasswords: false,
      permission: 'yes',
    });
    const bare = await api.get('salesorder', 52044);
    expect(bare).to.include({ smownerid: '5', assigned_user_id: '5', permission: 'yes' });
    expect(bare).not.to.have.any.keys('showonportal', 'total');
    expect(await api.get('ticket', 51877)).to.have.property('showonportal', '1');
    expect(await api.get('contact', 48213)).not.to.have.property('password');
  });

  it('answers an unknown id, another module’s id and a deleted one alike, in three ways', async () => {
    for (const crmid of [1, 48102, 48216])
      expect(await api.get('contact', crmid), String(crmid)).to.deep.equal({ error: 'Record not found' });
    crm.assumptions.unknownId = 'array';
    expect(await api.get('contact', 1)).to.deep.equal([]);
    crm.assumptions.unknownId = 'object';
    expect(await api.get('contact', 1)).to.deep.equal({});
  });

  it('O-03: makes a ticket for crmid 0, with an id out of the one space of numbers', async () => {
    const form = { crmid: '0', title: 'Replace filter', contactid: '48213', parent_id: '48102' };
    const crmid = await api.call<number>('edit_ticket', {
      ...form,
      showonportal: '1',
      assigned_user_id: '9',
    });
    expect(crmid).to.equal(54502);
    expect(await api.get('ticket', crmid)).to.include({
      title: 'Replace filter',
      smownerid: '9',
      status: '',
    });
    expect(await api.call('edit_lead', { crmid: '0' })).to.equal(54503);
  });

  it('makes a second one of the same form: nothing is unique', async () => {
    const form = { crmid: '0', title: 'Sent twice' };
    expect(await api.call('edit_ticket', form)).not.to.equal(await api.call('edit_ticket', form));
    expect(await api.ids('ticket', 'title|=|Sent twice')).to.have.length(2);
  });

  it('O-22: changes the given fields alone, and blanks those given empty', async () => {
    const form = { crmid: '48213', phone: '', title: 'CFO', smownerid: '9', unheard_of: 'x' };
    expect(await api.call('edit_contact', form)).to.deep.equal({ record_id: '48213' });
    expect(await api.get('contact', 48213))
      .to.include({ phone: '', title: 'CFO', firstname: 'Priya', smownerid: '5' })
      .and.not.to.have.property('unheard_of');
    await api.call('edit_contact_custom1', { crmid: '48213', cf_800: 'Gold' });
    expect(await api.get('contact', 48213)).to.have.property('cf_800', 'Gold');
    await api.call('edit_company', { crmid: '48102', website: 'harbourlight.example' });
    expect(await api.get('company', 48102)).to.have.property('website', 'harbourlight.example');
  });

  it('answers an edit in each of the known shapes', async () => {
    const edit = (): Promise<unknown> => api.call('edit_contact', { crmid: '48213', title: 'CFO' });
    const answers: unknown[] = [];
    for (const shape of ['number', 'text', 'record_id', 'crmid', 'id'] as const) {
      crm.assumptions.editAnswer = shape;
      answers.push(await edit());
    }
    const id = '48213';
    expect(answers).to.deep.equal([48213, id, { record_id: id }, { crmid: id }, { id }]);
  });

  it('refuses to change what is not there, and makes nothing', async () => {
    const before = crm.dump().records.length;
    for (const form of [{ crmid: '7', title: 'x' }, { title: 'x' }] satisfies Row[])
      expect(await api.call('edit_ticket', form)).to.deep.equal({ error: 'Record not found' });
    expect(crm.dump().records).to.have.length(before);
  });

  it('O-09: checks no address over the API, so two people can end up with one', async () => {
    await api.call('edit_contact', { crmid: '48209', portal: '1' });
    expect(await api.ids('contact', 'email|=|office@harbourlight.example;portal|=|1')).to.have.length(2);
  });

  it('keeps whatever an edit gives, a flag or a day that is none included', async () => {
    crm.assumptions.numbers = 'number';
    await api.call('edit_contact', { crmid: '48213', canesign: 'yes', support_end_date: '31/12/2034' });
    expect(await api.get('contact', 48213)).to.include({ canesign: 'yes', support_end_date: '31/12/2034' });
  });

  it('O-48: lets the status of an order be written', async () => {
    expect(await api.call('edit_salesorder', { crmid: '52044', sostatus: 'eSigned' })).to.deep.equal({
      record_id: '52044',
    });
    expect(await api.get('salesorder', 52044)).to.have.property('sostatus', 'eSigned');
  });

  it('takes edit_contracts, edit_contract or both', async () => {
    const form = { crmid: '54401', contracttype: 'Lease' };
    expect(await api.call('edit_contracts', form)).to.deep.equal({ record_id: '54401' });
    expect(await api.call('edit_contract', form)).to.deep.equal({ record_id: '54401' });
    crm.assumptions.editContractName = 'edit_contract';
    expect((await api.post('edit_contracts', form, api.keys)).status).to.equal(404);
  });
});
