import type { Condition, Grant } from '../contract/contract.js';
import type { Access } from './access.js';
import { conditionSql, join, type SqlScope } from './condition-sql.js';
import { hasCapability, limitsOf } from './decide.js';
import type { ListQuery } from './list-query.js';
import { assuming, type Seed } from './seeds-of.js';
import type { SqlParameters } from './sql-parameters.js';
import { lists } from './subject-fields.js';

/** Grants of one access whose condition is the same: they share one walk. */
export interface Arm {
  access: Access;
  when: Condition;
  grants: Grant[];
  scope: SqlScope;
  /** The row is one that these grants show; of the rows that a seed's walk gives. */
  exact(seed: Seed): string;
  /** The reader sees this field of the row, given that the arm shows the row. */
  visible(field: string): string;
}

/** The arms of a list: one per access and condition of a grant that reads. */
export function listArms(
  accesses: readonly Access[],
  { module, connections }: ListQuery,
  parameters: SqlParameters,
): Arm[] {
  const mine = accesses.filter(({ connectionId }) => !connections || connections.includes(connectionId));
  const groups = mine.flatMap((access) => groupsOf(access, module));
  return groups.map((group) => {
    const { access, when, grants } = group;
    const scope: SqlScope = {
      alias: 'r',
      subject: module,
      connectionId: access.connectionId,
      me: access.me,
      parameters,
    };
    const beside = groups.filter((each) => each.access.connectionId === access.connectionId);
    return {
      ...group,
      scope,
      exact: ({ atom }) =>
        join(
          [typesSql(grants, scope), conditionSql(assuming(when, atom), scope), limitsSql(access, scope)],
          'and',
        ),
      visible: (field) => visibleSql(field, group, beside, scope),
    };
  });
}

type Group = Pick<Arm, 'access' | 'when' | 'grants'>;

function groupsOf(access: Access, module: string): Group[] {
  const groups = new Map<string, Group>();
  for (const grant of access.policy.grants) {
    if (grant.module !== module || !grant.actions.includes('read') || !hasCapability(grant, access)) continue;
    const key = JSON.stringify(grant.when);
    const group = groups.get(key) ?? { access, when: grant.when, grants: [] };
    group.grants.push(grant);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function typesSql(grants: Grant[], { alias, parameters }: SqlScope): string {
  if (grants.some(({ types }) => !types)) return 'true';
  const types = [...new Set(grants.flatMap((grant) => grant.types ?? []))];
  return types.length ? `${alias}.type = any(${parameters.add(types, 'text[]')})` : 'false';
}

const limitsSql = (access: Access, scope: SqlScope): string =>
  join(
    limitsOf(access, scope.subject).map(({ when }) => conditionSql(when, scope)),
    'and',
  );

/** A field is seen where any grant that lists it matches the row, whichever arm the row came by. */
function visibleSql(field: string, own: Group, groups: Group[], scope: SqlScope): string {
  if (own.grants.every(({ fields }) => lists(fields.read, field))) return 'true';
  const showing = groups.flatMap((group) => {
    const grants = group.grants.filter(({ fields }) => lists(fields.read, field));
    if (!grants.length) return [];
    const theirs = { ...scope, me: group.access.me };
    const types = typesSql(grants, theirs);
    if (group === own) return [types];
    const limits = group.access === own.access ? 'true' : limitsSql(group.access, theirs);
    return [join([types, conditionSql(group.when, theirs), limits], 'and')];
  });
  return join(showing, 'or');
}
