import { Fault, Mismatch, type AnyStream, type Row } from '../../contract/contract.js';
import { describeMisfits, schemaValidator, type Validator } from '../../json-schema.js';
import { recordModules } from '../../records/row-tables.js';
import { whereNotJson } from './plain-data.js';

/** What map yields, and what it or one of its rows throws: a row may be refused alone. */
export function mapRaw({ map }: Pick<AnyStream, 'map'>, raw: unknown): { rows: Row[]; errors: unknown[] } {
  try {
    const rows: unknown = map(raw);
    if (!Array.isArray(rows)) return { rows: [], errors: [new TypeError('map answers no list of rows.')] };
    const yielded = rows as Row[];
    return {
      rows: yielded.filter((row) => !('error' in row)),
      errors: yielded.flatMap((row) => ('error' in row ? [row.error] : [])),
    };
  } catch (error) {
    return { rows: [], errors: [error] };
  }
}

/** The plugin's own word that this cannot be used. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Mismatch || (error instanceof Fault && error.kind !== 'bug');

const schemas = new Map<string, Validator>();

/** How a row does not fit the canonical schema of its kind. */
export function misfitsOf(row: Row): string[] {
  if (!('data' in row)) return [];
  const name = row.kind === 'record' ? `records/${row.module}` : row.kind;
  const known = ['customer', 'contact', 'login', ...recordModules.map((module) => `records/${module}`)];
  if (!known.includes(name)) return [`there is no kind of row ${name}.`];
  const schema = schemas.get(name) ?? schemaValidator(`${name}.json`);
  schemas.set(name, schema);
  return schema.check(row.data).map((misfit) => `${row.kind} ${row.id}: ${describeMisfits([misfit])}.`);
}

/** What in a row is no plain data, and whether its date is none. */
export function flawsOf(row: Row): string[] {
  if (!('data' in row)) return notes(whereNotJson(row, row.kind));
  const { asOf, ...rest } = row;
  const isDated = asOf === undefined || (asOf instanceof Date && !Number.isNaN(asOf.getTime()));
  return [
    ...(isDated ? [] : [`${row.kind} ${row.id} is as of ${String(asOf)}, which is no moment.`]),
    ...notes(whereNotJson(rest, row.kind)),
  ];
}

const notes = (where: string | undefined): string[] =>
  where === undefined ? [] : [`JSON cannot carry ${where}.`];
