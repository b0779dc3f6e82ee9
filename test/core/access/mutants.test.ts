import { randomUUID } from 'node:crypto';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

import { expect } from 'chai';

import type { Access, Me } from '../../../core/access/access.js';
import { decide } from '../../../core/access/decide.js';
import type { listRecords } from '../../../core/access/list-records.js';
import type { ListQuery } from '../../../core/access/list-query.js';
import type { RowLink, SubjectRow } from '../../../core/access/subject-row.js';
import type { Condition, Policy, Subject } from '../../../core/contract/contract.js';
import { projectPath } from '../../../core/project-path.js';
import { policy as rpmPolicy } from '../../../plugins/rpm/policy.js';
import { policy as vtigerPolicy } from '../../../plugins/vtiger/policy.js';
import { openTestDatabase, type TestDatabase } from '../../database.js';
import { facts as rpmFacts, settings as rpmSettings } from '../../plugins/rpm/rpm-session.js';
import { discovered, settings as vtigerSettings } from '../../plugins/vtiger/recorded-server.js';
import { accessesOf, addConnection, addPerson, emptyWorld, fillWorld, now } from './access-world.js';

/** Something a vendor's rules say of one row, for somebody who is contact k1 of customer c1 and signs in as l1. */
interface Expectation {
  name: string;
  action: string;
  row: SubjectRow;
  allow: boolean;
}

const me: Me = {
  contact: 'k1',
  contacts: ['k1'],
  logins: ['l1'],
  customers: ['c1'],
  customer: 'c1',
  principalCustomer: 'c1',
  capabilities: [],
  today: '2026-11-21',
  now,
  zone: 'UTC',
};

const row = (
  subject: Subject,
  columns: Record<string, unknown> = {},
  links: RowLink[] = [],
  parents: SubjectRow[] = [],
): SubjectRow => ({
  subject,
  connectionId: 'one',
  id: 'x',
  uuid: randomUUID(),
  columns: { external_id: 'x', read_only: false, ...columns },
  links,
  parents,
  sets: {},
});
const byContact: RowLink = { kind: 'contact', by: 'contact', target: 'k1' };
const byLogin: RowLink = { kind: 'participant', by: 'login', target: 'l1' };
const member = (by: 'contact' | 'customer', target: string): RowLink => ({ kind: 'member', by, target });
const say = (name: string, row: SubjectRow, allow: boolean, action = 'read'): Expectation => ({
  name,
  row,
  allow,
  action,
});

const red = (policy: Policy, expectations: Expectation[]): string[] => {
  const access: Access = { id: 'a', personId: 'p', connectionId: 'one', connectionTitle: 'One', me, policy };
  return expectations
    .filter(({ action, row, allow }) => decide([access], action, row).allow !== allow)
    .map(({ name }) => name);
};

/** The condition with each of its atoms left out in turn; out of `any` it gives nothing, anywhere else everything. */
function withoutAtoms(condition: Condition, neutral: Condition = { true: 1 }): Condition[] {
  if ('all' in condition)
    return condition.all.flatMap((each, place) =>
      withoutAtoms(each).map((left) => ({ all: condition.all.with(place, left) })),
    );
  if ('any' in condition)
    return condition.any.flatMap((each, place) =>
      withoutAtoms(each, { false: 1 }).map((left) => ({ any: condition.any.with(place, left) })),
    );
  if ('via' in condition)
    return [neutral, ...withoutAtoms(condition.where).map((where) => ({ ...condition, where }))];
  return [neutral];
}

function mutantsOf(policy: Policy): [what: string, mutant: Policy][] {
  const { grants, limits } = policy;
  return [
    ...grants.map(({ id }, place): [string, Policy] => [
      `without ${id}`,
      { ...policy, grants: grants.toSpliced(place, 1) },
    ]),
    ...limits.map(({ id }, place): [string, Policy] => [
      `without limit ${id}`,
      { ...policy, limits: limits.toSpliced(place, 1) },
    ]),
    ...grants.flatMap((grant, place) =>
      withoutAtoms(grant.when).map((when): [string, Policy] => [
        `${grant.id} when ${JSON.stringify(when)}`,
        { ...policy, grants: grants.with(place, { ...grant, when }) },
      ]),
    ),
    ...grants.flatMap((grant, place): [string, Policy][] => {
      const { types, ...open } = grant;
      return types ? [[`${grant.id} for all types`, { ...policy, grants: grants.with(place, open) }]] : [];
    }),
  ];
}

function allNoticed(policy: Policy, expectations: Expectation[], atLeast: number): void {
  expect(red(policy, expectations)).to.deep.equal([]);
  const mutants = mutantsOf(policy);
  expect(mutants.length).to.be.at.least(atLeast);
  for (const [what, mutant] of mutants) expect(red(mutant, expectations), what).not.to.deep.equal([]);
}

describe('mutants of policies', () => {
  it('RPM-15 to RPM-20: each grant and atom left out turns an expectation red', () => {
    const form = (links: RowLink[], columns = {}) => row('form', { type: '12', ...columns }, links);
    allNoticed(
      rpmPolicy(rpmFacts, { ...rpmSettings, visibleFields: { '12': { '500_301': 'required' } } }),
      [
        say('RPM-15: the page of my customer', row('customer', {}, [member('contact', 'k1')]), true),
        say('RPM-15: no page of another customer', row('customer', {}, [member('contact', 'k2')]), false),
        say('RPM-7: a contact of my customer', row('contact', {}, [member('customer', 'c1')]), true),
        say('RPM-7: no contact of another customer', row('contact', {}, [member('customer', 'c2')]), false),
        say('RPM-20: a form I take part in', form([byLogin]), true),
        say('RPM-20: no form of my customer that I take no part in', form([], { customer_id: 'c1' }), false),
        say('RPM-17: no form of a process that is not open', form([byLogin], { type: '13' }), false),
        say('RPM-18: filling in a form I take part in', form([byLogin]), true, 'update'),
        say('RPM-18: filling in no form I take no part in', form([]), false, 'update'),
        say(
          'RPM-18: filling in no form of another process',
          form([byLogin], { type: '13' }),
          false,
          'update',
        ),
        say('filling in no archived form', form([byLogin], { read_only: true }), false, 'update'),
        say('RPM-18: starting a form for my customer', form([], { customer_id: 'c1' }), true, 'create'),
        say('RPM-18: starting no form for another', form([], { customer_id: 'c2' }), false, 'create'),
        say(
          'RPM-17: starting no form of another process',
          form([], { type: '13', customer_id: 'c1' }),
          false,
          'create',
        ),
      ],
      14,
    );
  });

  it('O-01, O-02, O-03, O-23, O-60: each grant and atom left out turns an expectation red', async () => {
    const mine = { customer_id: 'c1' };
    const owned = (['ticket', 'invoice', 'quote', 'salesOrder', 'project'] as const).flatMap((kind) => [
      say(`O-02: a ${kind} that names me`, row(kind, {}, [byContact]), true),
      say(`O-02: a ${kind} of my account`, row(kind, mine), true),
      say(`O-23: no ${kind} of others`, row(kind, { customer_id: 'c2' }), false),
    ]);
    const shown = { portal_visible: true };
    const documents = [
      say('O-23: a document that names me', row('document', shown, [byContact]), true),
      say('O-23: a document of my account', row('document', { ...shown, ...mine }), true),
      say('O-23: no document that is not shown on the portal', row('document', {}, [byContact]), false),
      say('O-23: no document of others', row('document', shown), false),
      ...(['ticket', 'project'] as const).flatMap((kind) => [
        say(
          `O-26: a document of a ${kind} that names me`,
          row('document', shown, [], [row(kind, {}, [byContact])]),
          true,
        ),
        say(
          `O-26: a document of a ${kind} of my account`,
          row('document', shown, [], [row(kind, mine)]),
          true,
        ),
        say(`O-26: no document of another's ${kind}`, row('document', shown, [], [row(kind)]), false),
        say(`O-23: no hidden document of my ${kind}`, row('document', {}, [], [row(kind, mine)]), false),
      ]),
    ];
    const published = (['faq', 'product'] as const).flatMap((kind) => [
      say(`O-60: a published ${kind}`, row(kind, { public: true }), true),
      say(`O-60: no other ${kind}`, row(kind, { public: false }), false),
    ]);
    allNoticed(
      vtigerPolicy(await discovered(), vtigerSettings),
      [
        ...owned,
        ...documents,
        ...published,
        say('O-01: myself', row('contact', { external_id: 'k1' }), true),
        say('O-01: nobody else', row('contact', { external_id: 'k2' }), false),
        say('O-22: my account', row('customer', { external_id: 'c1' }), true),
        say('O-22: no other account', row('customer', { external_id: 'c2' }), false),
        say('O-03: a ticket in my name', row('ticket', {}, [byContact]), true, 'create'),
        say('O-03: no ticket in another name', row('ticket', mine), false, 'create'),
      ],
      25,
    );
  });
});

const compilerMutants: [fault: string, file: string, from: string | RegExp, to: string][] = [
  ['no parentheses', 'condition-sql', 'counting.map((each) => `(${each})`)', 'counting'],
  ['naive NOT', 'condition-sql', '`(${atom}) is not true`', '`not (${atom})`'],
  ['NOT without De Morgan', 'condition-sql', "negated ? 'or' : 'and'", "'and'"],
  [
    'deleted parents',
    'condition-sql',
    'and ${parent}.external_id = ${parent}_link.target and ${parent}.deleted_at is null',
    'and ${parent}.external_id = ${parent}_link.target',
  ],
  [
    'deleted customers',
    'condition-sql',
    /\.customer_id\s+and \$\{parent\}\.deleted_at is null/,
    '.customer_id',
  ],
  ['unguarded sort', 'list-order', "isSortable ? arm.visible(sort) : 'false'", "'true'"],
  ['unguarded filter', 'list-filters', 'join([arm.visible(field), condition]', 'join([condition]'],
  ['unguarded date', 'list-filters', /seen,\s+from \?/, 'from ?'],
  ['limits forgotten', 'list-arms', 'limitsSql(access, scope)]', "'true']"],
  [
    'types forgotten',
    'list-arms',
    'join([typesSql(grants, scope), conditionSql(assuming',
    "join(['true', conditionSql(assuming",
  ],
  ['removed participants', 'seed-sql', "`${side}.state = 'present'`", "'true'"],
  ['deleted records', 'seed-sql', '`${alias}.deleted_at is null`', "'true'"],
  ['one branch of any', 'seeds-of', 'unique(branches.flat())', 'branches[0]'],
  ['doubles', 'list-sql', 'select distinct * from', 'select * from'],
  ['a total of doubles', 'list-sql', 'select distinct connection_id, id', 'select connection_id, id'],
  ['a page that begins with the last row', 'list-order', '${walk.id} > ${', '${walk.id} >= ${'],
];

describe('mutants of the list compiler', () => {
  let database: TestDatabase;
  let accesses: Access[];
  before(async () => {
    database = await openTestDatabase();
    await emptyWorld(database);
    await addConnection(database, 'one', { version: 1, grants: [], limits: [] });
    const at = (minute: number) => `2026-11-01T10:0${minute}:00Z`;
    const ticket = (id: string, data: object) => ({
      module: 'ticket' as const,
      id,
      data: { contacts: ['k1'], subject: id, changedAt: at(1), ...data },
    });
    await fillWorld(database, 'one', {
      contacts: [{ id: 'k1' }, { id: 'k2' }],
      customers: ['below', 'gone'].map((id) => ({ id, name: id, parent: 'c1' })),
      members: [['k1', 'c1']],
      logins: [{ id: 'l1', contact: 'k1' }],
      records: [
        ticket('1', { status: 'open', type: 'a', number: '3', dates: { due: '2026-11-21' }, customer: 'c2' }),
        ticket('2', {
          type: 'b',
          number: '1',
          customer: 'c1',
          changedAt: at(3),
          public: true,
          status: 'closed',
        }),
        ticket('3', { status: 'closed', number: '2', dates: { due: '2026-11-22' } }),
        ticket('4', { contacts: ['k2'], customer: 'c1', status: 'open', public: true, number: '9' }),
        ticket('5', { contacts: ['k2'], participants: [{ contact: 'k1' }, { login: 'l1' }], type: 'a' }),
        ticket('6', { contacts: ['k2'], participants: [{ login: 'l1' }], type: 'a' }),
        ticket('7', { contacts: ['k2'], parents: [{ module: 'project', id: 'p' }] }),
        ticket('8', { contacts: ['k2'], parents: [{ module: 'project', id: 'gone' }] }),
        ticket('9', { status: 'open' }),
        ticket('10', { parents: [{ module: 'project', id: 'gone' }], changedAt: at(0) }),
        ticket('11', { customer: 'below' }),
        ticket('12', { customer: 'gone' }),
        ...['p', 'gone'].map((id) => ({ module: 'project' as const, id, data: { public: true } })),
      ],
    });
    await database.pool.query(
      "update participant set state = 'removed' where record_id = '6'; update record set deleted_at = now() where external_id in ('gone', '9'); update customer set deleted_at = now() where external_id = 'gone'",
    );
    accesses = await accessesOf(database, await addPerson(database, { connectionId: 'one', contact: 'k1' }));
  });
  after(() => database.drop());

  const mine: Condition = { link: 'contact', in: { var: 'contacts' } };
  const isOpen: Condition = { f: 'status', eq: 'open' };
  const grant = (id: string, when: Condition, read: string[], more: object = {}) => ({
    id,
    module: 'ticket' as const,
    actions: ['read'],
    when,
    fields: { read },
    ...more,
  });
  const all = ['subject', 'changedAt', 'status', 'number', 'dates', 'customer'];
  const policies: Policy[] = [
    { version: 1, limits: [], grants: [grant('a', { all: [mine, { not: isOpen }] }, all)] },
    {
      version: 1,
      limits: [],
      grants: [grant('a', { all: [mine, { not: { all: [isOpen, { f: 'number', set: true }] } }] }, all)],
    },
    {
      version: 1,
      limits: [],
      grants: [
        grant(
          'a',
          { all: [{ f: 'customer', in: { var: 'customers' } }, { any: [isOpen, { f: 'number', eq: '3' }] }] },
          all,
        ),
        grant('b', mine, ['subject', 'changedAt']),
      ],
    },
    {
      version: 1,
      limits: [{ id: 'l', when: { f: 'public', eq: true } }],
      grants: [grant('a', { any: [mine, { f: 'customer', in: { var: 'customers' } }] }, all)],
    },
    {
      version: 1,
      limits: [],
      grants: [
        grant('a', { link: 'participant', in: { var: 'contacts' } }, all, { types: ['a'] }),
        grant('b', mine, ['subject'], { types: ['b'] }),
      ],
    },
    {
      version: 1,
      limits: [],
      grants: [
        grant(
          'a',
          {
            all: [
              { any: [mine, { link: 'participant', in: { var: 'contacts' } }] },
              { any: [{ f: 'type', eq: 'a' }, isOpen] },
            ],
          },
          all,
        ),
      ],
    },
    {
      version: 1,
      limits: [],
      grants: [
        grant(
          'a',
          {
            all: [
              {
                any: [
                  mine,
                  { f: 'customer', in: { var: 'customers' } },
                  { via: 'project', where: { f: 'public', eq: true } },
                ],
              },
              { not: { via: 'project', where: { f: 'public', eq: true } } },
            ],
          },
          all,
        ),
      ],
    },
  ];
  policies.push({
    version: 1,
    limits: [],
    grants: [
      grant('a', { all: [{ via: 'customer', where: { f: 'parent', in: { var: 'customers' } } }, mine] }, all),
    ],
  });
  const queries: Omit<ListQuery, 'module'>[] = [
    {},
    { sort: 'number' },
    { status: ['open'] },
    { date: { field: 'dates.due', from: '2026-11-01' } },
  ];

  /** What a compiler answers to all of it, with the second page of two rows, and what it raised. */
  async function answers(folder: string): Promise<string> {
    const mutant = (await import(pathToFileURL(`${folder}/list-records.js`).href)) as {
      listRecords: typeof listRecords;
    };
    const said: unknown[] = [];
    for (const policy of policies)
      for (const query of queries) {
        const mine = accesses.map((each) => ({ ...each, policy }));
        const first = await mutant.listRecords(database.pool, mine, { ...query, module: 'ticket', size: 2 });
        const second =
          first.next === undefined
            ? []
            : (
                await mutant.listRecords(database.pool, mine, {
                  ...query,
                  module: 'ticket',
                  size: 2,
                  after: first.next,
                })
              ).records;
        said.push([first.total, ...[...first.records, ...second].map(({ values }) => values['subject'])]);
      }
    const { rowCount } = await database.pool.query("delete from issue where kind = 'ACCESS_DISAGREEMENT'");
    return JSON.stringify([said, rowCount]);
  }

  const genuine = projectPath('dist/core/access');
  for (const [place, [fault, file, from, to]] of compilerMutants.entries())
    it(`is noticed: ${fault}`, async () => {
      const folder = `${genuine}-mutant-${process.pid}-${place}`;
      await cp(genuine, folder, { recursive: true });
      try {
        const before = await readFile(`${folder}/${file}.js`, 'utf8');
        const after = before.replace(from, () => to);
        expect(after, 'the place of the fault is there').not.to.equal(before);
        await writeFile(`${folder}/${file}.js`, after);
        const right = await answers(genuine);
        expect(right).to.match(/,0\]$/);
        expect(await answers(folder).catch((error: Error) => error.message)).not.to.equal(right);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
});
