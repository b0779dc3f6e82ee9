import { query, type Queryable } from '../database/open-database.js';

/** What everybody around a person knows, and tries first: S3's words of the context. */
export async function readContextWords(on: Queryable, personId: string, hubName: string): Promise<string[]> {
  const rows = await query<{ words: string | null }>(
    on,
    `select concat_ws(' ', email, first_name, last_name, phone) as words from person where id = $1
     union all
     select concat_ws(' ', c.title, c.id, c.plugin) from access a join connection c on c.id = a.connection_id
     where a.person_id = $1
     union all
     select u.name from access a
     join member m on m.connection_id = a.connection_id and m.contact_id = a.contact_id
     join customer u on u.connection_id = m.connection_id and u.external_id = m.customer_id
     where a.person_id = $1 and a.ended_at is null`,
    [personId],
  );
  return ['portico', hubName, ...rows.flatMap(({ words }) => words ?? [])];
}
