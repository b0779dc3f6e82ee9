import { randomUUID } from 'node:crypto';

import { expect } from 'chai';
import fc from 'fast-check';

import { decide } from '../../../core/access/decide.js';
import { explain } from '../../../core/access/explain.js';
import type { ListQuery } from '../../../core/access/list-query.js';
import { loadRows } from '../../../core/access/load-rows.js';
import { readRecord } from '../../../core/access/read-record.js';
import type { SubjectRow } from '../../../core/access/subject-row.js';
import { visibleValues } from '../../../core/access/visible-values.js';
import { listRecords } from '../../../core/access/list-records.js';
import { who } from '../../../core/access/who.js';
import type { Condition, Policy, RecordData } from '../../../core/contract/contract.js';
import { openTestDatabase, type TestDatabase } from '../../database.js';
import {
  accessesOf,
  addConnection,
  addPerson,
  allPages,
  emptyWorld,
  fillWorld,
  listAs,
  now,
  type World,
} from './access-world.js';
import { grants, limits, me, modules, policies, queries, seed, toPolicy, worlds } from './random-policy.js';

/** A moment is shown without the zeros at its end, and they count in an order of text. */
const microsecondsShown = (text: string): string => text.replace(/(\.\d{3})z$/, '$1000z');

describe('lists', () => {
  let database: TestDatabase;
  let person: string;
  let failed = false;
  before(async () => void (database = await openTestDatabase()));
  afterEach(function () {
    failed ||= !this.currentTest?.isPassed();
  });
  after(async () => {
    await (failed ? database.close() : database.drop());
  });

  async function open(world: World, policy: Policy): Promise<void> {
    await emptyWorld(database);
    await addConnection(database, 'one', policy);
    await fillWorld(database, 'one', world);
    person = await addPerson(database, { connectionId: 'one', contact: me.contact });
  }

  /** Every row that is there, by module. */
  const everything = (subject: (typeof modules)[number]): Promise<SubjectRow[]> =>
    database.pool
      .query<{ id: string }>('select external_id as id from record where module = $1', [subject])
      .then(({ rows }) =>
        loadRows(
          database.pool,
          subject,
          rows.map(({ id }) => ({ connectionId: 'one', id })),
          { customers: true },
        ),
      );

  /** What memory says that the person sees of a module: ids with their values. */
  async function projection(
    subject: (typeof modules)[number],
  ): Promise<Map<string, Record<string, unknown>>> {
    const accesses = await accessesOf(database, person);
    const shown = (await everything(subject)).flatMap((row) => {
      const decision = decide(accesses, 'read', row);
      return decision.allow ? [[row.uuid, visibleValues(decision, row)] as const] : [];
    });
    return new Map(shown);
  }

  const listed = async (query: ListQuery) =>
    new Map((await allPages(database, person, query)).map(({ id, values }) => [id, values]));

  const isQuiet = async () =>
    expect((await database.pool.query('select * from issue')).rows).to.deep.equal([]);

  it('show exactly the rows and fields that decide shows and explain explains, page by page, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        worlds,
        fc.array(fc.tuple(policies, queries), { minLength: 6, maxLength: 6 }),
        async (world, cases) => {
          await open(world, { version: 1, grants: [], limits: [] });
          for (const [policy, { sort, dir, size }] of cases) {
            await addConnection(database, 'one', policy);
            for (const module of modules) {
              const shown = await projection(module);
              expect(await listed({ module, size, sort, dir }), module).to.deep.equal(shown);
              expect((await listAs(database, person, { module })).total).to.deep.equal({
                count: shown.size,
                more: false,
              });
            }
            const [row] = await everything('ticket');
            const found = await explain(database.pool, { personId: person, action: 'read', row: row!, now });
            const decision = decide(await accessesOf(database, person), 'read', row!);
            expect(found.allow).to.equal(decision.allow);
            expect(Object.keys(found.fields)).to.deep.equal(decision.read);
            expect(
              found.accesses.every(
                ({ limits, grants }) => limits.every(({ ok }) => ok) && grants.some(({ ok }) => ok),
              ),
            ).to.equal(decision.allow);
            expect((await who(database.pool, { action: 'read', row: row!, now })).length).to.equal(
              Number(decision.allow),
            );
          }
          await isQuiet();
        },
      ),
      { seed, endOnFailure: true, numRuns: 25 },
    );
  }).timeout(120_000);

  it('put rows in the order asked for, those without a visible value last', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, policies, async (world, policy) => {
        await open(world, policy);
        for (const [sort, dir] of [
          ['subject', 'asc'],
          ['amount', 'desc'],
          ['changedAt', 'desc'],
          ['changedAt', 'asc'],
        ] as const) {
          const values = (await allPages(database, person, { module: 'ticket', sort, dir, size: 2 })).map(
            (each) => each.values[sort],
          );
          const key = (value: unknown) =>
            typeof value === 'string'
              ? Buffer.from(microsecondsShown(value.toLowerCase())).toString('hex')
              : Number(value) + 10;
          const there = values.filter((value) => value !== undefined).map(key);
          const ordered = there.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
          expect(there).to.deep.equal(dir === 'asc' ? ordered : ordered.toReversed());
          expect(values.slice(there.length).every((value) => value === undefined)).to.equal(true);
        }
      }),
      { seed, endOnFailure: true, numRuns: 20 },
    );
  }).timeout(60_000);

  it('widen with a grant more and narrow with a limit more', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, policies, grants, limits, async (world, policy, grant, limit) => {
        await open(world, policy);
        const before = await Promise.all(modules.map((module) => listed({ module })));
        await addConnection(database, 'one', toPolicy({ ...policy, grants: [grant, ...policy.grants] }));
        const wider = await Promise.all(modules.map((module) => listed({ module })));
        await addConnection(database, 'one', toPolicy({ ...policy, limits: [limit, ...policy.limits] }));
        const narrower = await Promise.all(modules.map((module) => listed({ module })));
        for (const index of modules.keys()) {
          expect([...wider[index]!.keys()]).to.include.members([...before[index]!.keys()]);
          for (const [id, values] of before[index]!)
            expect({ ...values, ...wider[index]!.get(id) }).to.deep.equal(wider[index]!.get(id));
          expect([...before[index]!.keys()]).to.include.members([...narrower[index]!.keys()]);
        }
      }),
      { seed, endOnFailure: true, numRuns: 30 },
    );
  }).timeout(60_000);

  /** What answers every query in the same way, whatever is behind it. */
  const answers = (asked: ListQuery[]) =>
    Promise.all(
      asked.map(async (query) => {
        const { records, total, next } = await listAs(database, person, query);
        return { records, total, next };
      }),
    );

  /** Changes a record where a sync would; answers what was there. */
  async function setColumn(module: string, id: string, column: string, value: unknown): Promise<unknown> {
    const { rows } = await database.pool.query<{ v: string | null }>(
      `select ${column}::text as v from record where module = $1 and external_id = $2`,
      [module, id],
    );
    await database.pool.query(`update record set ${column} = $3 where module = $1 and external_id = $2`, [
      module,
      id,
      value,
    ]);
    if (column === 'changed_at')
      for (const table of ['link', 'participant'])
        await database.pool.query(
          `update ${table} set changed_at = $3 where module = $1 and record_id = $2`,
          [module, id, value],
        );
    return rows[0]?.v;
  }

  const changes: fc.Arbitrary<[string, unknown]> = fc.oneof(
    fc.tuple(
      fc.constantFrom('subject', 'number', 'status', 'type'),
      fc.constantFrom('a', 'open', 'TT-9', 't2', null),
    ),
    fc.tuple(fc.constant('amount'), fc.integer({ min: -9, max: 9 })),
    fc.tuple(fc.constantFrom('public', 'portal_visible'), fc.boolean()),
    fc.tuple(
      fc.constantFrom('changed_at', 'created_at'),
      fc.constantFrom('2026-11-21T21:59:59Z', '2026-12-01T00:00:00Z', '2020-01-01T00:00:00Z', null),
    ),
    fc.tuple(fc.constant('customer_id'), fc.constantFrom('c1', 'c2', 'c9')),
    fc.tuple(fc.constant('dates'), fc.constantFrom('{"due":"2026-11-22"}', '{}')),
    fc.tuple(fc.constant('fields'), fc.constantFrom('{"x":"a"}', '{"x":1}', '{}')),
  );

  it('answer every query alike over two databases that differ only in what is hidden (non-interference)', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        worlds,
        policies,
        fc.array(queries, { minLength: 12, maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(), changes), { minLength: 8, maxLength: 8 }),
        async (world, policy, asked, edits) => {
          await open(world, policy);
          const project = async () =>
            JSON.stringify(
              await Promise.all(
                modules.map(async (module) =>
                  [...(await projection(module))].sort(([a], [b]) => (a < b ? -1 : 1)),
                ),
              ),
            );
          const [visible, answered] = [await project(), await answers(asked)];
          for (const [place, [column, value]] of edits) {
            const { module, id } = world.records![place % world.records!.length]!;
            const old = await setColumn(module, id, column, value);
            if ((await project()) !== visible) await setColumn(module, id, column, old);
            else {
              compared++;
              const said = `${module} ${id}: ${column} = ${String(value)} instead of ${String(old)}`;
              expect(await answers(asked), said).to.deep.equal(answered);
            }
          }
        },
      ),
      { seed, endOnFailure: true, numRuns: 25 },
    );
    expect(compared).to.be.greaterThan(40);
  }).timeout(120_000);

  const mine: Condition = { link: 'contact', in: { var: 'contacts' } };
  const ticket = (id: string, data: RecordData) => ({
    module: 'ticket' as const,
    id,
    data: { contacts: ['k1'], ...data },
  });
  const reading = (...read: string[]): Policy => ({
    version: 1,
    limits: [],
    grants: [{ id: 'ticket.mine', module: 'ticket', actions: ['read'], when: mine, fields: { read } }],
  });
  const small: World = {
    contacts: [{ id: 'k1' }, { id: 'k2' }],
    records: [
      ticket('1', {
        subject: 'Line down',
        number: 'TT-0042',
        status: 'New',
        changedAt: '2026-11-01T10:00:00Z',
        dates: { due: '2026-11-21' },
        body: 'secret body',
        comments: [
          { id: 'a', text: 'for you', visibility: 'public' },
          { id: 'b', text: 'for staff', visibility: 'internal' },
        ],
        files: [
          { id: 'f', name: 'a.txt', visibility: 'public' },
          { id: 'g', name: 'b.txt', visibility: 'internal' },
          { id: 'h', name: 'c.txt' },
        ],
      }),
      ticket('2', {
        subject: 'LINE up 100%',
        number: 'TT-0043',
        status: 'Done',
        changedAt: '2026-11-02T10:00:00Z',
        dates: { due: '2026-11-21T23:30:00+02:00' },
      }),
      ticket('3', { subject: 'Other', number: 'XX-0042', dates: { due: '2026-11-22' } }),
      ticket('4', { subject: 'Line of another', contacts: ['k2'] }),
    ],
  };
  const subjects = async (query: Partial<ListQuery>) =>
    (await listAs(database, person, { module: 'ticket', ...query })).records.map(
      ({ values }) => values['subject'],
    );

  it('find by words of the subject in any case or the beginning of the number, in several statuses and by the days of a named date', async () => {
    await open(small, reading('subject', 'number', 'status', 'changedAt', 'dates'));
    expect(await subjects({})).to.deep.equal(['LINE up 100%', 'Line down', 'Other']);
    expect(await subjects({ search: 'line' })).to.deep.equal(['LINE up 100%', 'Line down']);
    expect(await subjects({ search: 'down li' })).to.deep.equal(['Line down']);
    expect(await subjects({ search: '%' })).to.deep.equal(['LINE up 100%']);
    expect(await subjects({ search: 'tt-' })).to.deep.equal(['LINE up 100%', 'Line down']);
    expect(await subjects({ search: '0042' })).to.deep.equal([]);
    expect(await subjects({ status: ['New', 'Other'] })).to.deep.equal(['Line down']);
    expect(
      await subjects({ date: { field: 'dates.due', from: '2026-11-21', to: '2026-11-21' } }),
    ).to.deep.equal(['LINE up 100%', 'Line down']);
    expect(await subjects({ date: { field: 'dates.due', from: '2026-11-22' } })).to.deep.equal(['Other']);
    expect(await subjects({ sort: 'subject' })).to.deep.equal(['Line down', 'LINE up 100%', 'Other']);
  });

  it('treat a hidden field as one that does not exist, in filters, searches and orders', async () => {
    await open(small, reading('subject', 'changedAt'));
    for (const query of [
      { search: 'TT-' },
      { status: ['New'] },
      { date: { field: 'dates.due', from: '2026-01-01' } },
      { date: { field: 'dates.none', from: '2026-01-01' } },
      { customers: [{ connectionId: 'one', id: 'c1' }] },
    ])
      expect(await subjects(query)).to.deep.equal([]);
    expect(await subjects({ sort: 'number', dir: 'desc' })).to.deep.equal(
      await subjects({ sort: 'nothing' }),
    );
  });

  it('count exactly to 1,000, say that there are more, and go through all of them without a gap or a double', async () => {
    const many = Array.from({ length: 1_203 }, (_, index) =>
      ticket(String(index), {
        subject: `S${index}`,
        ...(index % 5
          ? { changedAt: new Date(Date.UTC(2026, 0, 1) + (index % 40) * 1000).toISOString() }
          : {}),
      }),
    );
    await open({ contacts: [{ id: 'k1' }], records: many }, reading('subject', 'changedAt'));
    await database.pool.query('analyze');
    expect((await listAs(database, person, { module: 'ticket' })).total).to.deep.equal({
      count: 1_000,
      more: true,
    });
    const all = await allPages(database, person, { module: 'ticket', size: 100 });
    expect(new Set(all.map(({ id }) => id)).size).to.equal(1_203);
    expect(all).to.have.length(1_203);
    expect(all.slice(-241).every(({ values }) => values['changedAt'] === undefined)).to.equal(true);
    const bySubject = await allPages(database, person, {
      module: 'ticket',
      sort: 'subject',
      dir: 'desc',
      size: 200,
    });
    expect(new Set(bySubject.map(({ id }) => id)).size).to.equal(1_203);
  });

  it('merge several connections, each with its own policy, and accesses of one person without mixing their rights', async () => {
    await open(small, reading('subject', 'changedAt'));
    await addConnection(database, 'two', {
      version: 1,
      limits: [],
      grants: [
        {
          id: 'all',
          module: 'ticket',
          actions: ['read'],
          needs: ['boss'],
          when: mine,
          fields: { read: ['number', 'changedAt'] },
        },
      ],
    });
    await fillWorld(database, 'two', {
      contacts: [{ id: 'k1' }, { id: 'k2' }],
      records: [
        ticket('1', { subject: 'hidden', number: 'N1', changedAt: '2026-11-01T12:00:00Z' }),
        ticket('2', { number: 'N2', contacts: ['k2'], changedAt: '2026-11-01T12:00:00Z' }),
      ],
    });
    await addPerson(database, {
      connectionId: 'two',
      contact: 'k1',
      capabilities: ['boss'],
      personId: person,
    });
    await addPerson(database, { connectionId: 'two', contact: 'k2', personId: person });
    const records = await allPages(database, person, { module: 'ticket', size: 1 });
    expect(
      records.map(
        ({ connectionId, values }) => `${connectionId} ${String(values['subject'] ?? values['number'])}`,
      ),
    ).to.deep.equal(['one LINE up 100%', 'two N1', 'one Line down', 'one Other']);
    expect(
      (await listAs(database, person, { module: 'ticket', connections: ['two'] })).records,
    ).to.have.length(1);
  });

  it("S17: answer a hidden, an unknown and another person's record alike; show public comments and files alone", async () => {
    await open(small, reading('subject', 'comments', 'files'));
    const accesses = await accessesOf(database, person);
    const idOf = async (id: string) =>
      (await database.pool.query<{ id: string }>('select id from record where external_id = $1', [id]))
        .rows[0]!.id;
    const detail = await readRecord(database.pool, accesses, await idOf('1'));
    expect(detail.values).to.have.all.keys('subject', 'comments', 'files');
    expect(detail.values['comments']).to.deep.equal([{ text: 'for you', author: null, at: null }]);
    expect((detail.values['files'] as { name: string }[]).map(({ name }) => name)).to.deep.equal(['a.txt']);
    const refusals = await Promise.all(
      [await idOf('4'), randomUUID(), 'no id', '__proto__'].map((id) =>
        readRecord(database.pool, accesses, id).then(
          () => 'shown',
          (error: Error) => `${error.name} ${error.message} ${JSON.stringify(error)}`,
        ),
      ),
    );
    expect(new Set(refusals).size).to.equal(1);
    expect(refusals[0]).to.include('There is no such record.');
  });

  it('drop a row that memory refuses, and raise an issue', async () => {
    await open(small, reading('subject', 'changedAt'));
    const accesses = await accessesOf(database, person);
    // What the statement took for a link of mine is none.
    const torn = async (asked: string, values?: unknown[]) => {
      const { rows } = await database.pool.query<Record<string, unknown>>(asked, values);
      return { rows: rows.map((row) => (row['external_id'] === '1' ? { ...row, links: [] } : row)) };
    };
    const { records } = await listRecords({ query: torn as never }, accesses, { module: 'ticket' });
    const kinds = (await database.pool.query('select kind, cause, times from issue')).rows;
    expect({ records: records.length, kinds }).to.deep.equal({
      records: 2,
      kinds: [{ kind: 'ACCESS_DISAGREEMENT', cause: 'ticket', times: 1 }],
    });
  });

  it('explain the nearest miss in one sentence', async () => {
    await open(small, reading('subject'));
    const rows = await everything('ticket');
    const say = async (id: string, action = 'read') =>
      (
        await explain(database.pool, {
          personId: person,
          action,
          row: rows.find((each) => each.id === id)!,
          now,
        })
      ).sentence;
    expect(await say('4')).to.equal('ticket.mine: ticket 4 is not linked to contact k1.');
    expect(await say('1')).to.equal('Allowed by ticket.mine.');
    expect(await say('1', 'delete')).to.equal('No grant of this connection lets anybody delete a ticket.');
    await database.pool.query("update access set state = 'suspended'");
    expect(await say('1')).to.equal('The access does not count: The access is suspended.');
  });
});
