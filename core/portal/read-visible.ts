import { decide } from '../access/decide.js';
import { loadRows, type RowKey } from '../access/load-rows.js';
import { looksAtCustomers } from '../access/looks-at-customers.js';
import { visibleValues } from '../access/visible-values.js';
import type { Subject } from '../contract/contract.js';
import type { Reader } from './read-as.js';

/** A row that a person sees, still with the vendor's id by which others point at it. */
export interface VisibleRow {
  connectionId: string;
  externalId: string;
  id: string;
  values: Readonly<Record<string, unknown>>;
}

/** Of the rows that others point at, those that the access engine shows, with the fields that it shows. */
export async function readVisible(
  { tx, accesses }: Pick<Reader, 'tx' | 'accesses'>,
  subject: Subject,
  keys: readonly RowKey[],
): Promise<VisibleRow[]> {
  const wanted = new Map(keys.map((key) => [keyOf(key), key]));
  const rows = await loadRows(tx, subject, [...wanted.values()], {
    customers: looksAtCustomers(accesses),
  });
  return rows.flatMap((row) => {
    const decision = decide(accesses, 'read', row);
    if (!decision.allow) return [];
    const { connectionId, id: externalId, uuid: id } = row;
    return [{ connectionId, externalId, id, values: visibleValues(decision, row) }];
  });
}

/** A row's place in a map of rows. */
export const keyOf = ({ connectionId, id }: RowKey): string => `${connectionId} ${id}`;
