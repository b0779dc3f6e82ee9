import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

import { expect } from 'chai';

import type { Access } from '../../../core/access/access.js';
import type { listRecords } from '../../../core/access/list-records.js';
import type { ListQuery } from '../../../core/access/list-query.js';
import type { Condition, Policy } from '../../../core/contract/contract.js';
import { projectPath } from '../../../core/project-path.js';
import { openTestDatabase, type TestDatabase } from '../../database.js';
import { accessesOf, addConnection, addPerson, emptyWorld, fillWorld } from './access-world.js';

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
