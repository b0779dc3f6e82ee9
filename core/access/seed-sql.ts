import { conditionSql, type SqlScope } from './condition-sql.js';
import { resolve, textsOf } from './operand.js';
import type { Seed } from './seeds-of.js';
import { tableOf } from './subject-fields.js';

/**
 * How one arm walks its index: `from` gives the row under its alias, newest first by `newest`, then by `id`.
 */
export interface Walk {
  /** Several starting points, each cut on its own, since an index is in order only under one of them. */
  starts?: string;
  from: string;
  where: string[];
  newest: string;
  id: string;
  /** How often it can give the same row, over all its starts. */
  times: number;
}

const newestOf = (alias: string): string => `coalesce(${alias}.changed_at, '-infinity'::timestamptz)`;

/** The walk of a seed for one reader; nothing when the reader has none of what it starts from. */
export function seedSql(seed: Seed, scope: SqlScope): Walk | undefined {
  const { alias, subject, connectionId, parameters } = scope;
  const table = tableOf(subject);
  const connection = parameters.add(connectionId, 'text');
  const isRecord = table === 'record';
  const module = isRecord ? [`${alias}.module = ${parameters.add(subject, 'text')}`] : [];
  const walk: Walk = {
    from: `${table} ${alias}`,
    where: [`${alias}.connection_id = ${connection}`, ...module, `${alias}.deleted_at is null`],
    newest: newestOf(alias),
    id: `${alias}.external_id`,
    times: 1,
  };
  switch (seed.by) {
    case 'all':
      return walk;
    case 'public':
      return { ...walk, where: [...walk.where, `${alias}.public`] };
    case 'portalVisible':
      return { ...walk, where: [...walk.where, `${alias}.portal_visible`] };
    case 'parent': {
      const ids = idsOf(seed.seeds, seed.where, { ...scope, alias: `${alias}_seed`, subject: seed.module });
      if (!ids) return undefined;
      if (seed.module === 'customer')
        return {
          ...walk,
          starts: `(${ids}) start(target)`,
          where: [...walk.where, `${alias}.customer_id = start.target`],
        };
      const target = parameters.add(seed.module, 'text');
      return besideRow(walk, scope, {
        starts: `(${ids}) start(target)`,
        times: Infinity,
        table: 'link',
        where: (side) => [
          `${side}.target = start.target`,
          `${side}.kind = 'parent'`,
          `${side}.target_kind = ${target}`,
        ],
      });
    }
    case 'id':
    case 'customer':
    case 'contact':
    case 'participant':
    case 'member':
    case 'below':
      return walkOfMine(seed, walk, scope);
  }
}

function walkOfMine(seed: Extract<Seed, { in: unknown }>, walk: Walk, scope: SqlScope): Walk | undefined {
  const { alias, subject, connectionId, me, parameters } = scope;
  const targets = [...new Set(textsOf(resolve(seed.in, me)))];
  if (!targets.length) return undefined;
  const [only] = targets.length === 1 ? targets : [];
  const target = only === undefined ? 'start.target' : parameters.add(only, 'text');
  const starts =
    only === undefined ? { starts: `unnest(${parameters.add(targets, 'text[]')}) start(target)` } : {};
  switch (seed.by) {
    case 'id':
      return { ...walk, ...starts, where: [...walk.where, `${alias}.external_id = ${target}`] };
    case 'customer':
      return { ...walk, ...starts, where: [...walk.where, `${alias}.customer_id = ${target}`] };
    case 'below':
      return { ...walk, ...starts, where: [...walk.where, `${alias}.parent = ${target}`] };
    case 'contact':
      return besideRow(walk, scope, {
        ...starts,
        times: targets.length,
        table: 'link',
        where: (side) => [
          `${side}.target = ${target}`,
          `${side}.kind = 'contact'`,
          `${side}.target_kind = 'contact'`,
        ],
      });
    case 'participant': {
      const kinds = [...targets.map(() => 'contact'), ...me.logins.map(() => 'login')];
      return besideRow(walk, scope, {
        starts: `unnest(${parameters.add(kinds, 'text[]')},
          ${parameters.add([...targets, ...me.logins], 'text[]')}) start(kind, target)`,
        times: kinds.length,
        table: 'participant',
        where: (side) => [
          `${side}.target = start.target`,
          `${side}.target_kind = start.kind`,
          `${side}.state = 'present'`,
        ],
      });
    }
    case 'member': {
      const [own, other] =
        subject === 'customer' ? ['customer_id', 'contact_id'] : ['contact_id', 'customer_id'];
      return {
        ...walk,
        ...starts,
        times: targets.length,
        from: `member side join ${walk.from} on ${alias}.connection_id = side.connection_id
          and ${alias}.external_id = side.${own}`,
        where: [
          ...walk.where,
          `side.connection_id = ${parameters.add(connectionId, 'text')}`,
          `side.${other} = ${target}`,
        ],
      };
    }
  }
}

/** The walk of a table that copies the record's changed date, with the record beside it. */
function besideRow(
  walk: Walk,
  { alias, subject, connectionId, parameters }: SqlScope,
  side: { starts?: string; times: number; table: 'link' | 'participant'; where: (side: string) => string[] },
): Walk {
  return {
    ...(side.starts !== undefined && { starts: side.starts }),
    times: side.times,
    from: `${side.table} side join ${walk.from} on ${alias}.connection_id = side.connection_id
      and ${alias}.module = side.module and ${alias}.external_id = side.record_id`,
    where: [
      ...walk.where,
      `side.connection_id = ${parameters.add(connectionId, 'text')}`,
      `side.module = ${parameters.add(subject, 'text')}`,
      ...side.where('side'),
    ],
    newest: newestOf('side'),
    id: 'side.record_id',
  };
}

/** The ids that the condition holds for, in no order: what a parent's children start from. */
function idsOf(
  seeds: Seed[],
  where: Parameters<typeof conditionSql>[0],
  scope: SqlScope,
): string | undefined {
  const exact = conditionSql(where, scope);
  const walks = seeds.map((each) => seedSql(each, scope)).filter((each) => each !== undefined);
  if (!walks.length) return undefined;
  return walks
    .map(
      ({ starts, from, where: filters }) =>
        `select ${scope.alias}.external_id from ${starts ? `${starts}, ` : ''}${from}
         where ${[...filters, `(${exact})`].join(' and ')}`,
    )
    .join('\nunion\n');
}
