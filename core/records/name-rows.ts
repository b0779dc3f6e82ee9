import { query, type Queryable } from '../database/open-database.js';
import { parseRowKey, type StoredKind } from './row-tables.js';

const named: Record<StoredKind, string> = {
  customer: 'name',
  contact: "coalesce(nullif(concat_ws(' ', first_name, last_name), ''), email)",
  login: 'user_name',
  record: "nullif(concat_ws(' ', number, subject), '')",
};

/** What people call rows, by row key; deleted ones too. Keys of sets of members have no name. */
export async function nameRows(
  on: Queryable,
  connectionId: string,
  keys: Iterable<string>,
): Promise<Map<string, string>> {
  const parsed = [...new Set(keys)].map((key) => ({ key, ...parseRowKey(key) }));
  const names = new Map<string, string>();
  for (const [kind, name] of Object.entries(named)) {
    const mine = parsed.filter((each) => each.kind === kind);
    if (!mine.length) continue;
    const rows = await query<{ key: string; name: string | null }>(
      on,
      `select k.key, ${name} as name from ${kind} as t
       join unnest($2::text[], $3::text[], $4::text[]) as k(key, external_id, module) using (external_id)
       where t.connection_id = $1 ${kind === 'record' ? 'and t.module = k.module' : ''}`,
      [
        connectionId,
        mine.map(({ key }) => key),
        mine.map(({ id }) => id),
        mine.map(({ narrow }) => narrow ?? null),
      ],
    );
    for (const row of rows) if (row.name !== null) names.set(row.key, row.name);
  }
  return names;
}
