import { expect } from 'chai';

import { openMobiworkWorld, type MobiworkWorld } from './mobiwork-world.js';

describe('what MobiWork refuses or garbles', () => {
  let world: MobiworkWorld;
  let bella: string;

  beforeEach(async () => {
    world = await openMobiworkWorld();
    await world.sync();
    bella = await world.letIn(503);
  });
  afterEach(async function () {
    await world.close({ keep: this.currentTest?.state === 'failed' });
  });

  const sync = (full = false) => world.hub.sync('mobiwork', { full });
  const kinds = async () => (await world.issues()).map(({ kind }) => kind);
  const held = async () =>
    (
      await world.hub.rows(
        `select module, count(*)::int as count from record where deleted_at is null group by 1 order by 1`,
      )
    ).map(({ module, count }) => `${String(module)} ${String(count)}`);
  const all = ['invoice 6', 'location 3', 'product 3', 'quote 3', 'workOrder 7'];

  for (const [how, words, change, back] of [
    ['a new password', /Login failed/, { apiPassword: 'another' }, { apiPassword: 's3cr3t & <safe>' }],
    ['the connector switched off', /connector is not enabled/, { connectorOn: false }, { connectorOn: true }],
  ] as const)
    it(`M-16: ${how} stops the run with an issue, keeps everything, and ends when it is taken back`, async () => {
      world.mobiwork.change.editTenant(change);
      world.mobiwork.change.revokeTokens();
      const { state, error } = await sync();
      expect(state).to.equal('failed');
      expect(error).to.include({ code: 'FAULT_AUTH' });
      expect((await world.issues()).find(({ kind }) => kind === 'SYNC')?.['sentence']).to.match(words);
      expect(await held()).to.deep.equal(all);
      world.mobiwork.change.editTenant(back);
      await world.sync({});
      expect(await kinds()).to.deep.equal(['PHONE_SHARED']);
    });

  it('M-17: a right that is missing stops what needs it, and the rest goes on', async () => {
    world.mobiwork.change.refuse({ entities: ['invoice', 'user', 'payment'] });
    world.mobiwork.change.editContact({ contactId: 504, admin: true });
    world.mobiwork.change.editWorkOrder({ mobiworkWorkOrderId: 90_402, description: 'Changed' });
    const { state, error, streams } = await sync();
    expect([state, Object.keys(streams)]).to.deep.equal(['failed', ['customers', 'workOrders']]);
    expect(error?.message).to.match(/do not have permission/);
    const stopped = (await world.issues()).filter(({ kind }) => kind === 'SYNC');
    expect(stopped.map(({ cause }) => cause)).to.deep.equal(['invoices']);
    const rows = await world.hub.rows(
      `select subject as now from record where external_id = '90402' union all
       select capabilities::text from login where contact_id = '504'`,
    );
    expect(rows.map(({ now }) => now)).to.deep.equal(['Changed', '{admin,reports}']);
    const second = await sync(true);
    expect([second.state, Object.keys(second.streams)]).to.deep.equal([
      'done',
      ['customers', 'workOrders', 'estimates', 'products'],
    ]);
    expect(await kinds()).to.deep.equal(['PHONE_SHARED', 'SYNC']);
    expect(await held()).to.deep.equal(all);
    world.mobiwork.change.refuse({ entities: [] });
    await world.sync();
    expect(await kinds()).to.deep.equal(['PHONE_SHARED']);
  });

  it('M-16: one malformed value refuses one row, and no right that ends waits for it', async () => {
    const { change } = world.mobiwork;
    expect(await world.list(bella, 'invoice')).to.have.length(3);
    change.editContact({ contactId: 503, email: 'no address', enabled: false });
    change.editInvoice({ invoiceId: 71_001, balance: 'much', dueDate: '2027-01-31' });
    change.editInvoice({ invoiceId: 71_003, balance: '90.00' });
    change.editWorkOrder({
      mobiworkWorkOrderId: 90_402,
      description: 'Not this time',
      schedules: [{ userId: 771, date: '2025-06-03', time: 'noon', duration: 60 }],
    });
    await world.sync();
    const quarantines = (await world.issues()).filter(({ kind }) => kind === 'QUARANTINE');
    expect(quarantines.map(({ sentence }) => sentence).join('\n'))
      .to.match(/contact 503: email: expected an e-mail address, found "no address"/)
      .and.match(/invoice 71001: balance: expected a number, found "much"/)
      .and.match(/workOrder 90402: schedule: expected a moment .* found "2025\/06\/03 noon"/);
    expect(await world.list(bella, 'invoice')).to.deep.equal([]);
    const amounts = await world.hub.rows(
      `select amount::int as amount from record where external_id in ('71001', '71003') order by external_id`,
    );
    expect(amounts.map(({ amount }) => amount)).to.deep.equal([12_050, 9000]);
    const waiting = await world.hub.rows('select item_id as id from quarantine order by 1');
    expect(waiting.map(({ id }) => id)).to.deep.equal(['3178692', '71001', '90402']);
    change.editContact({ contactId: 503, email: 'bella.ray@mobi.example', enabled: true });
    change.editInvoice({ invoiceId: 71_001, balance: '1.00' });
    change.editWorkOrder({ mobiworkWorkOrderId: 90_402, schedules: [] });
    await world.sync();
    expect(await world.hub.rows('select 1 from quarantine')).to.deep.equal([]);
    expect(await world.list(bella, 'invoice')).to.have.length(3);
  });

  it('M-16: trouble on the way is told and passes, and nothing is taken for deleted', async () => {
    const page = '<html><body>Maintenance</body></html>';
    const headers = { 'content-type': 'application/xml' };
    const good = '<response version="1" statusCode="1">';
    for (const [status, body, words] of [
      [200, page, /no response of its API|instead of XML/],
      [200, `${good}<customerList>`, /ends in the middle/],
      [200, `${good}<other><x>1</x></other></response>`, /without a list/],
      [200, `${good}</response>`, /^$/],
      [503, page, /answered 503/],
    ] as const) {
      world.mobiwork.fail({ operation: 'customer/list', times: 20, headers, status, body });
      const { error } = await sync(true);
      expect(error?.message ?? '', body).to.match(words);
      expect(await held()).to.deep.equal(all);
      expect(await world.list(bella, 'invoice')).to.have.length(3);
      world.mobiwork.recover();
    }
    await world.sync();
  });
});
