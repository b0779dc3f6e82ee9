import fc from 'fast-check';

import { innerOf } from '../../../core/access/lint-condition.js';
import type { Condition, Grant, Policy, RecordData, Subject } from '../../../core/contract/contract.js';
import type { RecordModule } from '../../../core/contract/contract.js';
import type { World, WorldRecord } from './access-world.js';

/** The seed of every property here: a new one each time, printed by fast-check with a failure. */
export const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

export const modules = ['ticket', 'project', 'document'] as const satisfies RecordModule[];

const texts = ['', 'a', 'B', 'é', "o'x", '%', 'a_b', '\\', 'line down', '😀'];
const statuses = ['open', 'closed', 'Open'];
const days = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-02-31'];
const moments = [
  '2026-11-21T20:30:00Z',
  '2026-11-21T21:59:59.999999Z',
  '2026-11-21T22:00:00Z',
  '2026-11-21T22:00:00.000001Z',
  '2026-11-20T22:00:00+00:00',
  '2026-11-22T01:00:00+03:00',
];
const customers = ['c1', 'c2', 'c3'];
const contacts = ['k1', 'k2'];
export const me = { contact: 'k1', login: 'l1' } as const;

const pick = <T>(list: readonly T[]) => fc.constantFrom(...list);
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 3 });
const present = (object: object): object =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

const recordData = fc
  .record({
    type: maybe(pick(['t1', 't2'])),
    subject: maybe(pick(texts)),
    number: maybe(pick(['1', '2', 'TT-1'])),
    status: maybe(pick(statuses)),
    customer: maybe(pick(customers)),
    amount: maybe(fc.integer({ min: -2, max: 2 })),
    portalVisible: maybe(fc.boolean()),
    public: maybe(fc.boolean()),
    readOnly: maybe(fc.boolean()),
    createdAt: maybe(pick(moments)),
    changedAt: maybe(pick(moments)),
    due: maybe(pick([...days, ...moments, '2026-11-21T99:00:00Z'])),
    x: maybe(fc.oneof(pick(texts), fc.integer({ min: 0, max: 1 }), fc.boolean(), fc.constant(['a']))),
    contacts: fc.subarray(contacts),
    participants: fc.subarray([{ contact: 'k1' }, { login: 'l1' }, { login: 'l2' }, { contact: 'k2' }], {
      maxLength: 2,
    }),
    parents: fc.subarray(
      (['project', 'ticket'] as const).flatMap((module) =>
        ['0', '1', '2'].map((id) => ({ module, id: `${module}${id}` })),
      ),
      { maxLength: 2 },
    ),
  })
  .map(({ due, x, ...data }): RecordData =>
    present({ ...data, dates: due ? { due } : {}, fields: x === undefined ? {} : { x } }),
  );

/** Three to five records of each module, by ids that parents name. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    records: fc.tuple(
      ...modules.map((module) =>
        fc
          .array(recordData, { minLength: 3, maxLength: 5 })
          .map((list) => list.map((data, index): WorldRecord => ({ module, id: `${module}${index}`, data }))),
      ),
    ),
    members: fc.subarray(
      contacts.flatMap((contact) => customers.map((customer): [string, string] => [contact, customer])),
    ),
    capabilities: fc.subarray(['one', 'two']),
    principal: maybe(pick(customers)),
    parents: fc.tuple(...customers.map(() => maybe(pick(customers)))),
  })
  .map(({ records, members, capabilities, principal, parents }) => ({
    customers: customers.map((id, index) => ({
      id,
      name: `Customer ${id}`,
      ...(parents[index] && { parent: parents[index] }),
    })),
    contacts: contacts.map((id) => ({ id, email: `${id}@x.example`, ...(principal && { principal }) })),
    members,
    logins: [
      { id: 'l1', contact: 'k1', capabilities },
      { id: 'l2', contact: 'k2' },
    ],
    records: records.flat(),
  }));

const literals = fc.oneof(
  pick([...texts, '\0', '\ud800', 'c1', 'open']),
  fc.integer({ min: -2, max: 2 }),
  fc.boolean(),
);
const variables = pick([
  'contact',
  'contacts',
  'customer',
  'customers',
  'principalCustomer',
  'today',
  'now',
  'capabilities',
] as const).map((name) => ({ var: name }));
const times = fc.oneof(
  pick([...days, ...moments]),
  pick(['today', 'now'] as const).map((name) => ({ var: name })),
);
const fields = [
  'id',
  'type',
  'number',
  'subject',
  'status',
  'customer',
  'amount',
  'portalVisible',
  'public',
  'readOnly',
  'createdAt',
  'changedAt',
  'dates.due',
  'fields.x',
  'body',
  'nothing',
  '__proto__',
  'fields.__proto__',
];
const orders = ['lt', 'lte', 'gt', 'gte', 'eq'] as const;

const atoms: fc.Arbitrary<Condition> = fc.oneof(
  fc.constant<Condition>({ true: 1 }),
  fc.constant<Condition>({ false: 1 }),
  fc.tuple(pick(fields), fc.oneof(literals, variables)).map(([f, eq]): Condition => ({ f, eq })),
  fc
    .tuple(pick(fields), fc.oneof(fc.array(literals, { maxLength: 3 }), variables))
    .map(([f, list]): Condition => ({ f, in: list })),
  fc.tuple(pick(fields), fc.boolean()).map(([f, set]): Condition => ({ f, set })),
  fc
    .tuple(
      pick(['createdAt', 'changedAt', 'dates.due', 'amount']),
      pick(orders),
      fc.oneof(times, fc.integer({ min: -2, max: 2 })),
    )
    .map(([f, op, value]) => ({ f, [op]: value }) as unknown as Condition),
  fc
    .tuple(pick(['subject', 'amount', 'fields.x', 'portalVisible']), pick(orders), literals)
    .map(([f, op, value]) => ({ f, [op]: value }) as unknown as Condition),
  seeded(),
);

/** Atoms that a list can begin at. */
function seeded(): fc.Arbitrary<Condition> {
  return fc.oneof(
    fc.constant<Condition>({ link: 'contact', in: { var: 'contacts' } }),
    fc.constant<Condition>({ link: 'participant', in: { var: 'contacts' } }),
    fc.constant<Condition>({ link: 'member', in: { var: 'contacts' } }),
    fc.constant<Condition>({ f: 'customer', in: { var: 'customers' } }),
    fc.constant<Condition>({ f: 'customer', eq: { var: 'principalCustomer' } }),
    pick(['public', 'portalVisible']).map((f): Condition => ({ f, eq: true })),
  );
}

/** What may be said of a record's customer, among it where a list can begin. */
function ofCustomers(): fc.Arbitrary<Condition> {
  return fc
    .oneof<fc.Arbitrary<Condition>[]>(
      fc.constant({ f: 'parent', in: { var: 'customers' } }),
      fc.constant({ f: 'parent', eq: { var: 'customer' } }),
      fc.constant({ f: 'id', in: { var: 'customers' } }),
      fc.constant({ link: 'member', in: { var: 'contacts' } }),
      fc.constant({ f: 'parent', set: false }),
      fc.constant({ true: 1 }),
    )
    .map((where): Condition => ({ via: 'customer', where }));
}

const tied = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', maxDepth: 3, withCrossShrink: true },
    atoms,
    fc.array(tie('condition'), { maxLength: 3 }).map((all): Condition => ({ all })),
    fc.array(tie('condition'), { maxLength: 3 }).map((any): Condition => ({ any })),
    tie('condition').map((not): Condition => ({ not })),
    fc
      .tuple(pick(['ticket', 'project', 'customer'] as const), tie('condition'))
      .map(([via, where]): Condition => ({ via, where })),
    ofCustomers(),
  ),
}));

/** Parents of parents of parents are not looked at: the linter refuses them. */
const parentsDeep = (condition: Condition): number =>
  Number('via' in condition) + Math.max(0, ...innerOf(condition).map(parentsDeep));

/** Any condition but for that, also such as the linter refuses. */
export const conditions = tied.condition.filter((each) => parentsDeep(each) <= 2);

/** Conditions as policies have them: something to begin a list at, and more. */
const likely = fc.oneof(
  seeded(),
  fc.tuple(seeded(), conditions).map(([one, other]): Condition => ({ all: [one, other] })),
  fc.tuple(seeded(), seeded()).map((any): Condition => ({ any })),
  ofCustomers(),
  fc.tuple(ofCustomers(), conditions).map(([one, other]): Condition => ({ all: [one, other] })),
  fc.tuple(pick(['ticket', 'project'] as const), seeded()).map(([via, where]): Condition => ({ via, where })),
  conditions,
);

const shown = [
  'subject',
  'number',
  'status',
  'customer',
  'amount',
  'changedAt',
  'createdAt',
  'dates',
  'dates.due',
  'fields.x',
  'type',
];

const grant = fc.record({
  module: pick(modules),
  types: maybe(fc.subarray(['t1', 't2'])),
  needs: maybe(pick([['one'], ['two'], ['one', 'two']])),
  actions: pick([['read'], ['read', 'download'], ['update'], ['read', 'update']]),
  when: likely,
  fields: fc.record({ read: fc.subarray(shown), edit: fc.subarray(['subject', 'status']) }),
});

export const grants: fc.Arbitrary<Omit<Grant, 'id'>> = grant.map(
  (each) => present(each) as Omit<Grant, 'id'>,
);

export const limits = fc.record({
  module: maybe(pick(modules)),
  when: fc.oneof(conditions, fc.constant<Condition>({ true: 1 })),
});

export const policies: fc.Arbitrary<Policy> = fc
  .record({
    grants: fc.array(grants, { minLength: 1, maxLength: 6 }),
    limits: fc.array(limits, { maxLength: 1 }),
  })
  .map(toPolicy);

export function toPolicy({
  grants,
  limits,
}: {
  grants: Omit<Grant, 'id'>[];
  limits: { module?: Subject | undefined; when: Condition }[];
}): Policy {
  return {
    version: 1,
    grants: grants.map((each, index) => ({ id: `g${index}`, ...each })),
    limits: limits.map(
      (each, index) => ({ id: `l${index}`, ...(present(each) as typeof each) }) as Policy['limits'][number],
    ),
  };
}

/** Questions a reader may ask of a list, about fields they see or not. */
export const queries = fc.record({
  module: pick(modules),
  search: maybe(pick(['a', 'LINE', '%', '_', 'tt-', '1', 'é', 'down line', '\\', '\0'])),
  status: maybe(fc.subarray(statuses, { minLength: 1 })),
  date: maybe(
    fc.record({
      field: pick(['createdAt', 'changedAt', 'dates.due', 'fields.x', 'nothing']),
      from: maybe(pick(days)),
      to: maybe(pick(days)),
    }),
  ),
  customers: maybe(fc.subarray(customers).map((ids) => ids.map((id) => ({ connectionId: 'one', id })))),
  sort: maybe(
    pick([
      'changedAt',
      'subject',
      'number',
      'status',
      'amount',
      'createdAt',
      'dates.due',
      'nothing',
      'fields.x',
    ]),
  ),
  dir: maybe(pick(['asc', 'desc'] as const)),
  size: pick([1, 2, 50]),
});
