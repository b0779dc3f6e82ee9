import { expect } from 'chai';
import fc from 'fast-check';

import { hub as byHub, native, type AnyPlugin } from '../../../core/contract/contract.js';
import { writeFeed } from '../../../core/sync/feed.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { toyPlugin } from '../sync/toy-vendor.js';
import { applyPolicy, letIn, run } from './portal.js';

const since = '2026-01-01T00:00:00.000Z';
const contacts = ['a', 'b', 'c'];
const customers = ['k1', 'k2'];
const records = ['r1', 'r2', 'r3', 'r4'];
/** Two sign-ins each: nobody may come in twice by them. */
const logins = contacts.flatMap((contact) => [`${contact}-1`, `${contact}-2`]);

type Event =
  | { what: 'save'; record: string; customer: string | null; old: boolean }
  | { what: 'delete'; record: string }
  | { what: 'login'; login: string; enabled: boolean }
  | { what: 'join' | 'leave'; contact: string; customer: string }
  | { what: 'access'; contact: string; state: 'active' | 'suspended' }
  | { what: 'remove'; record: string; contact: string; here: boolean }
  | { what: 'run'; batch: number };

const oneOf = <T>(list: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...list);
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('save' as const),
      record: oneOf(records),
      customer: fc.option(oneOf(customers)),
      old: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('delete' as const), record: oneOf(records) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('login' as const),
      login: oneOf(logins),
      enabled: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: oneOf(['join', 'join', 'leave'] as const),
      contact: oneOf(contacts),
      customer: oneOf(customers),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('access' as const),
      contact: oneOf(contacts),
      state: oneOf(['active', 'suspended'] as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('remove' as const),
      record: oneOf(records),
      contact: oneOf(contacts),
      here: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('run' as const), batch: fc.integer({ min: 1, max: 4 }) }),
  },
);

/** The rule as one would say it, over everything there is: slow, and without memory of what changed. */
class Model {
  saved = new Map<string, { customer: string | null; old: boolean }>();
  enabled = new Set<string>();
  members = new Set<string>();
  active = new Set(contacts);
  there = new Set<string>();

  apply(each: Event): void {
    if (each.what === 'save') this.saved.set(each.record, each);
    if (each.what === 'delete') this.saved.delete(each.record);
    if (each.what === 'login') this.enabled[each.enabled ? 'add' : 'delete'](each.login);
    if (each.what === 'join') this.members.add(`${each.contact} ${each.customer}`);
    if (each.what === 'leave') this.members.delete(`${each.contact} ${each.customer}`);
    if (each.what === 'access') this.active[each.state === 'active' ? 'add' : 'delete'](each.contact);
    if (each.what === 'run') this.run();
  }

  run(): void {
    for (const [record, { customer, old }] of this.saved)
      for (const contact of contacts)
        if (!old && customer !== null && this.mayBe(contact, customer))
          this.there.add(`${record} ${contact}`);
  }

  // Without an enabled sign-in no access counts, for there are sign-ins at this vendor.
  mayBe = (contact: string, customer: string): boolean =>
    this.active.has(contact) &&
    this.members.has(`${contact} ${customer}`) &&
    [1, 2].some((place) => this.enabled.has(`${contact}-${place}`));
}

const vendors: Record<string, AnyPlugin> = {
  'told by sign-in': {
    ...toyPlugin(),
    participantsBy: 'login',
    actions: () => ({ 'participant.add': native({ write: async () => ({}) }) }),
  },
  'not told': { ...toyPlugin(), actions: () => ({ 'participant.add': byHub() }) },
};

for (const [kind, plugin] of Object.entries(vendors))
  describe(`auto-add, its laws, vendor ${kind}`, () => {
    let hub: TestHub;

    before(async () => {
      const settings = { url: 'http://127.0.0.1:9' };
      hub = await openTestHub(
        [{ id: 'toy', plugin: 'toy', settings, schedule: '', participants: { ticket: since } }],
        { plugins: [plugin] },
      );
      const facts = { zone: 'UTC', modules: { ticket: { label: 'Tickets', fields: [] } }, vendor: {} };
      await hub.rows('update connection set facts = $1, facts_at = now()', [facts]);
      await applyPolicy(hub, 'toy');
    });
    after(() => hub.close());

    async function begin(): Promise<void> {
      for (const table of [
        'participant',
        'command',
        'record',
        'member',
        'login',
        'contact',
        'access',
        'sign_in_name',
        'person',
        'participant_reader',
        'participant_audience',
      ])
        await hub.rows(`delete from ${table}`);
      for (const contact of contacts) {
        await hub.rows(
          `insert into contact (connection_id, external_id, id, kind, details, hash, stream, item_id)
           values ('toy', $1, gen_random_uuid(), 'contact', '{}', '', 's', 'i')`,
          [contact],
        );
        await letIn(hub, 'toy', contact);
      }
      for (const login of logins)
        await hub.rows(
          `insert into login (connection_id, external_id, id, contact_id, enabled, locked, capabilities, hash, stream, item_id)
           values ('toy', $1, gen_random_uuid(), $2, false, false, '{}', '', 's', 'i')`,
          [login, login.slice(0, 1)],
        );
    }

    const tellFeed = (record: string): Promise<void> =>
      writeFeed(
        hub.database.pool,
        { connectionId: 'toy', runId: null },
        {
          customer: [],
          contact: [],
          login: [],
          member: [],
          record: [`record/ticket:${record}`],
        },
      );

    async function play(each: Event): Promise<void> {
      if (each.what === 'save') {
        await hub.rows(
          `insert into record (connection_id, module, external_id, id, customer_id, dates, read_only, fields, hash, stream, item_id, changed_at)
           values ('toy', 'ticket', $1, gen_random_uuid(), $2, '{}', false, '{}', '', 's', 'i', $3)
           on conflict (connection_id, module, external_id) do update
           set customer_id = excluded.customer_id, changed_at = excluded.changed_at, deleted_at = null`,
          [each.record, each.customer, each.old ? '2025-12-31T23:59:59Z' : since],
        );
        await tellFeed(each.record);
      }
      if (each.what === 'delete') {
        await hub.rows('update record set deleted_at = now() where external_id = $1', [each.record]);
        await tellFeed(each.record);
      }
      if (each.what === 'login')
        await hub.rows('update login set enabled = $2 where external_id = $1', [each.login, each.enabled]);
      if (each.what === 'join')
        await hub.rows("insert into member values ('toy', $1, $2) on conflict do nothing", [
          each.contact,
          each.customer,
        ]);
      if (each.what === 'leave')
        await hub.rows('delete from member where contact_id = $1 and customer_id = $2', [
          each.contact,
          each.customer,
        ]);
      if (each.what === 'access')
        await hub.rows('update access set state = $2 where contact_id = $1', [each.contact, each.state]);
      if (each.what === 'remove')
        await hub.rows(
          "update participant set state = 'removed', removed_here = $3 where record_id = $1 and left(target, 1) = $2",
          [each.record, each.contact, each.here],
        );
      if (each.what === 'run') await run(hub, 'toy', { batch: each.batch });
    }

    const there = async (): Promise<string[]> =>
      (await hub.rows("select record_id || ' ' || left(target, 1) as who from participant order by 1")).map(
        ({ who }) => String(who),
      );
    const removed = async (): Promise<unknown[]> =>
      await hub.rows("select record_id, target from participant where state = 'removed' order by 1, 2");

    it('a run after whatever happened comes to the same as one from scratch, and a second adds nothing', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(event, { minLength: 4, maxLength: 30 }), async (events) => {
          await begin();
          const model = new Model();
          for (const each of events) {
            model.apply(each);
            await play(each);
          }
          const gone = await removed();
          await run(hub, 'toy');
          model.run();
          expect(await there()).to.deep.equal([...model.there].sort());
          expect(await removed(), 'whoever was removed stays so').to.deep.equal(gone);
          expect(await run(hub, 'toy')).to.equal(0);
          expect(await run(hub, 'toy', { scratch: true })).to.equal(0);
          const [{ told } = { told: 0 }] = await hub.rows('select count(*) as told from command');
          expect(told).to.equal(plugin.participantsBy === 'login' ? model.there.size : 0);
        }),
        { numRuns: 25 },
      );
    });

    it('adds at most so many in a transaction, and all of them', async () => {
      await begin();
      await play({ what: 'login', login: 'a-1', enabled: true });
      await play({ what: 'join', contact: 'a', customer: 'k1' });
      await hub.rows(
        `insert into record (connection_id, module, external_id, id, customer_id, dates, read_only, fields, hash, stream, item_id, changed_at)
         select 'toy', 'ticket', 'm' || n, gen_random_uuid(), 'k1', '{}', false, '{}', '', 's', 'i', now()
         from generate_series(1, 12000) as n`,
      );
      const began = Date.now();
      expect(await run(hub, 'toy')).to.equal(12_000);
      expect(Date.now() - began).to.be.lessThan(20_000);
      expect(await run(hub, 'toy')).to.equal(0);
      const [{ most } = { most: 0 }] = await hub.rows(
        'select max(n) as most from (select count(*) as n from participant group by xmin::text) as t',
      );
      expect(most).to.equal(10_000);
    });
  });
