import { lowerBound, type ModuleTable } from './module-table.js';
import { idNumber, toSeconds } from './vtiger-data.js';
import { fieldOf } from './vtql-match.js';
import type { Condition, Query } from './vtql-parser.js';

/** How a query will be answered: the records to look at, and what is left to be asked of each. */
export interface Plan {
  ids: Stretch;
  rest: Condition[][];
  /** The records come in the order asked for. */
  ordered: boolean;
}

/** A stretch of a sorted index, read from without copying it whole. */
export interface Stretch {
  length: number;
  slice(start: number, end: number): number[];
}

/** Chooses the index to walk. `turned` is how ties of the same second are to come: by falling id. */
export function planQuery(table: ModuleTable, query: Query, turned: boolean): Plan {
  const [group = [], ...others] = query.where;
  const ordered = inIdOrder(table, query);
  if (others.length > 0) return { ids: stretch(table.ids), rest: query.where, ordered };

  const equal = group.find((condition) => isExact(table, condition));
  const idRange = rangeOf(group, 'id', idNumber);
  const changeRange = rangeOf(group, 'modifiedtime', toSeconds);
  const byChange = query.orderBy[0] === 'modifiedtime' && !query.descending;

  if (!equal && byChange && ['id', undefined].includes(query.orderBy[1])) {
    const ids = changesIn(table, changeRange, turned && query.orderBy.length === 1);
    return { ids, rest: without(group, changeRange.used), ordered: true };
  }
  let base: readonly number[] = table.ids;
  let used = idRange.used;
  if (equal) {
    base = exactIds(table, equal);
    used = [...used, equal];
  } else if (changeRange.used.length > 0) {
    const changes = changesIn(table, changeRange, false);
    if (changes.length < table.ids.length / 4) {
      base = changes.slice(0, changes.length).sort((a, b) => a - b);
      used = [...used, ...changeRange.used];
    }
  }
  const ids = stretch(base, lowerBound(base, idRange.low), lowerBound(base, idRange.high));
  return { ids, rest: without(group, used), ordered };
}

/** Unsorted accounts come by name, not by id (c073); other modules were only seen by id (c035). */
function inIdOrder(table: ModuleTable, { orderBy, descending }: Query): boolean {
  return orderBy.length === 0 ? table.name !== 'Accounts' : orderBy[0] === 'id' && !descending;
}

function isExact(table: ModuleTable, { column, operator }: Condition): boolean {
  if (operator !== 'EQ' && operator !== 'IN') return false;
  if (column === 'id') return true;
  const type = fieldOf(table, column)?.type.name;
  return type !== undefined && !['datetime', 'integer', 'double', 'currency'].includes(type);
}

function exactIds(table: ModuleTable, { column, values }: Condition): readonly number[] {
  if (column !== 'id' && values.length === 1) return table.lookup(column, values[0] ?? '');
  const ids =
    column === 'id'
      ? values.map(idNumber).filter((id) => table.has(id))
      : values.flatMap((value) => table.lookup(column, value));
  return [...new Set(ids)].sort((a, b) => a - b);
}

interface Range {
  low: number;
  /** The first number that is too high. */
  high: number;
  used: Condition[];
}

function rangeOf(group: Condition[], column: string, read: (value: string) => number): Range {
  const range: Range = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, used: [] };
  for (const condition of group) {
    if (condition.column !== column) continue;
    const { operator } = condition;
    const value = read(condition.values[0] ?? '');
    if (operator === 'GTE' || operator === 'EQ') range.low = Math.max(range.low, value);
    else if (operator === 'GT') range.low = Math.max(range.low, value + 1);
    if (operator === 'LTE' || operator === 'EQ') range.high = Math.min(range.high, value + 1);
    else if (operator === 'LT') range.high = Math.min(range.high, value);
    if (['GTE', 'GT', 'LTE', 'LT', 'EQ'].includes(operator)) range.used.push(condition);
  }
  return range;
}

function without(group: Condition[], used: Condition[]): Condition[][] {
  const rest = group.filter((condition) => !used.includes(condition));
  return rest.length > 0 ? [rest] : [];
}

function stretch(ids: readonly number[], low = 0, high = ids.length): Stretch {
  return {
    length: Math.max(0, high - low),
    slice: (start, end) => ids.slice(low + start, Math.min(high, low + end)),
  };
}

function changesIn(table: ModuleTable, { low, high }: Range, turned: boolean): Stretch {
  const changes = table.byChange();
  const [first, last] = [table.changeStart(low), table.changeStart(high)];
  const idAt = (place: number): number => table.idOfChange(changes[place] ?? 0);
  return {
    length: Math.max(0, last - first),
    slice: (start, end) => {
      const ids: number[] = [];
      for (let place = first + start; place < Math.min(last, first + end); place += 1) {
        if (!turned) ids.push(idAt(place));
        else {
          const second = table.secondOfChange(changes[place] ?? 0);
          ids.push(idAt(table.changeStart(second) + table.changeStart(second + 1) - 1 - place));
        }
      }
      return ids;
    },
  };
}
