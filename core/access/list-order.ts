import { PorticoError } from '../contract/portico-error.js';
import type { Arm } from './list-arms.js';
import type { ListCursor } from './list-cursor.js';
import type { ListQuery } from './list-query.js';
import { isStorable, type SqlParameters } from './sql-parameters.js';
import { fieldOf } from './subject-fields.js';

/** How a list is put in order, and how it goes on after a row. */
export interface ListOrder {
  /** By changed date, newest first, where every reader of a row sees that date: the arms' own order. */
  walked: boolean;
  /** What an arm gives as the key; `newest` is its walk's own. */
  key(arm: Arm, newest: string): string;
  /** `order by` of the merged rows. */
  by: string;
  /** The rows after the cursor, of the merged rows. */
  beyond(cursor: ListCursor, parameters: SqlParameters): string;
  /** The same inside one arm, by its walk. */
  beyondInArm(cursor: ListCursor, arm: Arm, walk: { newest: string; id: string }): string;
  /** The key as text, for the cursor. */
  asText: string;
}

const keyTypes = { text: 'text', integer: 'bigint', moment: 'bigint', date: 'text' } as const;
const micros = (moment: string): string => `(extract(epoch from ${moment}) * 1000000)::bigint`;

/**
 * The order a query asks for. A field that the reader does not see in a row sorts that row as if it had none.
 */
export function listOrder(arms: Arm[], query: ListQuery): ListOrder {
  const { sort = 'changedAt', dir = sort === 'changedAt' ? 'desc' : 'asc' } = query;
  const isWalked =
    sort === 'changedAt' && dir === 'desc' && arms.every((arm) => arm.visible('changedAt') === 'true');
  return isWalked ? walkedOrder : sortedOrder(query, sort, dir);
}

const walkedOrder: ListOrder = {
  walked: true,
  key: (_arm, newest) => newest,
  by: 'key desc, connection_id, id',
  // The arms are cut by the cursor themselves.
  beyond: () => 'true',
  beyondInArm({ key, connectionId, id }, { scope }, walk) {
    const { parameters } = scope;
    const at =
      key === null
        ? `'-infinity'::timestamptz`
        : `(timestamptz 'epoch' + ${parameters.add(wholeNumber(key), 'bigint')} * interval '1 microsecond')`;
    if (scope.connectionId < connectionId) return `${walk.newest} < ${at}`;
    if (scope.connectionId > connectionId) return `${walk.newest} <= ${at}`;
    return `${walk.newest} <= ${at}
      and (${walk.newest} < ${at} or ${walk.id} > ${parameters.add(storable(id), 'text')})`;
  },
  asText: `case when key = '-infinity' then null else ${micros('key')}::text end`,
};

function sortedOrder({ module }: ListQuery, sort: string, dir: 'asc' | 'desc'): ListOrder {
  const field = fieldOf(module, sort);
  const type = keyTypes[(field?.type ?? 'text') as keyof typeof keyTypes] ?? 'text';
  const isSortable = field && Object.hasOwn(keyTypes, field.type);
  return {
    walked: false,
    key(arm) {
      const seen = isSortable ? arm.visible(sort) : 'false';
      // Arms are merged: each must give the key with one collation.
      const collated = (key: string): string => (type === 'text' ? `(${key}) collate "C"` : key);
      if (!field || seen === 'false') return collated(`null::${type}`);
      const value = field.sql(arm.scope.alias, arm.scope.parameters);
      const key = field.type === 'moment' ? micros(value) : type === 'text' ? `lower(${value})` : value;
      return collated(seen === 'true' ? key : `case when ${seen} then ${key} end`);
    },
    by: `key ${dir} nulls last, connection_id, id`,
    beyond({ key, connectionId, id }, parameters) {
      const last = [connectionId, id].map((each) => parameters.add(storable(each), 'text'));
      const place = `(connection_id, id) > (${last.join(', ')})`;
      if (key === null) return `key is null and ${place}`;
      const at = parameters.add(type === 'bigint' ? wholeNumber(key) : storable(key), type);
      return `(key ${dir === 'asc' ? '>' : '<'} ${at} or key is null or (key = ${at} and ${place}))`;
    },
    beyondInArm: () => 'true',
    asText: 'key::text',
  };
}

function wholeNumber(text: string): string {
  if (/^-?\d{1,18}$/.test(text)) return text;
  throw noCursor();
}

function storable(text: string): string {
  if (isStorable(text)) return text;
  throw noCursor();
}

const noCursor = (): PorticoError =>
  new PorticoError('LIST_CURSOR', 'This list cannot go on from there. Start again at its first page.');
