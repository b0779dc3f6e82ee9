import { expect } from 'chai';

import { crmServiceCrowd } from './crm-service-crowd.js';
import { SECOND_NAMES } from './crm-service-assumptions.js';
import { startCrmServiceSimulator, type CrmServiceSimulator } from './start-crm-service-simulator.js';
import { callCrmService, problemOf, type CrmServiceCaller, type WireList } from './test-caller.js';

describe('simulators/crm-service: reading', () => {
  let crm: CrmServiceSimulator;
  let api: CrmServiceCaller;

  beforeEach(async () => {
    crm = await startCrmServiceSimulator({ now: () => new Date('2025-03-04T22:30:00Z') });
    api = callCrmService(crm);
  });
  afterEach(() => crm.close());

  it('answers the changed contacts as in the example of §4', async () => {
    const { data, meta } = await api.list('contacts', {
      'page[number]': '1',
      'page[size]': '100',
      sort: 'updated_at',
      filter: '{"$gte":["updated_at","2025-03-01T06:00:00"]}',
      'fields[contacts]': 'first_name,last_name,email,account_id,updated_at',
    });
    expect(data).to.deep.equal([
      {
        type: 'contacts',
        id: '7314',
        attributes: {
          first_name: 'Aino',
          last_name: 'Virtanen',
          email: 'aino@rantapuu.example',
          account_id: '7102',
          updated_at: '2025-03-02T08:14:55',
        },
        relationships: { account: { data: { type: 'accounts', id: '7102' } } },
      },
    ]);
    expect(meta).to.deep.equal({ total: 1, page: 1, page_size: 100 });
  });

  const filters: [unknown, string[]][] = [
    [{ account_id: '7140' }, ['7323', '7324']],
    [{ $eq: ['account_id', 7140] }, ['7323', '7324']],
    [{ $eq: ['last_name', 'VIRTANEN'] }, ['7314']],
    [
      { $and: [{ account_id: '7102' }, { $ne: ['first_name', 'aino'] }, { $lt: ['id', '7317'] }] },
      ['7315', '7316'],
    ],
    [{ $gt: ['id', '7330'] }, ['7331']],
    [{ $between: ['id', ['7314', '7315']] }, ['7314', '7315']],
    [{ $and: [{ '$not.between': ['id', 7315, 7331] }] }, ['7314']],
    [{ $in: ['id', ['7314', '7331', '1']] }, ['7314', '7331']],
    [{ $and: [{ $nin: ['first_name', ['Aino', 'Eino']] }, { $lte: ['id', 7316] }] }, ['7316']],
    [{ '$is.null': 'account_id' }, ['7329']],
    [{ $and: [{ '$not.null': ['title'] }] }, ['7315']],
    [{ $beg: ['last_name', "o'b"] }, ['7316']],
    [{ $end: ['email', '@NORTHWIND.example'] }, ['7327', '7328']],
    [{ $cts: ['last_name', 'ukasz-ñ'] }, ['7330']],
    [{ $and: [{ '$not.cts': ['email', '.example'] }, { '$not.null': 'email' }] }, ['7318']],
    [{ $like: ['email', 'a_na@%'] }, []],
    [{ $like: ['email', '_ino@rantapuu.%'] }, ['7314']],
    [{ $regex: ['first_name', '^(ada|carla)$'] }, ['7327', '7328']],
    [{ $or: [{ first_name: 'Ada' }, { first_name: 'Juha' }] }, ['7325', '7328']],
    [{ $nor: [{ $gte: ['id', '7316'] }, { first_name: 'Aino' }] }, ['7315']],
    [{ $not: { $gt: ['id', '7314'] } }, ['7314']],
    [{ 'account.account_type': 'reseller' }, ['7323', '7324']],
    // The clock says 5 March in Helsinki and 4 March in UTC.
    [{ $gte: ['updated_at', '$now.date -3 days'] }, ['7314']],
    [{ $gte: ['updated_at', '$now.date -2 days'] }, []],
    [{ $gte: ['updated_at', '$now -3 days'] }, ['7314']],
    [{ $gt: ['updated_at', '2025-03-02T08:14:55'] }, []],
    [{ $gte: ['updated_at', '2025-03-02T06:14:55Z'] }, ['7314']],
    [{ $gte: ['updated_at', '2025-03-02T08:14:55+02:00'] }, ['7314']],
  ];
  for (const [filter, ids] of filters)
    it(`finds ${ids.length ? ids.join(' and ') : 'nobody'} by ${JSON.stringify(filter)}`, async () => {
      expect(await api.idsOf('contacts', filter)).to.deep.equal(ids);
    });

  it('refuses filters, sorts, fields, includes and pages that make no sense', async () => {
    for (const query of [
      'filter={"$eq":["Email","x"]}',
      'filter={"$what":["email","x"]}',
      'filter={oops',
      'filter={"$regex":["email","("]}',
      'filter={"$gte":["updated_at","yesterday"]}',
      'sort=nothing',
      'fields[contacts]=nothing',
      'page[number]=0',
      'page[size]=x',
    ])
      expect((await api.ask(`contacts?${query}`)).status, query).to.equal(400);
    expect(await problemOf(await api.ask('contacts?include=accounts'))).to.deep.equal([
      400,
      'The requested relationship accounts does not exist',
    ]);
  });

  it('pages, with links and a total, 20 by itself and 100 at most; offset counts records', async () => {
    await crm.close();
    crm = await startCrmServiceSimulator({
      data: crmServiceCrowd({ customers: 3, contacts: 130, records: 0, seed: 1 }),
    });
    api = callCrmService(crm);
    const first = await api.list('contacts');
    expect([first.data.length, first.meta]).to.deep.equal([20, { total: 130, page: 1, page_size: 20 }]);
    expect((await api.list('contacts', { 'page[size]': '500' })).data).to.have.length(100);
    let next: string | undefined = (await api.list('contacts', { 'page[size]': '50', sort: '-id' })).links[
      'self'
    ];
    const ids: string[] = [];
    while (next) {
      const answer = await fetch(next, { headers: { authorization: `Bearer ${crm.token}` } });
      const { data, links } = (await answer.json()) as WireList;
      ids.push(...data.map(({ id }) => id));
      next = links['next'];
    }
    expect(ids)
      .to.deep.equal([...new Set(ids)].sort().toReversed())
      .and.have.length(130);
    const tail = await api.list('contacts', { offset: '125', 'fields[contacts]': 'id' });
    expect(tail.data.map(({ attributes }) => attributes)).to.deep.equal([{}, {}, {}, {}, {}]);
    crm.assumptions.pageOverMaximum = 'refused';
    expect((await api.ask('contacts?page[size]=500')).status).to.equal(400);
  });

  it('sorts by several fields, downwards too', async () => {
    const { data } = await api.list('invoices', { sort: '-account_id,total' });
    expect(data.map(({ id }) => id)).to.deep.equal(['8804', '8805', '8806', '8807', '8803', '8802', '8801']);
  });

  it('includes related records by the names of relations, once each', async () => {
    const { data, included } = await api.list('invoices', {
      filter: '{"account_id":"7102"}',
      include: 'account,rows',
      'fields[accounts]': 'name',
    });
    expect(included?.map(({ type, id }) => `${type}/${id}`)).to.have.members([
      'accounts/7102',
      'invoice_rows/8901',
      'invoice_rows/8902',
      'invoice_rows/8903',
    ]);
    expect(included?.[0]?.attributes).to.deep.equal({ name: 'Rantapuu Oy' });
    expect(data[0]?.relationships?.['rows']?.data).to.deep.equal([
      { type: 'invoice_rows', id: '8901' },
      { type: 'invoice_rows', id: '8902' },
    ]);
  });

  it('answers related records as a list, or one for hasOne, and identifiers alone', async () => {
    expect((await api.list('tickets/9110/documents')).data.map(({ id }) => id)).to.deep.equal(['8001']);
    expect((await api.read('tickets/9110/account')).data.id).to.equal('7102');
    expect(await api.read('tickets/9112/contact')).to.deep.equal({ data: null });
    expect((await api.list('portals/12/users')).data.map(({ id }) => id)).to.deep.equal(['64']);
    expect((await api.list('accounts/7102/children')).data.map(({ id }) => id)).to.deep.equal(['7103']);
    expect(await api.read('mass_events/312/relationships/registrations')).to.deep.equal({
      data: [{ type: 'mass_event_registrations', id: '4402' }],
    });
    expect((await api.ask('tickets/9110/comments')).status).to.equal(404);
  });

  it('describes fields, their labels and keys, relations and the primary key', async () => {
    const schema = await api.read<{
      attributes: Record<string, Record<string, unknown>>;
      relations: Record<string, unknown>;
      primaryKey: string;
    }>('schema/invoices');
    expect(schema.attributes['account_id']).to.include({
      relationType: 'hasOne',
      relationName: 'account',
      relationModule: 'accounts',
    });
    expect(schema.attributes['due_date']).to.include({ type: 'date', nullable: true, label: 'Due date' });
    expect(schema.relations).to.deep.include({ rows: { type: 'hasMany', class: 'invoice_rows' } });
    expect(schema.attributes).to.include.keys('salesorder_id', 'updated_at');
    expect(schema.primaryKey).to.equal('id');
    const rows = await api.read<{ attributes: object }>('schema/invoice_rows');
    expect(rows.attributes).to.include.keys('entity_id').and.not.include.keys('updated_at');
  });

  it('writes keys, moments and amounts in the form that an installation has', async () => {
    const event = (): Promise<Record<string, unknown>> => api.attributesOf('mass_events', '310');
    expect((await event())['start_time']).to.equal('2099-06-10T09:00:00');
    Object.assign(crm.assumptions, { foreignKeys: 'number', dateTimes: 'offset', decimals: 'text' });
    expect((await event())['start_time']).to.equal('2099-06-10T09:00:00+03:00');
    expect(await api.attributesOf('invoices', '8801')).to.include({ account_id: 7102, total: '1240.50' });
    crm.assumptions.dateTimes = 'utc';
    expect((await event())['start_time']).to.equal('2099-06-10T06:00:00Z');
  });

  it('takes naive moments as the tenant’s own, in another zone too', async () => {
    const west = await startCrmServiceSimulator({ zone: 'America/New_York' });
    const other = callCrmService(west);
    expect(await other.attributesOf('contacts', '7314')).to.include({ updated_at: '2025-03-02T01:14:55' });
    const since = (time: string): Promise<string[]> =>
      other.idsOf('contacts', { $gte: ['updated_at', `2025-03-02T${time}`] });
    expect([await since('01:14:55'), await since('01:14:56')]).to.deep.equal([['7314'], []]);
    await west.close();
  });

  it('calls fields by their other names, and leaves fields out', async () => {
    crm.assumptions.names = SECOND_NAMES;
    crm.assumptions.missingFields = ['invoices.invoice_date'];
    expect(await api.attributesOf('tickets', '9110')).to.include({
      subject: 'Tulostin ei toimi',
      status: 'Open',
    });
    expect(await api.idsOf('invoices', { $gt: ['grand_total', 1000] })).to.deep.equal(['8801']);
    const { attributes } = await api.read<{ attributes: object }>('schema/invoices');
    expect(attributes).to.include.keys('duedate').and.not.include.keys('due_date', 'invoice_date');
    const { permissions } = await api.attributesOf('portal_profiles', '3');
    expect(permissions).to.have.nested.property('fields.tickets.subject');
  });

  it('counts for a report, wants a module, and refuses whoever may not report', async () => {
    const count = { select: '$count.distinct(id) as count_value', format: 'json', options: { kpi: true } };
    const where = { $eq: ['account_id', '7102'] };
    expect(await api.report({ from: 'invoices', where, ...count })).to.deep.equal({
      status: 200,
      answer: { meta: { results: 1, fields: ['count_value'] }, data: [{ count_value: 3 }] },
    });
    const all = await api.report({ from: 'contacts', where: [], ...count });
    expect(all.answer).to.deep.include({ data: [{ count_value: 18 }] });
    const rows = await api.report({ from: 'invoices', where, select: 'id, total', format: 'json' });
    expect(rows.answer).to.have.nested.property('data[2].total', -240.5);
    expect(await api.report(count)).to.deep.equal({ status: 400, answer: { message: "Missing 'from'" } });
    const narrow = await callCrmService(crm, 'crm-token-narrow').report({ from: 'tickets', ...count });
    expect(narrow).to.deep.equal({ status: 403, answer: { message: 'No permission for reporting' } });
  });
});
