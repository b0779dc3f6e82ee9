import { Fault, Mismatch, type RowName } from '../contract/contract.js';
import type { Misfit } from '../json-schema.js';

/** Why an item, or some rows of it, cannot be used: where in it, what was expected, what was found. */
export interface Rejection {
  sentence: string;
  path?: string;
  expected?: string;
  found?: string;
  /** Keys of the rows that were refused; absent where the item was, whole. */
  rowKeys?: string[];
  /** A complete pass did not list the item any more: only the rows it could not give are still held. */
  missing?: boolean;
}

/** A row that is refused alone, while the others of its item are applied. */
export interface RefusedRow {
  key: string;
  name: string;
  asOf: Date | undefined;
  rejection: Rejection;
}

/** What a schema refuses. */
export class Unfit extends Error {
  constructor(
    message: string,
    readonly misfit: Misfit,
  ) {
    super(message);
  }
}

/** What a mapping, a codec or a schema threw, in words; any other error is the plugin's own. */
export function rejectionOf(error: unknown): Rejection {
  if (error instanceof Unfit || error instanceof Mismatch)
    return { sentence: error.message, ...error.misfit };
  if (error instanceof Fault) return { sentence: error.message };
  return {
    sentence: `The plugin's mapping failed: ${error instanceof Error ? error.message : String(error)}`,
  };
}

/** The name people know a row by: `contact 881`, `ticket 17x9`. */
export const nameOf = (row: RowName): string => `${row.kind === 'record' ? row.module : row.kind} ${row.id}`;

/** The rejection of an item of which some rows were refused; undefined where none was. */
export function rejectionOfRows(refused: readonly RefusedRow[]): Rejection | undefined {
  const [first, ...others] = refused;
  if (!first) return undefined;
  const { sentence, ...where } = first.rejection;
  const more = others.length ? ` So it is with ${others.map(({ name }) => name).join(', ')}.` : '';
  return {
    sentence: `${first.name}: ${sentence}${more}`,
    ...where,
    rowKeys: [...new Set(refused.map(({ key }) => key))],
  };
}
