import { hash } from 'node:crypto';

import stringify from 'safe-stable-stringify';

import { Fault, Mismatch, originOf, type AnyStream, type Row } from '../contract/contract.js';
import { putAt, valueAt } from '../contract/paths.js';
import { hasNul } from '../database/json-text.js';
import { describeMisfits, schemaValidator, type Misfit, type Validator } from '../json-schema.js';
import { recordModules, rowKey, rowTables, type StoredRow } from '../records/row-tables.js';

/** An item as the vendor sent it, secrets already out of it. */
export interface RawItem {
  id: string;
  raw: unknown;
  /** The raw form as JSON text, as it is stored. */
  text: string;
  hash: string;
  stamp?: string | undefined;
  /** Its rows, where they were mapped ahead. */
  mapped?: MappedItem | Rejection;
}

/** Why an item cannot be used: where in it, what was expected, what was found. */
export interface Rejection {
  sentence: string;
  path?: string;
  expected?: string;
  found?: string;
}

export interface MappedRow<R extends Row = StoredRow> {
  key: string;
  row: R;
  hash: string;
  primary?: string | undefined;
}

/** The rows of one item, sorted by what happens to them. */
export interface MappedItem {
  rows: MappedRow[];
  members: Extract<Row, { kind: 'members' }>[];
  problems: Extract<Row, { kind: 'problem' }>[];
  keys: string[];
}

/** Field overrides of a connection: `ticket.fields.severity` → the vendor's path. */
export type FieldMap = Readonly<Record<string, string>>;

const hashOf = (text: string): string => hash('sha256', text).slice(0, 32);

/** Gives an item its id, its text and the hash that the probe compares: over the mapping's version and the raw form. */
export function toRawItem(
  { stream, mapping, stamp }: { stream: Pick<AnyStream, 'id'>; mapping: string; stamp?: string | undefined },
  raw: unknown,
): RawItem {
  const text = JSON.stringify(raw) ?? 'null';
  const digest = hashOf(`${mapping}\n${text}`);
  let id: string;
  try {
    id = stream.id(raw);
  } catch {
    id = '';
  }
  // An item that cannot even say its id is known by its content, so that it has a place in quarantine.
  if (typeof id !== 'string' || id === '' || id === 'undefined') id = `unnamed:${hashOf(text).slice(0, 16)}`;
  return { id, raw, text, hash: digest, stamp };
}

/**
 * Maps and validates one item (design §5, S47). Pure but for the plugin's own code; never throws: what does not
 * fit comes back as a Rejection, so that one bad item never stops a page.
 */
export function mapItem(
  stream: Pick<AnyStream, 'map'>,
  item: RawItem,
  map: FieldMap = {},
): MappedItem | Rejection {
  if (item.id.startsWith('unnamed:'))
    return { sentence: 'The item has no id, so it cannot be kept apart from others.' };
  try {
    return sortRows(stream.map(item.raw), map, item);
  } catch (error) {
    if (error instanceof Unfit) return { sentence: error.message, ...error.misfit };
    if (error instanceof Mismatch) return { sentence: error.message, ...error.misfit };
    if (error instanceof Fault) return { sentence: error.message };
    return {
      sentence: `The plugin's mapping failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function sortRows(rows: Row[], map: FieldMap, item: RawItem): MappedItem {
  const mapped: MappedItem = { rows: [], members: [], problems: [], keys: [] };
  for (const row of rows) {
    if (row.kind === 'problem') {
      mapped.problems.push(row);
      continue;
    }
    mapped.keys.push(rowKey(row));
    if (row.kind === 'members') mapped.members.push(row);
    else mapped.rows.push({ key: rowKey(row), row: checkRow(override(row, map, item)), hash: '' });
  }
  foldPrimaries(mapped);
  for (const each of mapped.rows) each.hash = rowHash(each);
  return mapped;
}

function checkRow(row: StoredRow): StoredRow {
  const { kind, id } = row;
  // oxlint-disable-next-line no-control-regex -- control characters are just what an id must not have
  if (typeof id !== 'string' || id === '' || id.length > 200 || /[\u0000-\u001f]/.test(id))
    throw new Mismatch(`${kind}.id`, 'an id of at most 200 characters, none of them a control character', id);
  const [misfit] = validatorOf(row).check(row.data);
  if (misfit) throw new Unfit(`${row.kind === 'record' ? row.module : kind} ${id}`, misfit);
  return row;
}

/** A mapped row that its schema refuses. */
class Unfit extends Error {
  constructor(
    name: string,
    readonly misfit: Misfit,
  ) {
    super(`${name}: ${describeMisfits([misfit])}.`);
  }
}

/** `customer.primary` is kept with the customer, so the set and the customer come in one item. */
function foldPrimaries({ rows, members }: MappedItem): void {
  for (const { of, primary } of members) {
    if (primary === undefined || !('customer' in of)) continue;
    const owner = rows.find(({ row }) => row.kind === 'customer' && row.id === of.customer);
    if (!owner)
      throw new Fault(
        'bug',
        `The primary contact of customer ${of.customer} came without the customer itself. Yield both from one item.`,
      );
    owner.primary = primary;
  }
}

function rowHash({ row, primary }: MappedRow): string {
  const text = stringify({ data: row.data, primary }) ?? '';
  if (hasNul(text))
    throw new Fault(
      'invalidRecord',
      `${row.kind} ${row.id}: a text in it has a NUL character, which no database or page can show. Remove it in the vendor.`,
    );
  return hashOf(text);
}

/** Sets the fields that the connection's own map takes from elsewhere. */
function override(row: StoredRow, map: FieldMap, item: RawItem): StoredRow {
  const name = row.kind === 'record' ? row.module : row.kind;
  const raw = originOf(row.data) ?? item.raw;
  let data: Record<string, unknown> | undefined;
  for (const [target, source] of Object.entries(map)) {
    const [subject, ...steps] = target.split('.');
    if (subject !== name) continue;
    data ??= structuredClone(row.data) as Record<string, unknown>;
    const value = valueAt(raw, source.split('.'));
    putAt(data, steps, value === null || value === '' ? undefined : value);
  }
  // Its validator has not run yet: checkRow judges what the override put there.
  return data ? ({ ...row, data } as StoredRow) : row;
}

/** Compiled at start, so that a schema that is wrong stops the start and not a run. */
const validators = new Map<string, Validator>(
  [
    ...Object.keys(rowTables).filter((kind) => kind !== 'record'),
    ...recordModules.map((module) => `records/${module}`),
  ].map((name) => [name, schemaValidator(`${name}.json`)]),
);

function validatorOf(row: StoredRow): Validator {
  const name = row.kind === 'record' ? `records/${row.module}` : row.kind;
  const validator = validators.get(name);
  if (!validator)
    throw new Fault(
      'bug',
      `There is no kind of row named ${name}. Use one of ${[...validators.keys()].join(', ')}.`,
    );
  return validator;
}
