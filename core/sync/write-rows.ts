import { toJsonText } from '../database/json-text.js';
import type { Queryable } from '../database/open-database.js';
import { parseRowKey, rowKey, rowTables, type StoredKind, type StoredRow } from '../records/row-tables.js';
import type { Changed } from './feed.js';
import type { PassContext } from './pass-context.js';
import type { RowWrite, Settled } from './settled.js';
import { writeRecordSets } from './write-record-sets.js';

const kinds = ['customer', 'contact', 'login', 'record'] as const;

/** One statement a kind: new rows, changed rows, rows that were deleted and are back. */
const upserts = Object.fromEntries(
  kinds.map((kind) => {
    const { columns, key } = rowTables[kind];
    const names = Object.keys(columns);
    const updates = names
      .filter((name) => name !== 'id' && !key.includes(name))
      .map((name) => `${name} = excluded.${name}`);
    return [
      kind,
      `insert into ${kind} as t (connection_id, ${names.join(', ')})
       select $1, ${names.map((name) => `r.${name}`).join(', ')}
       from json_to_recordset($2) as r(${names.map((name) => `${name} ${columns[name]}`).join(', ')})
       on conflict (connection_id, ${key.join(', ')}) do update
       set ${updates.join(', ')}, synced_at = now(), deleted_at = null,
           version = t.version + (t.hash <> excluded.hash or t.deleted_at is not null)::int`,
    ];
  }),
) as Record<StoredKind, string>;

/** Writes the rows of a page; notes those whose content changed. */
export async function writeRows(
  tx: Queryable,
  context: Pick<PassContext, 'connectionId'> & { runId: number | null },
  { writes }: Pick<Settled, 'writes'>,
  changed: Changed,
): Promise<void> {
  const all = [...writes.values()];
  for (const kind of kinds) {
    const mine = all.filter(({ row }) => row.kind === kind);
    if (!mine.length) continue;
    await tx.query(upserts[kind], [context.connectionId, toJsonText(mine.map(toColumns))]);
    for (const { row, content } of mine) if (content) changed[kind].push(rowKey(row));
  }
  const records = all.flatMap(({ row, content }) => (row.kind === 'record' && content ? [row] : []));
  await writeRecordSets(tx, context, records);
}

function toColumns({ row, hash, primary, stream, itemId }: RowWrite): Record<string, unknown> {
  const stamp = { hash, primary, stream, itemId };
  switch (row.kind) {
    case 'customer':
      return rowTables.customer.read(row, stamp);
    case 'contact':
      return rowTables.contact.read(row, stamp);
    case 'login':
      return rowTables.login.read(row, stamp);
    case 'record':
      return rowTables.record.read(row, stamp);
  }
}

/** Gives rows another owner; nobody who reads them sees a difference. */
export async function handRows(
  tx: Queryable,
  { connectionId }: PassContext,
  { handed }: Settled,
): Promise<void> {
  for (const kind of kinds) {
    const mine = [...handed].flatMap(([key, owner]) => {
      const { kind: of, id, narrow } = parseRowKey(key);
      return of === kind ? [{ id, module: narrow, ...owner }] : [];
    });
    if (!mine.length) continue;
    await tx.query(
      `update ${kind} as t set stream = h.stream, item_id = h."itemId"
       from json_to_recordset($2) as h(id text, module text, stream text, "itemId" text)
       where t.connection_id = $1 and t.external_id = h.id ${kind === 'record' ? 'and t.module = h.module' : ''}`,
      [connectionId, toJsonText(mine)],
    );
  }
}

/** Marks rows as deleted; they stay as tombstones until retention takes them, and come back as they were. */
export async function buryRows(
  tx: Queryable,
  { connectionId }: Pick<PassContext, 'connectionId'>,
  keys: string[],
  changed: Changed,
): Promise<void> {
  for (const kind of kinds) {
    const mine = keys.filter((key) => parseRowKey(key).kind === kind);
    if (!mine.length) continue;
    const parsed = mine.map(parseRowKey);
    await tx.query(
      `update ${kind} as t set deleted_at = now(), version = version + 1
       from unnest($2::text[], $3::text[]) as k(external_id, module)
       where t.connection_id = $1 and t.external_id = k.external_id and t.deleted_at is null
         ${kind === 'record' ? 'and t.module = k.module' : ''}`,
      [connectionId, parsed.map(({ id }) => id), parsed.map(({ narrow }) => narrow ?? null)],
    );
    changed[kind].push(...mine);
  }
}

/** Replaces sets of memberships, by the difference alone; notes the sets that changed. */
export async function writeMembers(
  tx: Queryable,
  { connectionId }: PassContext,
  sets: Map<string, string[]>,
  held: Map<string, string[]>,
  changed: Changed,
): Promise<void> {
  const plus: { contact: string; customer: string }[] = [];
  const minus: { contact: string; customer: string }[] = [];
  for (const [key, are] of sets) {
    const { narrow, id } = parseRowKey(key);
    const pair = (other: string): { contact: string; customer: string } =>
      narrow === 'customer' ? { contact: other, customer: id } : { contact: id, customer: other };
    const before = new Set(held.get(key));
    const now = new Set(are);
    const added = are.filter((each) => !before.has(each));
    const removed = [...before].filter((each) => !now.has(each));
    plus.push(...added.map(pair));
    minus.push(...removed.map(pair));
    if (added.length || removed.length) changed.member.push(key);
  }
  if (minus.length)
    await tx.query(
      `delete from member using unnest($2::text[], $3::text[]) as m(contact_id, customer_id)
       where member.connection_id = $1 and member.contact_id = m.contact_id and member.customer_id = m.customer_id`,
      [connectionId, minus.map(({ contact }) => contact), minus.map(({ customer }) => customer)],
    );
  if (plus.length)
    await tx.query(
      `insert into member (connection_id, contact_id, customer_id)
       select $1, m.* from unnest($2::text[], $3::text[]) as m on conflict do nothing`,
      [connectionId, plus.map(({ contact }) => contact), plus.map(({ customer }) => customer)],
    );
}

export type RecordRow = Extract<StoredRow, { kind: 'record' }>;
