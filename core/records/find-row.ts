import { PorticoError } from '../contract/portico-error.js';
import { query, type Queryable } from '../database/open-database.js';
import type { RecordModule } from '../contract/contract.js';
import { recordModules, type StoredKind } from './row-tables.js';

/** Where a row is, by the vendor's id and by ours. */
export interface RowPlace {
  connection: string;
  kind: StoredKind;
  module: string | undefined;
  externalId: string;
  id: string;
  key: string;
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Finds a row by what a person calls it: our own id (a UUID), `<connection>:<vendor id>`, or, for a record,
 * `<connection>:<module>/<vendor id>`. Deleted rows are found too.
 * @throws PorticoError ROW_NAME, ROW_UNKNOWN, ROW_AMBIGUOUS
 */
export async function findRow(on: Queryable, kind: StoredKind, name: string): Promise<RowPlace> {
  const found = await query<{ connection: string; module: string | null; externalId: string; id: string }>(
    on,
    ...searchFor(kind, name),
  );
  const [row, other] = found;
  if (!row)
    throw new PorticoError(
      'ROW_UNKNOWN',
      `There is no ${kind} ${name}. Look for it in a list, and check the id.`,
      {
        details: { kind, name },
      },
    );
  if (other)
    throw new PorticoError(
      'ROW_AMBIGUOUS',
      `${name} can be any of ${found.map((each) => `${each.connection}:${each.module}/${each.externalId}`).join(', ')}. Take one of these names.`,
      { details: { kind, name } },
    );
  const key = row.module === null ? `${kind}:${row.externalId}` : `record/${row.module}:${row.externalId}`;
  return { ...row, kind, module: row.module ?? undefined, key };
}

/**
 * Finds a record, as `findRow` does; its module is one that Portico knows.
 * @throws PorticoError ROW_NAME, ROW_UNKNOWN, ROW_AMBIGUOUS
 */
export async function findRecord(
  on: Queryable,
  name: string,
): Promise<{ connection: string; module: RecordModule; id: string }> {
  const { connection, module, externalId: id } = await findRow(on, 'record', name);
  const known = recordModules.find((each) => each === module);
  if (!known) throw new Error(`${name} is stored with the module ${module}, which there is not.`);
  return { connection, module: known, id };
}

function searchFor(kind: StoredKind, name: string): [sql: string, values: unknown[]] {
  const module = kind === 'record' ? 'module' : 'null';
  const select = `select connection_id as connection, ${module} as module, external_id as "externalId", id from ${kind}
    where connection_id in (select id from connection where removed_at is null)`;
  if (uuid.test(name)) return [`${select} and id = $1`, [name]];
  const colon = name.indexOf(':');
  if (colon < 1 || colon === name.length - 1)
    throw new PorticoError(
      'ROW_NAME',
      `"${name}" names no ${kind}. Write <connection>:<vendor id>, or Portico's own id (a UUID).`,
      { details: { kind, name } },
    );
  const connection = name.slice(0, colon);
  const id = name.slice(colon + 1);
  const slash = id.indexOf('/');
  const narrow = recordModules.find((each) => each === id.slice(0, slash));
  if (kind === 'record' && narrow)
    return [
      `${select} and connection_id = $1 and module = $2 and external_id = $3`,
      [connection, narrow, id.slice(slash + 1)],
    ];
  return [`${select} and connection_id = $1 and external_id = $2`, [connection, id]];
}
