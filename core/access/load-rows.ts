import type { Subject } from '../contract/contract.js';
import { query, type Queryable } from '../database/open-database.js';
import { tableOf } from './subject-fields.js';
import type { RowLink, SubjectRow } from './subject-row.js';

const micros = (name: string): string => `(extract(epoch from ${name}) * 1000000)::bigint as ${name}`;
const times = `${micros('created_at')}, ${micros('changed_at')}`;

const columnsOf = {
  record: `connection_id, external_id, id as uuid, type, number, subject, status, status_group, customer_id,
    owner_name, owner_email, dates, amount, currency, folder, portal_visible, public, read_only,
    fields, ${times}`,
  customer: `connection_id, external_id, id as uuid, name, number, email, website, status, parent, details,
    ${times}`,
  contact: `connection_id, external_id, id as uuid, kind, honorific, first_name, last_name, job_title, email,
    status, principal, details, ${times}`,
} as const;

interface LoadedRow {
  connection_id: string;
  external_id: string;
  uuid: string;
  [column: string]: unknown;
}

/** A row of some connection, by the vendor's id. */
export interface RowKey {
  connectionId: string;
  id: string;
}

/** How far `via` looks (access.md). */
const parentDepth = 2;

/**
 * Reads rows of one subject that are not deleted into memory, with their links and parents; in no order.
 * `detail` brings what only a record's own page shows, `customers` the customer of each record as one of its parents.
 */
export const loadRows = (
  on: Queryable,
  subject: Subject,
  keys: readonly RowKey[],
  { detail = false, customers = false }: { detail?: boolean; customers?: boolean } = {},
): Promise<SubjectRow[]> => loadLevel(on, subject, keys, { detail, customers, depth: parentDepth });

interface Level {
  detail: boolean;
  customers: boolean;
  depth: number;
}

async function loadLevel(
  on: Queryable,
  subject: Subject,
  keys: readonly RowKey[],
  { detail, customers, depth }: Level,
): Promise<SubjectRow[]> {
  if (!keys.length) return [];
  const table = tableOf(subject);
  const isRecord = table === 'record';
  const wanted = [keys.map(({ connectionId }) => connectionId), keys.map(({ id }) => id)];
  const values = isRecord ? [...wanted, subject] : wanted;
  const rows = await query<LoadedRow>(
    on,
    `select ${columnsOf[table]}${detail && isRecord ? ', body, lines' : ''} from ${table}
     join unnest($1::text[], $2::text[]) as wanted(c, i) on connection_id = c and external_id = i
     where deleted_at is null ${isRecord ? 'and module = $3' : ''}`,
    values,
  );
  const links = await query<LinkRow>(on, isRecord ? recordLinks : memberLinks(subject), values);
  const linksOf = grouped(links.filter(({ kind }) => kind !== 'parent'));
  const above = links.filter(({ kind }) => kind === 'parent');
  if (customers && isRecord) above.push(...rows.flatMap(customerAbove));
  const parentsOf =
    depth > 0 ? await loadParents(on, above, { detail: false, customers, depth: depth - 1 }) : undefined;
  return rows.map(({ connection_id: connectionId, external_id: id, uuid, ...columns }) => {
    const key = keyOf(connectionId, id);
    return {
      subject,
      connectionId,
      id,
      uuid,
      columns: { ...columns, external_id: id },
      links: (linksOf.get(key) ?? []) as RowLink[],
      parents: parentsOf?.get(key) ?? [],
      sets: {},
    };
  });
}

interface LinkRow {
  connection: string;
  id: string;
  kind: RowLink['kind'] | 'parent';
  by: string;
  target: string;
}

const customerAbove = ({ connection_id: connection, external_id: id, customer_id }: LoadedRow): LinkRow[] =>
  typeof customer_id === 'string'
    ? [{ connection, id, kind: 'parent', by: 'customer', target: customer_id }]
    : [];

const keyOf = (connectionId: string, id: string): string => `${connectionId} ${id}`;

const recordLinks = `
  with wanted as (select * from unnest($1::text[], $2::text[]) as wanted(c, i))
  select connection_id as connection, record_id as id, kind, target_kind as by, target
  from link join wanted on connection_id = c and record_id = i
  where module = $3 and (kind = 'parent' or target_kind = 'contact')
  union all
  select connection_id, record_id, 'participant', target_kind, target
  from participant join wanted on connection_id = c and record_id = i
  where module = $3 and state = 'present'`;

function memberLinks(subject: Subject): string {
  const [own, other] = subject === 'customer' ? ['customer', 'contact'] : ['contact', 'customer'];
  return `
    select connection_id as connection, ${own}_id as id, 'member' as kind, '${other}' as by,
      ${other}_id as target
    from member join unnest($1::text[], $2::text[]) as wanted(c, i) on connection_id = c and ${own}_id = i`;
}

function grouped<T extends LinkRow>(rows: T[]): Map<string, Omit<T, 'connection' | 'id'>[]> {
  const byKey = new Map<string, Omit<T, 'connection' | 'id'>[]>();
  for (const { connection, id, ...link } of rows) {
    const held = byKey.get(keyOf(connection, id));
    if (held) held.push(link);
    else byKey.set(keyOf(connection, id), [link]);
  }
  return byKey;
}

async function loadParents(
  on: Queryable,
  above: LinkRow[],
  level: Level,
): Promise<Map<string, SubjectRow[]>> {
  const found = new Map<string, SubjectRow>();
  for (const module of new Set(above.map(({ by }) => by as Subject))) {
    const mine = above.filter(({ by }) => by === module);
    const keys = new Map(
      mine.map(({ connection, target }) => [
        keyOf(connection, target),
        { connectionId: connection, id: target },
      ]),
    );
    for (const row of await loadLevel(on, module, [...keys.values()], level))
      found.set(`${module} ${keyOf(row.connectionId, row.id)}`, row);
  }
  const byKey = new Map<string, SubjectRow[]>();
  for (const { connection, id, by, target } of above) {
    const parent = found.get(`${by} ${keyOf(connection, target)}`);
    const key = keyOf(connection, id);
    if (parent) byKey.set(key, [...(byKey.get(key) ?? []), parent]);
  }
  return byKey;
}
