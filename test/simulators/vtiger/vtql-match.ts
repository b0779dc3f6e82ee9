import { folded, type ModuleTable } from './module-table.js';
import { idNumber, toSeconds, type FieldDescription, type Row } from './vtiger-data.js';
import type { Condition, Operator } from './vtql-parser.js';

const numbers = new Set(['integer', 'double', 'currency']);

/** Whether a record meets a condition. `modifiedtime` and `id` are answered without making the row. */
export type Match = (id: number, row: () => Row) => boolean;

/** Turns a condition into a test of records, comparing as the field's type wants. */
export function matchCondition(table: ModuleTable, condition: Condition): Match {
  const { column, operator, values } = condition;
  if (column === 'id') return byNumber(operator, values.map(idNumber), (id) => id);
  if (column === 'modifiedtime' && operator !== 'LIKE') {
    return byNumber(operator, values.map(toSeconds), (id) => table.modified(id));
  }
  const type = fieldOf(table, column)?.type.name ?? 'string';
  if (operator !== 'LIKE') {
    if (type === 'datetime') {
      return byNumber(operator, values.map(toSeconds), (_, row) => toSeconds(row()[column] ?? ''));
    }
    if (numbers.has(type)) {
      return byNumber(operator, values.map(Number), (_, row) => Number(row()[column] ?? 0));
    }
    if (type === 'reference' || type === 'owner') {
      return byNumber(operator, values.map(idNumber), (_, row) => idNumber(row()[column] ?? ''));
    }
  }
  return byText(operator, values.map(folded), column);
}

/** Whether one of the conditions of every group is met by all. */
export function matchGroups(table: ModuleTable, groups: Condition[][]): Match {
  const tests = groups.map((group) => group.map((condition) => matchCondition(table, condition)));
  return (id, row) => tests.some((group) => group.every((test) => test(id, row)));
}

/** The description of a column. */
export function fieldOf(table: ModuleTable, column: string): FieldDescription | undefined {
  return table.description.fields.find(({ name }) => name === column);
}

function byNumber(operator: Operator, values: number[], read: (id: number, row: () => Row) => number): Match {
  const [value = 0] = values;
  return (id, row) => {
    const found = read(id, row);
    return operator === 'IN' ? values.includes(found) : compares(operator, found - value);
  };
}

function byText(operator: Operator, values: string[], column: string): Match {
  const [value = ''] = values;
  if (operator === 'LIKE') {
    const pattern = likePattern(value);
    return (_, row) => pattern.test(folded(row()[column]));
  }
  return (_, row) => {
    const found = folded(row()[column]);
    if (operator === 'IN') return values.includes(found);
    return compares(operator, found < value ? -1 : Number(found > value));
  };
}

const comparisons: Partial<Record<Operator, (difference: number) => boolean>> = {
  EQ: (difference) => difference === 0,
  NE: (difference) => difference !== 0,
  LT: (difference) => difference < 0,
  LTE: (difference) => difference <= 0,
  GT: (difference) => difference > 0,
  GTE: (difference) => difference >= 0,
};

function compares(operator: Operator, difference: number): boolean {
  return comparisons[operator]?.(difference) ?? false;
}

function likePattern(value: string): RegExp {
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}$`, 'su');
}
