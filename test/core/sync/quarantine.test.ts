import { expect } from 'chai';

import { openTestHub, type TestHub } from '../../hub.js';
import { manyTickets, startToyVendor, toyPlugin, type ToyVendor } from './toy-vendor.js';

describe('the quarantine', () => {
  let vendor: ToyVendor;
  let hub: TestHub;

  beforeEach(async () => {
    vendor = await startToyVendor({
      customers: [
        {
          id: 'c1',
          name: 'Acme',
          changed: '2026-01-01T00:00:00Z',
          people: [{ id: 'p1', name: 'Ada', email: 'ada@acme.example' }],
        },
      ],
      tickets: manyTickets(20),
    });
    hub = await openTestHub([{ id: 'toy', plugin: 'toy', settings: { url: vendor.url } }], {
      plugins: [toyPlugin()],
    });
  });

  afterEach(async function () {
    await vendor.close();
    if (this.currentTest?.isPassed()) await hub.close();
  });

  const waiting = () => hub.rows('select stream, item_id, reason, times from quarantine order by 1, 2');
  const live = async (table: string): Promise<unknown> =>
    (await hub.rows(`select count(*) from ${table} where deleted_at is null`))[0]!['count'];

  it('takes one bad record out of a page and lets the others through', async () => {
    vendor.state.customers[0]!.people[0]!.email = 'no address';
    vendor.state.tickets[4]!.subject = { not: 'text' };
    const { state, streams } = await hub.sync('toy');
    expect(state).to.equal('done');
    expect(streams['tickets']).to.include({ read: 20, created: 19, quarantined: 1 });
    expect(await waiting()).to.deep.equal([
      {
        stream: 'customers',
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
      {
        stream: 'tickets',
        item_id: 't00004',
        times: 1,
        reason: {
          sentence: 'subject: expected text, found {"not":"text"}.',
          path: 'subject',
          expected: 'text',
          found: '{"not":"text"}',
        },
      },
    ]);
    const issues = await hub.rows(
      "select cause, sentence, remedy from issue where kind = 'QUARANTINE' and closed_at is null order by 1",
    );
    expect(issues.map(({ cause }) => cause)).to.deep.equal(['customers', 'tickets']);
    expect(issues[0]!['sentence']).to.contain('1 of customers').and.to.contain('expected an e-mail address');
    expect(issues[0]!['remedy']).to.contain('portico quarantine list toy');
  });

  it('keeps the last good form of a record that went bad, and never sweeps it', async () => {
    await hub.sync('toy');
    vendor.state.tickets[4]!.subject = { not: 'text' };
    vendor.state.tickets[4]!.changed = vendor.tick();
    await hub.sync('toy');
    expect(
      await hub.rows("select subject, deleted_at from record where external_id = 't00004'"),
    ).to.deep.equal([{ subject: 'Ticket 4', deleted_at: null }]);
    vendor.state.tickets.splice(4, 1);
    expect((await hub.sync('toy', { full: true })).streams['tickets']).to.include({ deleted: 0 });
    expect(await live('record')).to.equal(20);
  });

  it('lets a record go that came good, and closes its issue', async () => {
    vendor.state.tickets[4]!.subject = ['list'];
    await hub.sync('toy');
    expect(await waiting()).to.have.length(1);
    vendor.state.tickets[4]!.subject = 'Good now';
    vendor.state.tickets[4]!.changed = vendor.tick();
    await hub.sync('toy');
    expect(await waiting()).to.deep.equal([]);
    expect(await live('record')).to.equal(20);
    expect(await hub.rows('select 1 from issue where closed_at is null')).to.deep.equal([]);
  });

  it('replays: reads again by id where the vendor can be asked, else maps what was kept', async () => {
    vendor.state.tickets[4]!.subject = { not: 'text' };
    vendor.state.customers[0]!.people[0]!.email = 'no address';
    await hub.sync('toy');
    vendor.state.tickets[4]!.subject = 'Good now, though its time says nothing';
    vendor.log.length = 0;
    expect((await hub.sync('toy', { replay: true })).state).to.equal('done');
    expect(vendor.calls()).to.deep.equal({ tickets: 1 });
    expect((await waiting()).map(({ stream, times }) => ({ stream, times }))).to.deep.equal([
      { stream: 'customers', times: 2 },
    ]);
  });

  it('keeps an item that has no id, by its content, once', async () => {
    vendor.state.tickets.push({
      id: undefined as unknown as string,
      subject: 'Nameless',
      changed: '2026-01-01T00:00:00Z',
    });
    await hub.sync('toy');
    await hub.sync('toy', { full: true });
    const [only, ...others] = await waiting();
    expect(others).to.deep.equal([]);
    expect(only!['item_id']).to.match(/^unnamed:[0-9a-f]{16}$/);
    expect(only!['reason']).to.deep.equal({
      sentence: 'The item has no id, so it cannot be kept apart from others.',
    });
  });

  it('refuses a NUL, takes emoji and every script, and holds no text back', async () => {
    vendor.state.tickets[0]!.subject = 'nul \u0000 here';
    vendor.state.tickets[1]!.subject = '👩‍🚒 Łódź 佐藤 \u200f עברית \ud800 alone';
    vendor.state.tickets[2]!.note = 'x'.repeat(900_000);
    vendor.state.tickets[3]!.note = 'x'.repeat(10_000_000);
    const { streams } = await hub.sync('toy');
    expect(streams['tickets']).to.include({ created: 18, quarantined: 2 });
    const [nul, huge] = await waiting();
    expect(nul!['reason']).to.have.property('sentence').that.contains('NUL');
    expect(huge!['reason'])
      .to.have.property('sentence')
      .that.contains('at most 1000000 characters')
      .and.has.length.below(300);
    expect(await hub.rows("select subject from record where external_id = 't00001'")).to.deep.equal([
      { subject: '👩‍🚒 Łódź 佐藤 \u200f עברית \ufffd alone' },
    ]);
    expect(
      await hub.rows("select length(raw ->> 'note') as length from quarantine where item_id = 't00003'"),
    ).to.deep.equal([{ length: 10_000_000 }]);
  });

  it('takes of the same record twice in a page the last, once', async () => {
    vendor.state.customers.push({ ...structuredClone(vendor.state.customers[0]!), name: 'Acme, again' });
    const { streams, state } = await hub.sync('toy');
    expect(state).to.equal('done');
    expect(streams['customers']).to.include({ read: 2, created: 1 });
    expect(await hub.rows('select name from customer')).to.deep.equal([{ name: 'Acme, again' }]);
    const person = vendor.state.customers[0]!.people[0]!;
    vendor.state.customers.pop();
    vendor.state.customers[0]!.people.push({ ...person, name: 'Ada, again' });
    await hub.sync('toy', { full: true });
    expect(await live('contact')).to.equal(1);
  });
});
