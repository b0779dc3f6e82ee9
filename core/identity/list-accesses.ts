import { query, type Queryable } from '../database/open-database.js';

export interface ListedAccess {
  connection: string;
  contact: string;
  address: string | null;
  name: string;
  /** As the hub keeps it; an invitation whose token is over is expired. */
  state: string;
  acceptedAt: Date | null;
  signedInAt: Date | null;
}

/** Live accesses of one connection or of all, by connection and contact. */
export function listAccesses(
  on: Queryable,
  { connectionId, now }: { connectionId?: string | undefined; now: Date },
): Promise<ListedAccess[]> {
  return query<ListedAccess>(
    on,
    `select a.connection_id as connection, a.contact_id as contact, a.bound_email as address,
       concat_ws(' ', p.first_name, p.last_name) as name,
       case when a.state = 'invited' and not exists
         (select from token t where t.access_id = a.id and t.used_at is null and t.voided_at is null
          and t.expires_at > $2) then 'expired' else a.state end as state,
       a.accepted_at as "acceptedAt", p.signed_in_at as "signedInAt"
     from access a join person p on p.id = a.person_id
     where a.ended_at is null and ($1::text is null or a.connection_id = $1)
     order by a.connection_id, a.contact_id`,
    [connectionId ?? null, now],
  );
}
