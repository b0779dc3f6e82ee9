import { query, type Queryable } from '../database/open-database.js';
import { parseRowKey, type StoredKind } from '../records/row-tables.js';
import { droppedKeys, type PagePlan, type PlanContext } from './page-plan.js';

/**
 * Reads the rows, memberships and copies that the changes of a page touch, all at once. By lateral: one walk down
 * the index for each id. Left to itself the planner reads whole tables, page after page, while a first sync fills
 * them.
 */
export async function readHeld(
  on: Queryable,
  { connectionId }: Pick<PlanContext, 'connectionId'>,
  plan: PagePlan,
): Promise<void> {
  const dropped = [...plan.changes.flatMap(droppedKeys), ...plan.gone.flatMap(({ yields }) => yields)];
  const keys = [...new Set([...plan.changes.flatMap(({ mapped }) => mapped.keys), ...dropped])].map(
    (key) => ({
      key,
      ...parseRowKey(key),
    }),
  );
  const idsOf = (kind: StoredKind): { ids: string[]; modules: string[] } => {
    const mine = keys.filter((each) => each.kind === kind);
    return { ids: mine.map(({ id }) => id), modules: mine.map(({ narrow = '' }) => narrow) };
  };
  const sets = keys.filter(({ kind }) => kind === 'members');
  for (const { key } of sets) plan.members.set(key, []);
  await Promise.all([
    ...(['customer', 'contact', 'login', 'record'] as const).map((kind) =>
      readRows(on, { connectionId, kind, ...idsOf(kind) }, plan),
    ),
    readMembers(on, connectionId, sets, plan),
    readCopies(on, connectionId, dropped, plan),
  ]);
}

async function readRows(
  on: Queryable,
  {
    connectionId,
    kind,
    ids,
    modules,
  }: { connectionId: string; kind: StoredKind; ids: string[]; modules: string[] },
  plan: PagePlan,
): Promise<void> {
  if (!ids.length) return;
  const narrow = kind === 'record';
  const rows = await query<{
    key: string;
    hash: Buffer;
    as_of: Date | null;
    stream: string;
    item_id: string;
    deleted: boolean;
    email: string | null;
  }>(
    on,
    `select ${narrow ? "'record/' || r.module || ':'" : `'${kind}:'`} || external_id as key, r.hash, r.as_of, r.stream,
            r.item_id, r.deleted_at is not null as deleted, ${kind === 'contact' ? 'r.email' : 'null as email'}
     from unnest($2::text[]${narrow ? ', $3::text[]' : ''}) as w(id${narrow ? ', module' : ''})
     cross join lateral (select * from ${kind} as t where t.connection_id = $1 and t.external_id = w.id
                         ${narrow ? 'and t.module = w.module' : ''} limit 1) as r`,
    narrow ? [connectionId, ids, modules] : [connectionId, ids],
  );
  for (const row of rows)
    plan.rows.set(row.key, {
      hash: row.hash.toString('hex'),
      asOf: row.as_of ?? undefined,
      stream: row.stream,
      itemId: row.item_id,
      deleted: row.deleted,
      email: row.email ?? undefined,
    });
}

async function readMembers(
  on: Queryable,
  connectionId: string,
  sets: { narrow: string | undefined; id: string }[],
  plan: PagePlan,
): Promise<void> {
  if (!sets.length) return;
  const of = (side: string): string[] => sets.filter(({ narrow }) => narrow === side).map(({ id }) => id);
  const pairs = await query<{ contact_id: string; customer_id: string }>(
    on,
    `select m.contact_id, m.customer_id from unnest($2::text[]) as w(id)
     cross join lateral (select * from member where connection_id = $1 and contact_id = w.id offset 0) as m
     union
     select m.contact_id, m.customer_id from unnest($3::text[]) as w(id)
     cross join lateral (select * from member where connection_id = $1 and customer_id = w.id offset 0) as m`,
    [connectionId, of('contact'), of('customer')],
  );
  for (const { contact_id, customer_id } of pairs) {
    plan.members.get(`members/customer:${customer_id}`)?.push(contact_id);
    plan.members.get(`members/contact:${contact_id}`)?.push(customer_id);
  }
}

async function readCopies(
  on: Queryable,
  connectionId: string,
  dropped: string[],
  plan: PagePlan,
): Promise<void> {
  if (!dropped.length) return;
  const copies = await query<{ row_key: string }>(
    on,
    'select distinct row_key from copy where connection_id = $1 and row_key = any($2)',
    [connectionId, dropped],
  );
  for (const { row_key } of copies) plan.copied.add(row_key);
}
