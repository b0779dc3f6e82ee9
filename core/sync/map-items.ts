import { hash } from 'node:crypto';

import stringify from 'safe-stable-stringify';

import { Fault, originOf, type AnyStream, type Row, type RowName } from '../contract/contract.js';
import { putAt, valueAt } from '../contract/paths.js';
import { hasNul } from '../database/json-text.js';
import { rowKey, type StoredRow } from '../records/row-tables.js';
import { checkMembers, checkName, checkRow } from './check-row.js';
import { nameOf, rejectionOf, type RefusedRow, type Rejection } from './rejection.js';

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
  refused: RefusedRow[];
  /** Of all rows that it names, refused ones and sets of members too: what is not among them it gives no more. */
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
 *
 * A row that its schema, its own reading (RowData) or a NUL refuses is refused alone. It is as good as not said:
 * it stays as it was held, or waits where it is new, and its item waits in quarantine until it comes good. The
 * item's other rows and its sets of members are applied as the vendor gave them, so that a sign-in that was
 * switched off and a member who left are never held up by the fault of a row beside them. A set of members is
 * taken as it is: who is in it does not hang on whether their own row can be read.
 *
 * The whole item is rejected, and nothing of it applied, where it cannot be told which rows it is about: the
 * mapping function itself throws, there is no id, a row or a set has a name that cannot be used.
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
    return rejectionOf(error);
  }
}

function sortRows(rows: Row[], map: FieldMap, item: RawItem): MappedItem {
  const mapped: MappedItem = { rows: [], members: [], problems: [], refused: [], keys: [] };
  for (const row of rows) {
    if (row.kind === 'problem') mapped.problems.push(row);
    else if (row.kind === 'members') {
      checkMembers(row);
      mapped.members.push(row);
      mapped.keys.push(rowKey(row));
    } else {
      const name = row.kind === 'refused' ? row.of : row;
      checkName(name);
      mapped.keys.push(rowKey(name));
      if (row.kind === 'refused') mapped.refused.push(refusedRow(name, row.asOf, row.error));
      else keep(mapped, row, () => checked(override(row, map, item)));
    }
  }
  foldPrimaries(mapped);
  for (const each of mapped.rows)
    try {
      each.hash = rowHash(each);
    } catch (error) {
      mapped.refused.push(refusedRow(each.row, each.row.asOf, error));
    }
  // Of one row that comes twice in an item, good and bad, nobody knows which is meant.
  const bad = new Set(mapped.refused.map(({ key }) => key));
  if (bad.size) mapped.rows = mapped.rows.filter(({ key }) => !bad.has(key));
  return mapped;
}

function keep({ rows, refused }: MappedItem, row: StoredRow, check: () => StoredRow): void {
  try {
    rows.push({ key: rowKey(row), row: check(), hash: '' });
  } catch (error) {
    refused.push(refusedRow(row, row.asOf, error));
  }
}

function checked(row: StoredRow): StoredRow {
  checkRow(row);
  return row;
}

const refusedRow = (row: RowName, asOf: Date | undefined, error: unknown): RefusedRow => ({
  key: rowKey(row),
  name: nameOf(row),
  asOf,
  rejection: rejectionOf(error),
});

/**
 * `customer.primary` is kept with the customer, so the set and the customer come in one item; it waits with a
 * customer that is refused.
 */
function foldPrimaries({ rows, members, refused }: MappedItem): void {
  for (const { of, primary } of members) {
    if (primary === undefined || !('customer' in of)) continue;
    const owner = rows.find(({ row }) => row.kind === 'customer' && row.id === of.customer);
    if (!owner && refused.some(({ key }) => key === `customer:${of.customer}`)) continue;
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
      'A text in it has a NUL character, which no database or page can show. Remove it in the vendor.',
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
  // Its schema has not been asked yet: checkRow judges what the override put there.
  return data ? ({ ...row, data } as StoredRow) : row;
}
