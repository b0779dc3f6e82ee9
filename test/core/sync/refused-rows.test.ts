import { expect } from 'chai';

import { openTestHub, type TestHub } from '../../hub.js';
import { startToyVendor, toyPlugin, type ToyState, type ToyVendor } from './toy-vendor.js';

type Customer = ToyState['customers'][number];

const ada = { id: 'p1', name: 'Ada', email: 'ada@acme.example' };
const ben = { id: 'p2', name: 'Ben', email: 'ben@acme.example' };

describe('a row that cannot be used', () => {
  let vendor: ToyVendor;
  let hub: TestHub;
  let acme: Customer;
  let bolt: Customer;

  beforeEach(async () => {
    acme = {
      id: 'c1',
      name: 'Acme',
      changed: '2026-01-02T00:00:00Z',
      people: [structuredClone(ada), structuredClone(ben)],
    };
    bolt = { id: 'c2', name: 'Bolt', changed: '2026-01-01T00:00:00Z', people: [] };
    vendor = await startToyVendor({
      customers: [acme, bolt],
      users: [{ id: 'u3', contact: 'p3', enabled: true, name: 'Cleo', email: 'cleo@left.example' }],
    });
    hub = await openTestHub([{ id: 'toy', plugin: 'toy', settings: { url: vendor.url } }], {
      plugins: [toyPlugin()],
    });
    await hub.sync('toy');
  });

  afterEach(async function () {
    await vendor.close();
    if (this.currentTest?.isPassed()) await hub.close();
    else await hub.database.close();
  });

  const full = () => hub.sync('toy', { full: true });
  const waiting = () => hub.rows('select item_id, reason, times from quarantine order by 1');
  const contacts = () =>
    hub.rows('select external_id as id, email from contact where deleted_at is null order by 1');
  const members = async () =>
    (await hub.rows('select customer_id, contact_id from member order by 1, 2')).map((each) =>
      Object.values(each).join(' '),
    );
  const logins = () =>
    hub.rows('select external_id as id, enabled from login where deleted_at is null order by 1');
  const user = () => vendor.state.users[0]!;

  it('is refused alone: what is beside it in its item is applied, and its own last good form stays', async () => {
    acme.name = 'Acme, renamed';
    acme.people[0] = { ...ada, email: 'no address', name: 'Ada, renamed' };
    acme.people[1] = { ...ben, email: 'ben@new.example' };
    const { streams, state } = await full();
    expect(state).to.equal('done');
    expect(streams['customers']).to.include({
      read: 2,
      created: 0,
      updated: 0,
      unchanged: 1,
      quarantined: 1,
    });
    expect(await hub.rows("select name from customer where external_id = 'c1'")).to.deep.equal([
      { name: 'Acme, renamed' },
    ]);
    expect(await contacts()).to.deep.include.members([
      { id: 'p1', email: 'ada@acme.example' },
      { id: 'p2', email: 'ben@new.example' },
    ]);
    expect(await waiting()).to.deep.equal([
      {
        item_id: 'c1',
        times: 1,
        reason: {
          sentence: 'contact p1: email: expected an e-mail address, found "no address".',
          path: 'email',
          expected: 'an e-mail address',
          found: '"no address"',
          rowKeys: ['contact:p1'],
        },
      },
    ]);
    expect(await hub.rows("select raw -> 'people' -> 0 ->> 'email' as email from quarantine")).to.deep.equal([
      { email: 'no address' },
    ]);
  });

  it('RPM-23: holds up no sign-in that is switched off, though it came with it', async () => {
    Object.assign(user(), { enabled: false, email: 'no address' });
    expect((await full()).streams['users']).to.include({ quarantined: 1 });
    expect(await logins()).to.deep.equal([{ id: 'u3', enabled: false }]);
    expect(await contacts()).to.deep.include({ id: 'p3', email: 'cleo@left.example' });
  });

  it('holds up nobody who leaves, and makes nobody leave', async () => {
    acme.people = [{ ...ada, email: 'no address' }];
    await full();
    expect(await members()).to.deep.equal(['c1 p1']);
    expect((await contacts()).map(({ id }) => id)).to.deep.equal(['p1', 'p3']);
  });

  it('may be the customer: who left it goes all the same, and who is primary waits with it', async () => {
    acme.primary = 'p1';
    await full();
    Object.assign(acme, { name: { not: 'text' }, primary: 'p2', people: [structuredClone(ben)] });
    await full();
    expect(await members()).to.deep.equal(['c1 p2']);
    expect(
      await hub.rows("select name, primary_contact from customer where external_id = 'c1'"),
    ).to.deep.equal([{ name: 'Acme', primary_contact: 'p1' }]);
  });

  it('waits where it is new, and comes with the first good form', async () => {
    bolt.people = [{ id: 'p4', name: 'Dana', email: 'no address' }];
    await full();
    expect(await members()).to.deep.equal(['c1 p1', 'c1 p2', 'c2 p4']);
    expect((await contacts()).map(({ id }) => id)).to.deep.equal(['p1', 'p2', 'p3']);
    bolt.people[0]!.email = 'dana@bolt.example';
    expect((await full()).streams['customers']).to.include({ updated: 1, quarantined: 0 });
    expect(await contacts()).to.deep.include({ id: 'p4', email: 'dana@bolt.example' });
    expect(await waiting()).to.deep.equal([]);
  });

  it('keeps its item in quarantine though it comes unchanged, and writes nothing anew', async () => {
    acme.people[0]!.email = 'no address';
    await full();
    const [before] = await hub.rows('select count(*) from feed');
    expect((await full()).streams['customers']).to.include({ updated: 0, unchanged: 1, quarantined: 1 });
    expect((await waiting())[0]).to.include({ item_id: 'c1', times: 2 });
    expect(await hub.rows('select count(*) from feed')).to.deep.equal([before]);
  });

  it('is tried again when things are mapped again', async () => {
    await hub.database.pool.query(`update connection set map = '{"contact.email": "name"}'`);
    expect((await hub.sync('toy', { remap: true })).streams['customers']).to.include({ quarantined: 1 });
    expect((await waiting())[0]!['reason']).to.deep.include({
      sentence: 'contact p1: email: expected an e-mail address, found "Ada". So it is with contact p2.',
      rowKeys: ['contact:p1', 'contact:p2'],
    });
    await hub.database.pool.query("update connection set map = '{}'");
    vendor.log.length = 0;
    await hub.sync('toy', { remap: true });
    expect(vendor.calls()).to.deep.equal({});
    expect(await waiting()).to.deep.equal([]);
  });

  it('is not taken for good because the form before it can still be mapped', async () => {
    acme.people = 'nobody' as never;
    await full();
    await hub.sync('toy', { remap: true });
    expect(await hub.rows("select item_id, raw ->> 'people' as people from quarantine")).to.deep.equal([
      { item_id: 'c1', people: 'nobody' },
    ]);
    expect(await members()).to.deep.equal(['c1 p1', 'c1 p2']);
  });

  it('is never swept; a sign-in that was thrown away goes, and nothing brings it back but the vendor', async () => {
    Object.assign(user(), { email: 'no address' });
    vendor.state.users.push({ id: 'u2', contact: 'p2', enabled: true });
    await full();
    const [gone] = vendor.state.users.splice(0, 1);
    expect((await full()).streams['users']).to.include({ deleted: 0, held: 0 });
    const others = [{ id: 'u2', enabled: true }];
    expect(await logins()).to.deep.equal(others);
    expect(await contacts()).to.deep.include({ id: 'p3', email: 'cleo@left.example' });
    for (const options of [{ remap: true }, { replay: true }, { full: true }]) {
      await hub.sync('toy', options);
      expect(await logins(), JSON.stringify(options)).to.deep.equal(others);
      expect((await waiting())[0]).to.include({ item_id: 'u3' });
    }
    vendor.state.users.push({ ...gone!, email: 'cleo@left.example' });
    await full();
    expect(await logins()).to.deep.equal([...others, { id: 'u3', enabled: true }]);
    expect(await waiting()).to.deep.equal([]);
    vendor.state.users.splice(1);
    await full();
    expect((await contacts()).map(({ id }) => id)).to.deep.equal(['p1', 'p2']);
  });

  it('stays as it was held when the item that gave it drops it while another still names it', async () => {
    bolt.people = [{ ...ada, email: 'no address' }];
    await full();
    acme.people.shift();
    await full();
    expect(await members()).to.deep.equal(['c1 p2', 'c2 p1']);
    expect(
      await hub.rows("select email, item_id from contact where external_id = 'p1' and deleted_at is null"),
    ).to.deep.equal([{ email: 'ada@acme.example', item_id: 'c2' }]);
    bolt.people = [];
    await full();
    expect((await contacts()).map(({ id }) => id)).to.deep.equal(['p2', 'p3']);
    expect(await hub.rows('select row_key from copy')).to.deep.equal([]);
  });

  it('gives way to a good copy that another item has, when its own giver drops it', async () => {
    vendor.state.users.push({
      id: 'u1',
      contact: 'p1',
      enabled: true,
      name: 'Ada',
      email: 'ada@old.example',
    });
    bolt.people = [{ ...ada, email: 'no address' }];
    await full();
    acme.people.shift();
    await full();
    expect(await contacts()).to.deep.include({ id: 'p1', email: 'ada@old.example' });
  });

  it('leaves the whole item untouched where it cannot be told what it is about', async () => {
    const before = [await members(), await contacts()];
    for (const people of ['nobody', [{ ...ada, id: '' }], [{ ...ada, id: 'a\u0000b' }]]) {
      acme.people = people as never;
      expect((await full()).streams['customers']).to.include({ updated: 0, quarantined: 1 });
      expect([await members(), await contacts()]).to.deep.equal(before);
      expect((await waiting())[0]!['reason']).not.to.have.property('rowKeys');
    }
  });
});
