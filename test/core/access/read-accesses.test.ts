import { expect } from 'chai';

import { readAccesses, readStandings } from '../../../core/access/read-accesses.js';
import { reportSharedAddresses } from '../../../core/access/report-shared-addresses.js';
import { whyNotCounting } from '../../../core/access/standing.js';
import type { Policy } from '../../../core/contract/contract.js';
import { openTestDatabase, type TestDatabase } from '../../database.js';
import { accessesOf, addConnection, addPerson, emptyWorld, fillWorld, listAs, now } from './access-world.js';

const policy: Policy = {
  version: 1,
  limits: [],
  grants: [
    {
      id: 'mine',
      module: 'ticket',
      actions: ['read'],
      when: { f: 'customer', in: { var: 'customers' } },
      fields: { read: ['subject', 'changedAt'] },
    },
  ],
};

describe('an access', () => {
  let database: TestDatabase;
  let person: string;
  let failed = false;
  before(async () => void (database = await openTestDatabase()));
  afterEach(function () {
    failed ||= !this.currentTest?.isPassed();
  });
  after(() => (failed ? database.close() : database.drop()));

  async function open({ binds }: { binds?: 'customer' } = {}): Promise<void> {
    await emptyWorld(database);
    await addConnection(database, 'one', policy, binds ? { binds } : {});
    await fillWorld(database, 'one', {
      customers: [
        { id: 'c1', name: 'One' },
        { id: 'c2', name: 'Two' },
      ],
      contacts: [{ id: 'k1', email: 'Ada@One.example', principal: 'c1' }, { id: 'k2' }],
      members: [
        ['k1', 'c1'],
        ['k1', 'c2'],
      ],
      logins: [{ id: 'l1', contact: 'k1', capabilities: ['profile:3'] }],
      records: ['c1', 'c2'].map((customer) => ({
        module: 'ticket' as const,
        id: `of-${customer}`,
        data: { subject: customer, customer },
      })),
    });
    person = await addPerson(database, {
      connectionId: 'one',
      contact: 'k1',
      email: 'ada@one.example ',
      capabilities: ['admin'],
      ...(binds && { customer: 'c1' }),
    });
  }
  const seen = async () =>
    (await listAs(database, person, { module: 'ticket' })).records
      .map(({ values }) => String(values['subject']))
      .sort();
  const run = (sql: string) => database.pool.query(sql);

  /** Does something and its undoing; in between nothing is to be seen, with this reason. */
  async function outWhile(doing: string, undoing: string, reason: RegExp): Promise<void> {
    expect(await seen(), `before ${doing}`).not.to.deep.equal([]);
    await run(doing);
    expect(await seen(), doing).to.deep.equal([]);
    const [standing] = await readStandings(database.pool, { personId: person });
    expect(whyNotCounting(standing!, now)).to.match(reason);
    await run(undoing);
    expect(await seen(), `after ${undoing}`).not.to.deep.equal([]);
  }

  it('S33: is out at once when the vendor takes the contact, its address or its sign-in away, and back when it gives them back', async () => {
    await open();
    expect(await seen()).to.deep.equal(['c1', 'c2']);
    const login = (change: string) => `update login set ${change}`;
    await outWhile(
      "update contact set deleted_at = now() where external_id = 'k1'",
      'update contact set deleted_at = null',
      /does not exist/,
    );
    await outWhile(
      "update contact set email = 'other@one.example'",
      "update contact set email = 'ada@one.example'",
      /e-mail address/,
    );
    await outWhile(
      'update contact set email = null',
      "update contact set email = 'ada@one.example'",
      /e-mail address/,
    );
    await outWhile(login('enabled = false'), login('enabled = true'), /switched off/);
    await outWhile(login('locked = true'), login('locked = false'), /locked/);
    await outWhile(login('deleted_at = now()'), login('deleted_at = null'), /deleted/);
  });

  it("O-15: counts from its first day to its last, by the days of the connection's zone", async () => {
    await open();
    // In UTC+02:00 it is 22:30 of the same day; in Kiribati (UTC+14) it is tomorrow.
    await outWhile(
      "update login set valid_from = '2026-11-22'",
      "update login set valid_from = '2026-11-21'",
      /not begun/,
    );
    await outWhile(
      "update login set valid_to = '2026-11-20'",
      "update login set valid_to = '2026-11-21'",
      /over/,
    );
    await outWhile(
      `update connection set facts = '{"zone":"Pacific/Kiritimati"}'`,
      `update connection set facts = '{"zone":"UTC"}'`,
      /over/,
    );
    await outWhile(
      `update connection set facts = '{"zone":"Nowhere"}'`,
      `update connection set facts = '{"zone":"UTC"}'`,
      /over|not begun/,
    );
  });

  it('is out while the hub says so: invited, suspended, not accepted, a person reset or suspended, a connection removed or without policy', async () => {
    await open();
    for (const state of ['invited', 'suspended', 'expired'])
      await outWhile(
        `update access set state = '${state}'`,
        "update access set state = 'active'",
        new RegExp(state),
      );
    await outWhile(
      'update access set accepted_at = null',
      'update access set accepted_at = now()',
      /not accepted/,
    );
    for (const state of ['reset_pending', 'suspended', 'erased'])
      await outWhile(
        `update person set state = '${state}'`,
        "update person set state = 'active'",
        new RegExp(state.replace('_', ' ')),
      );
    await outWhile(
      'update connection set removed_at = now()',
      'update connection set removed_at = null',
      /removed/,
    );
    await outWhile(
      'update policy set connection_id = connection_id; create table kept as table policy; delete from policy',
      'insert into policy table kept; drop table kept',
      /no policy/,
    );
    await run("update access set state = 'disabled', ended_at = now()");
    expect(await seen()).to.deep.equal([]);
  });

  it('follows the memberships where the sign-in covers the contact (RPM-16)', async () => {
    await open();
    await run("delete from member where customer_id = 'c2'");
    expect(await seen()).to.deep.equal(['c1']);
    await run("update customer set deleted_at = now() where external_id = 'c1'");
    expect(await seen()).to.deep.equal([]);
    expect(await accessesOf(database, person)).to.have.length(1);
  });

  it('C-33: where the vendor says so, an address that two sign-ins share lets neither in, and an issue tells of it', async () => {
    await open();
    const none = `update policy set policy = policy || '{"duplicates":"none"}'`;
    const share = `update contact set email = 'ADA@one.example' where external_id = 'k2'`;
    await run(none);
    await run(share);
    expect(await seen()).to.deep.equal(['c1', 'c2']);
    await outWhile(
      `insert into login (connection_id, external_id, id, contact_id, enabled, locked, capabilities, hash, stream, item_id)
       values ('one', 'l2', gen_random_uuid(), 'k2', true, false, '{}', '\\x00', 's', 'l2')`,
      `update login set enabled = false where external_id = 'l2'`,
      /then lets neither in/,
    );
    const issues = async () => {
      await reportSharedAddresses(database.pool, 'one');
      return (await run('select sentence from issue where closed_at is null')).rows;
    };
    expect(await issues()).to.deep.equal([]);
    await run(`update login set enabled = true where external_id = 'l2'`);
    expect((await issues())[0].sentence).to.contain('k1 and k2');
    await run(`update policy set policy = policy - 'duplicates'`);
    expect(await seen()).to.deep.equal(['c1', 'c2']);
    expect(await issues()).to.deep.equal([]);
  });

  it('APT-6 to APT-9: bound to a customer, it covers that customer alone and ends when another is the principal', async () => {
    await open({ binds: 'customer' });
    expect(await seen()).to.deep.equal(['c1']);
    await outWhile(
      "update contact set principal = 'c2'",
      "update contact set principal = 'c1'",
      /principal customer/,
    );
    await outWhile(
      'update contact set principal = null',
      "update contact set principal = 'c1'",
      /principal customer/,
    );
  });

  it('knows its capabilities, its principal and the customer it acts for', async () => {
    await open();
    const [access] = await accessesOf(database, person);
    expect(access!.me).to.deep.include({
      contact: 'k1',
      contacts: ['k1'],
      logins: ['l1'],
      customers: ['c1', 'c2'],
      principalCustomer: 'c1',
      customer: 'c1',
      capabilities: ['profile:3', 'admin'],
      today: '2026-11-21',
    });
    const acting = async (customer: string) =>
      (await readAccesses(database.pool, { personId: person, now, switchedTo: { one: customer } }))[0]?.me
        .customer;
    expect([await acting('c2'), await acting('c9')]).to.deep.equal(['c2', 'c1']);
    await run("update contact set principal = null; update login set principal = 'c2'");
    expect((await accessesOf(database, person))[0]!.me.principalCustomer).to.equal('c2');
    await run("update login set principal = null; delete from member where customer_id = 'c1'");
    expect((await accessesOf(database, person))[0]!.me.principalCustomer).to.equal('c2');
    await run("insert into member values ('one', 'k1', 'c1')");
    expect((await accessesOf(database, person))[0]!.me).to.deep.include({
      principalCustomer: undefined,
      customer: undefined,
    });
  });

  it('is one live row per person, connection and contact, with ended rows beside it', async () => {
    await open();
    const again = () => addPerson(database, { connectionId: 'one', contact: 'k1', personId: person });
    expect(
      await again().then(
        () => 'taken',
        (error: Error) => error.message,
      ),
    ).to.match(/access_one_live/);
    await run("update access set state = 'closed', ended_at = now()");
    await again();
    expect(await accessesOf(database, person)).to.have.length(1);
  });
});
