import { query, type Queryable } from '../database/open-database.js';
import type { RowPlace } from './find-row.js';

/** The logins of a contact, deleted ones too. */
export async function findLogins(on: Queryable, contact: RowPlace): Promise<RowPlace[]> {
  const rows = await query<{ externalId: string; id: string }>(
    on,
    'select external_id as "externalId", id from login where connection_id = $1 and contact_id = $2 order by external_id',
    [contact.connection, contact.externalId],
  );
  return rows.map((row) => ({
    ...row,
    connection: contact.connection,
    kind: 'login' as const,
    module: undefined,
    key: `login:${row.externalId}`,
  }));
}

/** A membership, and the items of the vendor that say it. */
export interface MemberOrigin {
  customer: string;
  name: string | null;
  role: 'primary' | 'additional';
  since: Date;
  saidBy: string[];
}

/** The memberships of a contact with the items whose set of members holds them, from either side. */
export function listMemberOrigins(
  on: Queryable,
  { connection, externalId }: RowPlace,
): Promise<MemberOrigin[]> {
  return query<MemberOrigin>(
    on,
    // One walk over the connection's items: yields has no index, and nobody traces in a hurry.
    `with said as (
       select y.key, i.stream || '/' || i.item_id as item
       from item i, unnest(i.yields) as y(key)
       where i.connection_id = $1
         and i.yields && (select array_agg('members/customer:' || customer_id) || ('members/contact:' || $2::text)
                          from member where connection_id = $1 and contact_id = $2)
         and y.key like 'members/%')
     select m.customer_id as customer, c.name, m.since,
            case when c.primary_contact = $2 then 'primary' else 'additional' end as role,
            array(select distinct item from said
                  where key in ('members/customer:' || m.customer_id, 'members/contact:' || $2::text) order by item) as "saidBy"
     from member m left join customer c on c.connection_id = m.connection_id and c.external_id = m.customer_id
     where m.connection_id = $1 and m.contact_id = $2 order by c.name, m.customer_id`,
    [connection, externalId],
  );
}
