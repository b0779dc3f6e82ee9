import { expect } from 'chai';

import { openTestHub, type TestHub } from '../../hub.js';
import { manyTickets, startToyVendor, toyPlugin, type ToyVendor } from './toy-vendor.js';

describe('a sync run', () => {
  let vendor: ToyVendor;
  let hub: TestHub;

  beforeEach(async () => {
    vendor = await startToyVendor({
      customers: [
        {
          id: 'c1',
          name: 'Acme',
          changed: '2026-01-01T00:00:00Z',
          primary: 'p1',
          people: [
            { id: 'p1', name: 'Ada', email: 'ada@acme.example' },
            { id: 'p2', name: 'Ben' },
          ],
        },
        {
          id: 'c2',
          name: 'Bolt',
          changed: '2026-01-02T00:00:00Z',
          people: [{ id: 'p2', name: 'Benjamin', email: 'ben@bolt.example' }],
        },
      ],
      users: [{ id: 'u1', contact: 'p1', enabled: true }],
      tickets: manyTickets(250),
    });
    hub = await openTestHub(
      [{ id: 'toy', plugin: 'toy', settings: { url: vendor.url, key: 'marker-secret' } }],
      { plugins: [toyPlugin()] },
    );
  });

  afterEach(async function () {
    await vendor.close();
    if (this.currentTest?.isPassed()) await hub.close();
  });

  const contacts = () =>
    hub.rows('select external_id, last_name, email from contact where deleted_at is null order by 1');
  const membersNow = () => hub.rows('select customer_id, contact_id from member order by 1, 2');

  it('brings everything over once, and a second run finds all of it unchanged', async () => {
    const first = await hub.sync('toy');
    expect(first.state).to.equal('done');
    expect(first.streams['tickets']).to.include({ read: 250, created: 250, updated: 0, quarantined: 0 });
    expect(await contacts()).to.deep.equal([
      { external_id: 'p1', last_name: 'Ada', email: 'ada@acme.example' },
      { external_id: 'p2', last_name: 'Benjamin', email: 'ben@bolt.example' },
    ]);
    const second = await hub.sync('toy', { full: true });
    for (const name of ['customers', 'users', 'tickets'])
      expect(second.streams[name], name).to.include({
        created: 0,
        updated: 0,
        deleted: 0,
        unchanged: second.streams[name]!.read,
      });
  });

  it('reads, after the first pass, only what changed since the watermark', async () => {
    await hub.sync('toy');
    vendor.log.length = 0;
    vendor.state.tickets[3]!.subject = 'Changed';
    vendor.state.tickets[3]!.changed = vendor.tick();
    const { streams } = await hub.sync('toy');
    expect(streams['tickets']).to.include({ kind: 'changes', created: 0, updated: 1 });
    expect(vendor.calls()).to.deep.equal({ tickets: 1 });
    expect(await hub.rows("select subject, version from record where external_id = 't00003'")).to.deep.equal([
      { subject: 'Changed', version: 2 },
    ]);
  });

  it('takes of two copies of one contact the newer, whichever comes first', async () => {
    await hub.sync('toy');
    vendor.state.customers[0]!.changed = vendor.tick();
    vendor.state.customers[0]!.people[1]!.name = 'Ben of Acme';
    await hub.sync('toy', { full: true });
    expect((await contacts())[1]).to.include({ last_name: 'Ben of Acme', email: null });
    expect(await hub.rows("select stream, item_id from copy where row_key = 'contact:p2'")).to.deep.equal([
      { stream: 'customers', item_id: 'c2' },
    ]);
  });

  it('keeps a contact that one customer drops while another lists it, and buries it with the last', async () => {
    await hub.sync('toy');
    vendor.state.customers[1]!.people = [];
    await hub.sync('toy', { full: true });
    expect((await contacts())[1]).to.deep.equal({ external_id: 'p2', last_name: 'Ben', email: null });
    expect(await membersNow()).to.deep.equal([
      { customer_id: 'c1', contact_id: 'p1' },
      { customer_id: 'c1', contact_id: 'p2' },
    ]);
    vendor.state.customers[0]!.people.pop();
    await hub.sync('toy', { full: true });
    expect(await contacts()).to.have.length(1);
    expect(
      await hub.rows("select deleted_at is not null as deleted from contact where external_id = 'p2'"),
    ).to.deep.equal([{ deleted: true }]);
    vendor.state.customers[0]!.people.push({ id: 'p2', name: 'Ben again' });
    await hub.sync('toy', { full: true });
    expect((await contacts())[1]).to.include({ last_name: 'Ben again' });
  });

  it('moves the primary role with one assignment', async () => {
    await hub.sync('toy');
    vendor.state.customers[0]!.primary = 'p2';
    await hub.sync('toy', { full: true });
    expect(await hub.rows("select primary_contact from customer where external_id = 'c1'")).to.deep.equal([
      { primary_contact: 'p2' },
    ]);
  });

  it('numbers the change feed in the order of commits and names what changed', async () => {
    await hub.sync('toy');
    const before = await hub.rows('select coalesce(max(seq), 0) as seq from feed');
    vendor.state.tickets[7]!.subject = 'Changed';
    vendor.state.tickets[7]!.changed = vendor.tick();
    await hub.sync('toy');
    expect(await hub.rows('select kind, ids from feed where seq > $1', [before[0]!['seq']])).to.deep.equal([
      { kind: 'record', ids: ['record/ticket:t00007'] },
    ]);
    expect(await hub.rows('select count(distinct seq) = max(seq) as gapless from feed')).to.deep.equal([
      { gapless: true },
    ]);
  });

  it('sweeps what a complete listing does not show, and restores it when it is back', async () => {
    await hub.sync('toy');
    const gone = vendor.state.tickets.splice(10, 3);
    const { streams } = await hub.sync('toy', { full: true });
    expect(streams['tickets']).to.include({ deleted: 3, held: 0 });
    vendor.state.tickets.push(...gone);
    expect((await hub.sync('toy', { full: true })).streams['tickets']).to.include({ created: 3 });
    expect(await hub.rows('select count(*) from record where deleted_at is null')).to.deep.equal([
      { count: 250 },
    ]);
  });

  it('writes nothing in a dry run, and says what it would do', async () => {
    await hub.sync('toy');
    const tables = ['item', 'record', 'feed', 'seen', 'quarantine', 'held', 'stream'];
    const snapshot = async () =>
      JSON.stringify(
        await Promise.all(tables.map((table) => hub.rows(`select * from ${table} order by 1, 2, 3`))),
      );
    const before = await snapshot();
    vendor.state.tickets[1]!.subject = 'Changed';
    vendor.state.tickets.splice(5, 1);
    vendor.state.tickets.push(...manyTickets(1, 900));
    const { streams, state } = await hub.sync('toy', { full: true }, { dryRun: true });
    expect(state).to.equal('done');
    expect(streams['tickets']).to.include({ created: 1, updated: 1, deleted: 1 });
    expect(await snapshot()).to.equal(before);
  });

  it('stops at the next page when it is asked to, and goes on from there', async () => {
    const abort = new AbortController();
    const stopped = await hub.sync(
      'toy',
      {},
      { signal: abort.signal, progress: ({ stream }) => void (stream === 'tickets' && abort.abort()) },
    );
    expect(stopped.state).to.equal('queued');
    expect(await hub.rows('select count(*) from record')).to.deep.equal([{ count: 100 }]);
    vendor.log.length = 0;
    expect((await hub.sync('toy')).state).to.equal('done');
    expect(await hub.rows('select count(*) from record')).to.deep.equal([{ count: 250 }]);
    expect(
      vendor.log
        .filter(({ operation }) => operation === 'tickets')
        .map(({ path }) => new URL(path, vendor.url).searchParams.get('after')),
    ).to.deep.equal(['t00099', 't00199']);
  });

  it('keeps nothing of a page once its lease is lost', async () => {
    const outcome = await hub.sync(
      'toy',
      {},
      {
        progress: ({ stream }) =>
          void (
            stream === 'tickets' && hub.database.pool.query('update run set lease_token = gen_random_uuid()')
          ),
      },
    );
    expect(outcome.state).to.equal('lost');
    expect(await hub.rows('select count(*) from record')).to.deep.equal([{ count: 100 }]);
  });

  it('ends at the next page when it is cancelled', async () => {
    const outcome = await hub.sync(
      'toy',
      {},
      {
        progress: ({ stream }) =>
          void (stream === 'tickets' && hub.database.pool.query('update run set cancel_requested = true')),
      },
    );
    expect(outcome.state).to.equal('cancelled');
    expect(await hub.rows('select state from run')).to.deep.equal([{ state: 'cancelled' }]);
  });

  it('maps again from what is stored when the mapping changed, without a call for it', async () => {
    await hub.sync('toy');
    await hub.database.pool.query('update connection set map = \'{"ticket.fields.kind": "subject"}\'');
    vendor.log.length = 0;
    const { streams } = await hub.sync('toy', { remap: true });
    expect(streams['tickets']).to.include({ kind: 'remap', read: 250 });
    expect(vendor.calls()).to.deep.equal({});
    expect(await hub.rows("select fields from record where external_id = 't00007'")).to.deep.equal([
      { fields: { kind: 'Ticket 7' } },
    ]);
  });
});
