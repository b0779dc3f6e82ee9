import type { Subject } from '../contract/contract.js';
import type { Queryable } from '../database/open-database.js';
import { queryPlanned } from '../database/query-planned.js';
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

/** A row as rowsSql gives it. */
export interface LoadedRow {
  connection_id: string;
  external_id: string;
  uuid: string;
  links: (RowLink | { kind: 'parent'; by: Subject; target: string })[];
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

/** How far up parents are loaded, and whether customers are among them. */
interface Above {
  customers: boolean;
  depth: number;
}

async function loadLevel(
  on: Queryable,
  subject: Subject,
  keys: readonly RowKey[],
  { detail, ...above }: Above & { detail: boolean },
): Promise<SubjectRow[]> {
  if (!keys.length) return [];
  const wanted = [keys.map(({ connectionId }) => connectionId), keys.map(({ id }) => id)];
  const rows = await queryPlanned<LoadedRow>(
    on,
    `${rowsSql(subject, { detail })} join unnest($1::text[], $2::text[]) as wanted(c, i)
       on r.connection_id = c and r.external_id = i
     where r.deleted_at is null ${tableOf(subject) === 'record' ? 'and r.module = $3' : ''}`,
    tableOf(subject) === 'record' ? [...wanted, subject] : wanted,
  );
  return withParents(on, subject, rows, above);
}

/** All that a decision and a list need of the rows `r` of a subject; its condition is to follow. */
export function rowsSql(subject: Subject, { detail = false }: { detail?: boolean } = {}): string {
  const table = tableOf(subject);
  const isRecord = table === 'record';
  return `select ${columnsOf[table]}${detail && isRecord ? ', body, lines' : ''},
      (select coalesce(json_agg(l), '[]') from (${isRecord ? recordLinks : memberLinks(subject)}) l) as links
    from ${table} r`;
}

/** Rows in memory with their parents, in their own order. */
export async function withParents(
  on: Queryable,
  subject: Subject,
  rows: readonly LoadedRow[],
  { customers, depth = parentDepth }: Pick<Above, 'customers'> & Partial<Above>,
): Promise<SubjectRow[]> {
  const above = rows.map((row) => parentsOf(row, customers));
  const parents =
    depth > 0 ? await loadParents(on, above.flat(), { customers, depth: depth - 1 }) : undefined;
  return rows.map((row, place) => {
    const { connection_id: connectionId, external_id: id, uuid, links } = row;
    return {
      subject,
      connectionId,
      id,
      uuid,
      columns: row,
      links: links.filter((each) => each.kind !== 'parent'),
      parents: (above[place] ?? []).flatMap((each) => parents?.get(keyOf(each)) ?? []),
      sets: {},
    };
  });
}

const recordLinks = `
  select kind, target_kind as by, target from link
  where connection_id = r.connection_id and module = r.module and record_id = r.external_id
    and (kind = 'parent' or target_kind = 'contact')
  union all
  select 'participant', target_kind, target from participant
  where connection_id = r.connection_id and module = r.module and record_id = r.external_id
    and state = 'present'`;

function memberLinks(subject: Subject): string {
  const [own, other] = subject === 'customer' ? ['customer', 'contact'] : ['contact', 'customer'];
  return `select 'member' as kind, '${other}' as by, ${other}_id as target from member
    where connection_id = r.connection_id and ${own}_id = r.external_id`;
}

interface ParentKey extends RowKey {
  module: Subject;
}

/** Only a record has a customer; it counts as a parent where conditions look at it. */
const parentsOf = (
  { connection_id: connectionId, links, customer_id: customer }: LoadedRow,
  customers: boolean,
): ParentKey[] => [
  ...links.flatMap(({ kind, by, target }) =>
    kind === 'parent' ? [{ module: by, connectionId, id: target }] : [],
  ),
  ...(customers && typeof customer === 'string'
    ? [{ module: 'customer' as const, connectionId, id: customer }]
    : []),
];

const keyOf = ({ module, connectionId, id }: ParentKey): string => `${module} ${connectionId} ${id}`;

async function loadParents(on: Queryable, keys: ParentKey[], above: Above): Promise<Map<string, SubjectRow>> {
  const wanted = new Map(keys.map((key) => [keyOf(key), key]));
  const found = new Map<string, SubjectRow>();
  for (const module of new Set(keys.map((each) => each.module))) {
    const mine = [...wanted.values()].filter((each) => each.module === module);
    for (const row of await loadLevel(on, module, mine, { detail: false, ...above }))
      found.set(keyOf({ module, ...row }), row);
  }
  return found;
}
