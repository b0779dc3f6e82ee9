import type { Facts, Field, Subject } from '../contract/contract.js';
import { query, type Queryable } from '../database/open-database.js';

/** What discovery found at a connection, as far as pages name things by it. */
export interface ConnectionFacts {
  id: string;
  title: string;
  zone: string;
  modules: Facts['modules'];
}

/** By connection. */
export type PortalFacts = ReadonlyMap<string, ConnectionFacts>;

/** Reads titles, zones and labels of these connections. */
export async function readPortalFacts(tx: Queryable, ids: readonly string[]): Promise<PortalFacts> {
  const rows = await query<ConnectionFacts>(
    tx,
    `select id, title, coalesce(facts ->> 'zone', 'UTC') as zone,
       coalesce(facts -> 'modules', '{}') as modules
     from connection where id = any($1::text[]) order by title, id`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What discovery says of a field; plugins name it with or without `fields.` before it. */
export function fieldFacts(
  facts: ConnectionFacts | undefined,
  module: Subject,
  name: string,
): Field | undefined {
  const bare = name.startsWith('fields.') ? name.slice('fields.'.length) : undefined;
  return facts?.modules[module]?.fields.find((each) => each.name === name || each.name === bare);
}

/** What people call a type of records there; its id where nobody knows better. */
export const typeLabel = (facts: ConnectionFacts | undefined, module: Subject, type: string): string =>
  facts?.modules[module]?.types?.find(({ id }) => id === type)?.label ?? type;
