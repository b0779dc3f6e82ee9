import { expect } from 'chai';
import fc from 'fast-check';

import { Brake, lossKinds, noLosses } from '../../../core/sync/brake.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { manyTickets, startToyVendor, toyPlugin, type ToyState, type ToyVendor } from './toy-vendor.js';

const crowd = (count: number): ToyState['customers'] =>
  Array.from({ length: count }, (_, index) => ({
    id: `c${String(index).padStart(4, '0')}`,
    name: `Customer ${index}`,
    changed: '2026-01-01T00:00:00Z',
    people: [{ id: `p${index}`, name: `Person ${index}`, email: `p${index}@c${index}.example` }],
  }));

describe('the brake', () => {
  let vendor: ToyVendor;
  let hub: TestHub;

  beforeEach(async () => {
    vendor = await startToyVendor({ customers: crowd(200), tickets: manyTickets(200) });
    hub = await openTestHub([{ id: 'toy', plugin: 'toy', settings: { url: vendor.url } }], {
      plugins: [toyPlugin()],
    });
    await hub.sync('toy');
  });

  afterEach(async function () {
    await vendor.close();
    if (this.currentTest?.isPassed()) await hub.close();
  });

  const count = async (sql: string): Promise<unknown> =>
    (await hub.rows(`select count(*) from ${sql}`))[0]!['count'];
  const members = () => count('member');
  const tickets = () => count('record where deleted_at is null');
  const issues = () =>
    hub.rows('select kind, cause, sentence from issue where closed_at is null order by 1, 2');

  it('holds a sweep after a pass that returned nothing', async () => {
    vendor.state.tickets = [];
    const { streams, state } = await hub.sync('toy', { full: true });
    expect(state).to.equal('done');
    expect(streams['tickets']).to.include({ deleted: 0, held: 200 });
    expect(await tickets()).to.equal(200);
    const [issue] = await issues();
    expect(issue).to.include({ kind: 'HELD', cause: 'tickets' });
    expect(issue!['sentence'])
      .to.contain('200 changes of tickets are held back')
      .and.to.contain('returned nothing');
  });

  it("holds a sweep after a pass that fell below the vendor's own count", async () => {
    vendor.state.tickets.splice(0, 2);
    vendor.extra = { total: 200 };
    expect((await hub.sync('toy', { full: true })).streams['tickets']).to.include({ deleted: 0, held: 2 });
    vendor.extra = {};
    expect((await hub.sync('toy', { full: true })).streams['tickets']).to.include({ deleted: 2, held: 0 });
    expect(await count('held')).to.equal(0);
    expect(await issues()).to.deep.equal([]);
  });

  it('lets 5 % go and holds a sweep of more, whole, until it is confirmed', async () => {
    vendor.state.tickets.splice(0, 10);
    expect((await hub.sync('toy', { full: true })).streams['tickets']).to.include({ deleted: 10, held: 0 });
    const gone = vendor.state.tickets.splice(0, 11);
    expect((await hub.sync('toy', { full: true })).streams['tickets']).to.include({ deleted: 0, held: 11 });
    expect(await tickets()).to.equal(190);
    vendor.state.tickets.unshift(gone.pop()!);
    expect((await hub.sync('toy', { full: true })).streams['tickets']).to.include({ held: 10 });
    expect((await hub.sync('toy', { confirm: true })).state).to.equal('done');
    expect(await tickets()).to.equal(180);
    expect(await issues()).to.deep.equal([]);
  });

  it('never holds up to three', async () => {
    await hub.close();
    await vendor.close();
    vendor = await startToyVendor({ tickets: manyTickets(8) });
    hub = await openTestHub([{ id: 'toy', plugin: 'toy', settings: { url: vendor.url } }], {
      plugins: [toyPlugin()],
    });
    await hub.sync('toy');
    vendor.state.tickets.splice(0, 3);
    expect((await hub.sync('toy', { full: true })).streams['tickets']).to.include({ deleted: 3, held: 0 });
    vendor.state.tickets.splice(0, 4);
    expect((await hub.sync('toy', { full: true })).streams['tickets']).to.include({ deleted: 0, held: 4 });
  });

  it('stops `people: []` for everybody at 5 % of the memberships, and does not let the rest drip away run by run', async () => {
    for (const each of vendor.state.customers) {
      each.people = [];
      each.changed = vendor.tick();
    }
    const { streams } = await hub.sync('toy', { full: true });
    expect(streams['customers']).to.include({ updated: 10, held: 190 });
    expect(await members()).to.equal(190);
    for (let run = 0; run < 3; run += 1) await hub.sync('toy', { full: true });
    expect(await members()).to.equal(190);
    expect(await count('contact where deleted_at is null')).to.equal(190);
  });

  it('takes held changes off the list when the vendor takes them back', async () => {
    const before = structuredClone(vendor.state.customers);
    for (const each of vendor.state.customers) each.people = [];
    await hub.sync('toy', { full: true });
    expect(await count('held')).to.equal(190);
    vendor.state.customers = before;
    await hub.sync('toy', { full: true });
    expect(await count('held')).to.equal(0);
    expect(await members()).to.equal(200);
    expect(await issues()).to.deep.equal([]);
  });

  it('applies held changes when they are confirmed, and keeps holding what came after', async () => {
    for (const each of vendor.state.customers) each.people = [];
    await hub.sync('toy', { full: true });
    await hub.sync('toy', { confirm: true });
    expect(await members()).to.equal(0);
    expect(await count('held')).to.equal(0);
  });

  it('counts e-mail addresses that become empty', async () => {
    for (const each of vendor.state.customers) for (const person of each.people) person.email = '';
    const { streams } = await hub.sync('toy', { full: true });
    expect(streams['customers']).to.include({ held: 190 });
    expect(await count('contact where email is not null')).to.equal(190);
  });

  it('counts logins that are gone, and not those that are switched off', async () => {
    vendor.state.users = Array.from({ length: 40 }, (_, index) => ({
      id: `u${index}`,
      contact: `p${index}`,
      enabled: true,
    }));
    await hub.sync('toy', { full: true });
    for (const user of vendor.state.users) user.enabled = false;
    expect((await hub.sync('toy', { full: true })).streams['users']).to.include({ updated: 40, held: 0 });
    vendor.state.users = vendor.state.users.slice(0, 30);
    expect((await hub.sync('toy', { full: true })).streams['users']).to.include({ deleted: 0, held: 10 });
  });

  it('never lets more than its limit pass, whatever comes in whatever order', () => {
    const losses = fc.record(Object.fromEntries(lossKinds.map((kind) => [kind, fc.nat(20)]))) as fc.Arbitrary<
      ReturnType<typeof noLosses>
    >;
    fc.assert(
      fc.property(fc.nat(1000), fc.array(losses, { maxLength: 60 }), (base, list) => {
        const brake = new Brake({ record: base, member: base, login: base, email: base }, noLosses(), false);
        const passed = noLosses();
        for (const each of list) {
          const free = brake.tooMuch(each).length === 0;
          brake.take(each);
          if (free) for (const kind of lossKinds) passed[kind] += each[kind];
        }
        for (const kind of lossKinds)
          expect(passed[kind]).to.be.at.most(Math.max(3, Math.floor(base * 0.05)));
      }),
    );
  });
});
