import { query, type Queryable } from '../database/open-database.js';
import type { TokenBinding } from './tokens.js';

/** An access that can still be accepted. */
export interface OpenAccess {
  accessId: string;
  personId: string;
  connection: string;
  /** The connection's title. */
  system: string;
  contact: string;
  address: string;
  /**
   * Who has one already only agrees; but one that was never tied to the address may be anybody's, who was
   * first to name it.
   */
  choosesPassword: boolean;
}

/**
 * The access while it can still be accepted: invited, or active with a password that staff set, at a contact
 * that still has the address the token was made for (S9, S10).
 */
export async function readOpenAccess(
  on: Queryable,
  { personId, accessId, address }: Pick<TokenBinding, 'personId' | 'accessId'> & { address?: string },
  lock = '',
): Promise<OpenAccess | undefined> {
  const [open] = await query<OpenAccess>(
    on,
    `select a.id as "accessId", p.id as "personId", a.bound_email as address,
            a.connection_id as connection, c.title as system, a.contact_id as contact,
            p.address_verified_at is null or p.password_hash is null as "choosesPassword"
     from access a
     join person p on p.id = a.person_id
     join connection c on c.id = a.connection_id and c.removed_at is null
     join contact k
       on k.connection_id = a.connection_id and k.external_id = a.contact_id and k.deleted_at is null
     left join policy y on y.connection_id = a.connection_id
     where a.id = $1 and p.id = $2 and p.state = 'active' and a.ended_at is null
       and (a.state = 'invited' or a.state = 'active' and a.accepted_at is null)
       and lower(trim(k.email)) = lower(a.bound_email)
       and lower(p.email) = lower(a.bound_email) and ($3::text is null or a.bound_email = $3)
       and (y.binds is distinct from 'customer' or k.principal is not distinct from a.bound_customer)
     ${lock}`,
    [accessId, personId, address ?? null],
  );
  return open;
}
