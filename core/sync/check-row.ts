import { Fault, Mismatch, type Row, type RowName } from '../contract/contract.js';
import { describeMisfits, schemaValidator, type Validator } from '../json-schema.js';
import { recordModules, rowTables, type StoredRow } from '../records/row-tables.js';
import { Unfit } from './rejection.js';

/**
 * Holds a row to its schema.
 * @throws Unfit
 */
export function checkRow(row: StoredRow): void {
  const [misfit] = validatorOf(row).check(row.data);
  if (misfit) throw new Unfit(`${describeMisfits([misfit])}.`, misfit);
}

/**
 * A row whose kind or id cannot be used is nobody's: which of the rows held it is about, and which of them are
 * gone, cannot be told.
 * @throws Fault, Mismatch
 */
export function checkName(row: RowName): void {
  validatorOf(row);
  checkId(row.id, `${row.kind}.id`);
}

/**
 * A set of members is one fact: with a name in it that cannot be used, nobody knows who is in it.
 * @throws Mismatch
 */
export function checkMembers({ of, are, primary }: Extract<Row, { kind: 'members' }>): void {
  checkId('customer' in of ? of.customer : of.contact, 'members.of');
  for (const each of are) checkId(each, 'members.are');
  if (primary !== undefined) checkId(primary, 'members.primary');
}

function checkId(id: unknown, path: string): void {
  // oxlint-disable-next-line no-control-regex -- control characters are just what an id must not have
  if (typeof id !== 'string' || id === '' || id.length > 200 || /[\u0000-\u001f]/.test(id))
    throw new Mismatch(path, 'an id of at most 200 characters, none of them a control character', id);
}

/** Compiled at start, so that a schema that is wrong stops the start and not a run. */
const validators = new Map<string, Validator>(
  [
    ...Object.keys(rowTables).filter((kind) => kind !== 'record'),
    ...recordModules.map((module) => `records/${module}`),
  ].map((name) => [name, schemaValidator(`${name}.json`)]),
);

function validatorOf(row: RowName): Validator {
  const name = row.kind === 'record' ? `records/${row.module}` : row.kind;
  const validator = validators.get(name);
  if (!validator)
    throw new Fault(
      'bug',
      `There is no kind of row named ${name}. Use one of ${[...validators.keys()].join(', ')}.`,
    );
  return validator;
}
