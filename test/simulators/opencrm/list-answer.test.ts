import { expect } from 'chai';

import { opencrmCrowd } from './opencrm-crowd.js';
import { startOpencrmSimulator, type OpencrmSimulator } from './start-opencrm-simulator.js';
import { callOpencrm, type OpencrmCaller, type Row } from './test-caller.js';

describe('simulators/opencrm: lists', () => {
  let crm: OpencrmSimulator;
  let api: OpencrmCaller;

  beforeEach(async () => {
    crm = await startOpencrmSimulator();
    api = callOpencrm(crm);
  });
  afterEach(() => crm.close());

  it('calls the id crmid in the short list and id in the full one, every value a text', async () => {
    const query_string = 'portal_islocked|=|1';
    expect(await api.call('get_contact_list', { query_string })).to.include({
      crmid: '48207',
      smownerid: '5',
    });
    const full = await api.call<Row>('get_contact_list_full', { query_string });
    expect(full).to.include({ id: '48207', accountid: '48102', canesign: '0', record_id: '48207' });
    expect(full).not.to.have.property('crmid');
    expect(await api.get('contact', 48207)).to.include({ crmid: '48207', record_module: 'Contacts' });
  });

  it('answers one record without its list and, by the switches, an empty list in three ways', async () => {
    const one = { query_string: 'lastname|=|Byrne' };
    expect(await api.call('get_contact_list_full', one)).to.include({ id: '48214' });
    crm.assumptions.singleFullList = 'array';
    expect(await api.call('get_contact_list_full', one))
      .to.be.an('array')
      .with.length(1);
    const none = { query_string: 'lastname|=|Nobody' };
    expect(await api.call('get_contact_list', none)).to.deep.equal([]);
    crm.assumptions.emptyList = 'null';
    expect(await api.call('get_contact_list', none)).to.equal(null);
    crm.assumptions.emptyList = 'nothing';
    expect(await (await api.post('get_contact_list', none, api.keys)).text()).to.equal('');
  });

  it('understands =, LIKE with percent, BEGINS, ENDS and CONTAINS, whatever the letter case', async () => {
    expect(await api.ids('contact', 'lastname|=|lin')).to.deep.equal(['48208', '48209']);
    expect(await api.ids('contact', 'lastname|LIKE|l%n')).to.deep.equal(['48208', '48209']);
    expect(await api.ids('contact', 'lastname|LIKE|li')).to.deep.equal([]);
    expect(await api.ids('contact', 'email|BEGINS|OFFICE@')).to.deep.equal(['48208', '48209']);
    expect(await api.ids('contact', 'email|ENDS|@free.example')).to.deep.equal(['48211']);
    expect(await api.ids('ticket', 'title|CONTAINS|東京')).to.deep.equal(['51884']);
    expect(await api.ids('company', 'cf_713|=|North')).to.deep.equal(['48102']);
  });

  it('silently reads a negative operator as equals', async () => {
    for (const operator of ['!=', '<>', 'NOT LIKE', '>'])
      expect(await api.ids('ticket', `status|${operator}|Closed`), operator).to.deep.equal(['51881']);
  });

  it('joins conditions with ; as AND, or reads the first alone', async () => {
    const query = 'contactid|=|48213;showonportal|=|1;status|=|Open';
    expect(await api.ids('ticket', query)).to.deep.equal(['51877']);
    crm.assumptions.severalConditions = 'first';
    expect(await api.ids('ticket', query)).to.deep.equal(['51877', '51878', '51881']);
  });

  it('knows the owner as assigned_user_id in conditions and smownerid in answers', async () => {
    expect(await api.ids('ticket', 'assigned_user_id|=|9')).to.deep.equal(['51877']);
    // A field it does not know is passed over, so that everything comes, or refused.
    expect(await api.ids('ticket', 'smownerid|=|9')).to.have.length(11);
    crm.assumptions.unknownQueryField = 'error';
    expect(await api.call('get_ticket_list', { query_string: 'smownerid|=|9' })).to.have.property('error');
    expect(await api.call('get_ticket_list', { query_string: 'status=Open' })).to.have.property('error');
  });

  it('finds by keywords over all fields but passwords', async () => {
    const found = await api.rows('get_ticket_list', { keywords: 'ALARM pump' });
    expect(found.map(({ crmid }) => crmid)).to.deep.equal(['51877']);
    expect(await api.call('get_contact_list_count', { keywords: 'horse' })).to.equal(0);
  });

  it('counts what the same conditions list, as a number or as digits', async () => {
    const query_string = 'status|=|Open';
    expect(await api.call('get_ticket_list_count', { query_string })).to.equal(
      (await api.ids('ticket', query_string)).length,
    );
    crm.assumptions.count = 'text';
    expect(await api.call('get_ticket_list_count')).to.equal('11');
  });

  it('finds the day of a change in the zone of the tenant, where times may be named', async () => {
    expect(await api.ids('ticket', 'modifiedtime|LIKE|2025-07-02%')).to.deep.equal(['51877']);
    expect(await api.get('ticket', 51877)).to.include({ modifiedtime: '2025-07-02 00:30:00' });
    crm.assumptions.findsByTimes = false;
    crm.assumptions.showsTimes = false;
    expect(await api.ids('ticket', 'modifiedtime|LIKE|2025-07-02%')).to.have.length(11);
    expect(await api.get('ticket', 51877)).not.to.have.property('modifiedtime');
  });

  it('lists the staff, those who left too', async () => {
    const users = await api.rows('get_user_list_full');
    expect(users.map(({ id, status }) => `${id} ${status}`)).to.deep.equal([
      '5 Active',
      '9 Active',
      '12 Inactive',
    ]);
    crm.change.setUserStatus({ id: 9, status: 'Inactive' });
    expect(await api.call('get_user_details', { crmid: '9' })).to.include({
      user_name: 'ishah',
      email1: 'ishah@tenant.example',
      status: 'Inactive',
    });
    expect(await api.call('get_user_list_count')).to.equal(3);
  });
});

describe('simulators/opencrm: pages', () => {
  let crm: OpencrmSimulator;
  let api: OpencrmCaller;

  beforeEach(async () => {
    crm = await startOpencrmSimulator({
      data: opencrmCrowd({ customers: 20, contacts: 151, records: 0, seed: 3 }),
    });
    api = callOpencrm(crm);
  });
  afterEach(() => crm.close());

  const page = (start: number, end: number): Promise<Row[]> =>
    api.rows('get_contact_list_full', { limit_start: String(start), limit_end: String(end) });

  it('counts limit_start from 0 and ends before limit_end', async () => {
    const ids = (await Promise.all([page(0, 50), page(50, 100), page(100, 150)])).flat().map(({ id }) => id);
    expect(ids).to.have.length(150);
    expect(new Set(ids).size).to.equal(150);
    // The last page has one record, and no list around it.
    expect(
      await api.call('get_contact_list_full', { limit_start: '150', limit_end: '200' }),
    ).to.have.property('id', '200171');
    expect(await page(151, 200)).to.deep.equal([]);
    expect(await page(10, 5)).to.deep.equal([]);
  });

  it('gives no more at once than its maximum, asked for more or for no limit at all', async () => {
    expect(await page(0, 151)).to.have.length(100);
    expect(await api.rows('get_contact_list')).to.have.length(100);
    crm.assumptions.pageMaximum = 1000;
    expect(await page(0, 151)).to.have.length(151);
  });

  it('has no order to rely on', async () => {
    crm.assumptions.order = 'reverse';
    expect((await page(0, 2)).map(({ id }) => id)).to.deep.equal(['200171', '200170']);
    crm.assumptions.order = 'modified';
    crm.change.setFields({ crmid: 200_030, fields: { title: 'Buyer' } });
    expect((await page(0, 2)).map(({ id }) => id)).to.deep.equal(['200030', '200171']);
  });
});
