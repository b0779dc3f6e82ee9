import { expect } from 'chai';
import fc from 'fast-check';

import { mapItem, toRawItem, type MappedItem } from '../../../core/sync/map-items.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { startToyVendor, toyPlugin, type ToyState, type ToyVendor } from './toy-vendor.js';

const bad = 'no address';
const moment = '2026-01-01T00:00:00Z';

describe('rows that cannot be used, by law', function () {
  this.timeout(300_000);

  it('take nothing of their item with them: the others are what they would be without them', () => {
    const stream = toyPlugin().streams({ zone: 'UTC', modules: {}, vendor: {} }, { url: '' })['customers']!;
    const mapped = (people: object[], name: unknown): MappedItem => {
      const raw = { id: 'c1', name, changed: moment, people };
      const outcome = mapItem(stream, toRawItem({ stream, mapping: '1' }, raw));
      if ('sentence' in outcome) throw new Error(outcome.sentence);
      return outcome;
    };
    const person = fc.record({ id: fc.nat(20), isBad: fc.boolean() });
    fc.assert(
      fc.property(fc.uniqueArray(person, { selector: ({ id }) => id }), fc.boolean(), (list, named) => {
        const people = list.map(({ id, isBad }) => ({
          id: `p${id}`,
          name: 'P',
          email: isBad ? bad : `${id}@x.example`,
        }));
        const whole = mapped(people, named ? 'Acme' : { not: 'text' });
        const without = mapped(
          people.filter(({ email }) => email !== bad),
          'Acme',
        );
        expect(whole.rows).to.deep.equal(without.rows.filter(({ row }) => named || row.kind !== 'customer'));
        expect(whole.members[0]?.are).to.deep.equal(people.map(({ id }) => id));
        expect(whole.refused.map(({ key }) => key)).to.have.members([
          ...(named ? [] : ['customer:c1']),
          ...people.filter(({ email }) => email === bad).map(({ id }) => `contact:${id}`),
        ]);
        expect([...whole.keys].sort()).to.deep.equal(
          [
            ...whole.rows.map(({ key }) => key),
            ...whole.refused.map(({ key }) => key),
            'members/customer:c1',
          ].sort(),
        );
      }),
    );
  });

  it('never hold up what ends beside them, and leave nothing behind once they are good', async () => {
    const step = fc.record({ what: fc.constantFrom(...Object.keys(changes)), c: fc.nat(2), p: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const vendor = await startToyVendor(world());
        const settings = { url: vendor.url };
        const open = () => openTestHub([{ id: 'toy', plugin: 'toy', settings }], { plugins: [toyPlugin()] });
        const [hub, fresh] = [await open(), await open()];
        const away: Away = { customers: [], users: [] };
        try {
          await hub.sync('toy');
          for (const { what, c, p } of steps) {
            changes[what]?.(vendor, away, c, p);
            const before = await heldContacts(hub);
            expect((await hub.sync('toy', { full: true })).state).to.equal('done');
            await obeys(hub, vendor, before);
          }
          mend(vendor, away);
          await hub.sync('toy', { full: true });
          await fresh.sync('toy');
          expect(await everything(hub)).to.deep.equal(await everything(fresh));
        } finally {
          await hub.close();
          await fresh.close();
          await vendor.close();
        }
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });
});

interface Away {
  customers: ToyState['customers'];
  users: ToyState['users'];
}

/** Three customers share four people, each copy with an address of its own; everybody has a sign-in that brings them. */
function world(): ToyState {
  return {
    customers: [0, 1, 2].map((c) => ({
      id: `c${c}`,
      name: `Customer ${c}`,
      changed: moment,
      people: [c, c + 1].map((p) => personOf(c, p)),
    })),
    users: [0, 1, 2, 3].map((p) => ({
      id: `u${p}`,
      contact: `p${p}`,
      enabled: true,
      name: `Person ${p}`,
      email: `p${p}.user@x.example`,
    })),
    tickets: [],
  };
}

const personOf = (c: number, p: number) => ({
  id: `p${p}`,
  name: `Person ${p}`,
  email: `p${p}.c${c}@x.example`,
});

type Change = (vendor: ToyVendor, away: Away, c: number, p: number) => void;

const touched = (vendor: ToyVendor, c: number, change: (found: ToyState['customers'][number]) => void) => {
  const found = vendor.state.customers.find(({ id }) => id === `c${c}`);
  if (!found) return;
  change(found);
  found.changed = vendor.tick();
};
const copyOf = (vendor: ToyVendor, c: number, p: number, email: string) =>
  touched(vendor, c, ({ people }) => {
    for (const each of people) if (each.id === `p${p}`) each.email = email;
  });
const userOf = (vendor: ToyVendor, p: number, values: object) => {
  const found = vendor.state.users.find(({ id }) => id === `u${p}`);
  if (found) Object.assign(found, values);
};

/** What happens at the vendor between two runs. */
const changes: Record<string, Change> = {
  join: (vendor, _away, c, p) =>
    touched(vendor, c, ({ people }) => {
      if (people.length < 3 && !people.some(({ id }) => id === `p${p}`)) people.push(personOf(c, p));
    }),
  leave: (vendor, _away, c, p) =>
    touched(vendor, c, (found) => {
      found.people = found.people.filter(({ id }) => id !== `p${p}`);
    }),
  spoil: (vendor, _away, c, p) => copyOf(vendor, c, p, bad),
  correct: (vendor, _away, c, p) => copyOf(vendor, c, p, personOf(c, p).email),
  spoilCustomer: (vendor, _away, c) => touched(vendor, c, (found) => (found.name = { not: 'text' })),
  correctCustomer: (vendor, _away, c) => touched(vendor, c, (found) => (found.name = `Customer ${c}`)),
  spoilUser: (vendor, _away, _c, p) => userOf(vendor, p, { email: bad }),
  correctUser: (vendor, _away, _c, p) => userOf(vendor, p, { email: `p${p}.user@x.example` }),
  disable: (vendor, _away, _c, p) => userOf(vendor, p, { enabled: false }),
  enable: (vendor, _away, _c, p) => userOf(vendor, p, { enabled: true }),
  trashUser: ({ state }, { users }, _c, p) => move(state.users, users, `u${p}`),
  restoreUser: ({ state }, { users }, _c, p) => move(users, state.users, `u${p}`),
  trashCustomer: ({ state }, { customers }, c) => move(state.customers, customers, `c${c}`),
  restoreCustomer: ({ state }, { customers }, c) => move(customers, state.customers, `c${c}`),
};

/** Never the last one: what looks like an empty answer is held for a person. */
function move<T extends { id: string }>(from: T[], to: T[], id: string): void {
  const index = from.findIndex((each) => each.id === id);
  if (index >= 0 && from.length > 1) to.push(...from.splice(index, 1));
}

function mend(vendor: ToyVendor, { customers, users }: Away): void {
  vendor.state.customers.push(...customers.splice(0));
  vendor.state.users.push(...users.splice(0));
  for (let c = 0; c < 3; c += 1)
    touched(vendor, c, (found) => {
      found.name = `Customer ${c}`;
      found.people = found.people.map(({ id }) => personOf(c, Number(id.slice(1))));
    });
  for (let p = 0; p < 4; p += 1) userOf(vendor, p, { email: `p${p}.user@x.example` });
}

const heldContacts = async (hub: TestHub): Promise<Map<unknown, unknown>> =>
  new Map(
    (await hub.rows('select external_id as id, email from contact where deleted_at is null')).map(
      ({ id, email }) => [id, email],
    ),
  );

/** What must hold after every run. */
async function obeys(hub: TestHub, { state }: ToyVendor, before: Map<unknown, unknown>): Promise<void> {
  const column = async (sql: string) => (await hub.rows(sql)).map((each) => Object.values(each).join(' '));
  expect(
    await column('select customer_id, contact_id from member order by 1, 2'),
    'members are as the vendor says',
  ).to.deep.equal(
    state.customers.flatMap(({ id, people }) => people.map((each) => `${id} ${each.id}`)).sort(),
  );
  expect(
    await column('select external_id, enabled from login where deleted_at is null order by 1'),
    'sign-ins are as the vendor says',
  ).to.deep.equal(state.users.map(({ id, enabled }) => `${id} ${enabled}`).sort());
  const spoiled = [
    ...state.customers.filter(
      ({ name, people }) => typeof name !== 'string' || people.some(({ email }) => email === bad),
    ),
    ...state.users.filter(({ email }) => email === bad),
  ].map(({ id }) => id);
  const quarantined = await column('select item_id from quarantine');
  expect(quarantined).to.include.members(spoiled);
  const present = [...state.customers, ...state.users].map(({ id }) => id);
  expect(quarantined.filter((id) => present.includes(id) && !spoiled.includes(id))).to.deep.equal([]);

  const now = await heldContacts(hub);
  for (const id of ['p0', 'p1', 'p2', 'p3']) {
    const copies = [
      ...state.customers.flatMap(({ changed, people }) =>
        people.filter((each) => each.id === id).map(({ email }) => ({ email, changed })),
      ),
      ...state.users.filter(({ contact }) => contact === id).map(({ email }) => ({ email, changed: '' })),
    ].sort((one, other) => (one.changed < other.changed ? 1 : -1));
    const good = copies.filter(({ email }) => email !== bad);
    if (good.length) expect(now.has(id), `${id} has a good copy`).to.equal(true);
    if (copies.length && good.length === copies.length && good[0]!.changed !== good[1]?.changed)
      expect(now.get(id), `${id} is as its newest copy says`).to.equal(good[0]!.email);
    if (copies.length && !good.length) expect(now.get(id), `${id} is as it was`).to.equal(before.get(id));
  }
}

/** All that is held, without own ids, versions and moments of the sync. */
const everything = async (hub: TestHub): Promise<unknown[]> =>
  Promise.all(
    [
      'select external_id, name, stream, item_id, deleted_at from customer order by 1',
      'select external_id, last_name, email, as_of, stream, item_id, deleted_at from contact order by 1',
      'select external_id, contact_id, enabled, deleted_at from login order by 1',
      'select customer_id, contact_id from member order by 1, 2',
      'select row_key, stream, item_id, as_of from copy order by 1, 2, 3',
      'select stream, item_id, hash, yields from item order by 1, 2',
      'select stream, item_id from quarantine order by 1, 2',
      'select stream, item_id from held order by 1, 2',
    ].map((sql) => hub.rows(sql)),
  );
