import type { Subject } from '../contract/contract.js';
import { beforeSql, join } from './condition-sql.js';
import type { Arm } from './list-arms.js';
import type { ListQuery } from './list-query.js';
import { isStorable, type SqlParameters } from './sql-parameters.js';
import { fieldOf, tableOf } from './subject-fields.js';
import { timeRange } from './time-range.js';

const mostWords = 8;

/**
 * What the reader asks for, as conditions on a row of the arm. Each one holds only where the reader sees the
 * field it asks about, so that no answer depends on what is hidden (access.md, Lists).
 */
export function listFilters(arm: Arm, query: ListQuery): string {
  const { alias, parameters } = arm.scope;
  const filters = [dateFilter(arm, query), customerFilter(arm, query), ...searchFilters(arm, query)];
  if (query.status?.length) {
    const wanted = query.status.filter(isStorable);
    filters.push(guarded(arm, 'status', `${alias}.status = any(${parameters.add(wanted, 'text[]')})`));
  }
  if (query.ids) {
    const ids = query.ids.filter(isUuid);
    filters.push(`${alias}.id = any(${parameters.add(ids, 'uuid[]')})`);
  }
  return join(filters, 'and');
}

/** Could this be one of our ids? */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const guarded = (arm: Arm, field: string, condition: string): string =>
  join([arm.visible(field), condition], 'and');

function dateFilter(arm: Arm, { date, module }: ListQuery): string {
  if (!date) return 'true';
  const { alias, me, parameters } = arm.scope;
  const field = fieldOf(module, date.field);
  if (!field || (field.type !== 'moment' && field.type !== 'date')) return 'false';
  const seen = arm.visible(date.field);
  // A field that no grant shows is not even named in the statement.
  if (seen === 'false') return 'false';
  const from = timeRange(date.from, me.zone);
  const to = timeRange(date.to, me.zone);
  if ((date.from !== undefined && !from) || (date.to !== undefined && !to)) return 'false';
  return join(
    [
      seen,
      from ? `not (${beforeSql(field, alias, from.from, parameters)})` : 'true',
      to ? beforeSql(field, alias, to.to, parameters) : 'true',
    ],
    'and',
  );
}

function customerFilter(arm: Arm, { customers, module }: ListQuery): string {
  if (!customers) return 'true';
  const { alias, connectionId, me, parameters } = arm.scope;
  const wanted = customers
    .filter((each) => each.connectionId === connectionId && isStorable(each.id))
    .map(({ id }) => id);
  if (!wanted.length) return 'false';
  if (module === 'customer') return `${alias}.external_id = any(${parameters.add(wanted, 'text[]')})`;
  if (module !== 'contact')
    return guarded(arm, 'customer', `${alias}.customer_id = any(${parameters.add(wanted, 'text[]')})`);
  const shared = wanted.filter((each) => me.customers.includes(each));
  return guarded(
    arm,
    'customers',
    `exists (select 1 from member f where f.connection_id = ${parameters.add(connectionId, 'text')}
      and f.contact_id = ${alias}.external_id and f.customer_id = any(${parameters.add(shared, 'text[]')}))`,
  );
}

/** What is searched, and whether anywhere in it or only at its beginning. */
function searched(module: Subject): readonly [field: string, column: string, how: 'in' | 'begins'][] {
  switch (tableOf(module)) {
    case 'record':
      return [
        ['subject', 'subject', 'in'],
        ['number', 'number', 'begins'],
      ];
    case 'customer':
      return [
        ['name', 'name', 'in'],
        ['number', 'number', 'begins'],
      ];
    case 'contact':
      return [
        ['firstName', 'first_name', 'in'],
        ['lastName', 'last_name', 'in'],
        ['email', 'email', 'in'],
      ];
  }
}

/** Every word of the search is found in one of the fields that the reader sees. */
function searchFilters(arm: Arm, { search = '', module }: ListQuery): string[] {
  if (!isStorable(search)) return ['false'];
  const { alias, parameters } = arm.scope;
  const words = search.split(/\s+/).filter((word) => word !== '');
  return words.slice(0, mostWords).map((word) =>
    join(
      searched(module).map(([field, column, how]) =>
        guarded(arm, field, `lower(${alias}.${column}) like ${pattern(word, how, parameters)}`),
      ),
      'or',
    ),
  );
}

function pattern(word: string, how: 'in' | 'begins', parameters: SqlParameters): string {
  const escaped = word.replaceAll(/[\\%_]/g, '\\$&');
  return `lower(${parameters.add(how === 'in' ? `%${escaped}%` : `${escaped}%`, 'text')})`;
}
