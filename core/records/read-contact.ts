import { query, type Queryable } from '../database/open-database.js';
import type { RowPlace } from './find-row.js';

/** A customer of a contact, and the contact's part there (RPM-1, RPM-2, RPM-5). */
export interface ContactCustomer {
  id: string | null;
  externalId: string;
  name: string | null;
  role: 'primary' | 'additional';
  principal: boolean;
  since: Date;
}

/** The vendor's own portal sign-in of a contact. */
export interface ContactLogin {
  externalId: string;
  userName: string | null;
  enabled: boolean;
  locked: boolean;
  validFrom: string | null;
  validTo: string | null;
  capabilities: string[];
  deletedAt: Date | null;
}

/** Everything that is held of a contact (RPM-8). */
export interface ContactView {
  id: string;
  connection: string;
  externalId: string;
  kind: 'contact' | 'lead';
  honorific: string | null;
  firstName: string | null;
  lastName: string | null;
  jobTitle: string | null;
  email: string | null;
  status: string | null;
  /** Phones and the vendor's own fields. */
  details: Record<string, unknown>;
  /** The customer the person works out of; where the contact does not say it, its login does. */
  principal: string | null;
  createdAt: Date | null;
  changedAt: Date | null;
  syncedAt: Date;
  deletedAt: Date | null;
  /** The item it was last read from. */
  stream: string;
  item: string;
  /** Other items that give it too. */
  copies: number;
  customers: ContactCustomer[];
  logins: ContactLogin[];
}

/** Reads a contact with its customers and logins; the place comes from findRow. */
export async function readContact(
  on: Queryable,
  { connection, externalId, key }: RowPlace,
): Promise<ContactView> {
  const where = [connection, externalId];
  const [row] = await query<Omit<ContactView, 'customers' | 'logins'>>(
    on,
    `select id, connection_id as connection, external_id as "externalId", kind, honorific, first_name as "firstName",
            last_name as "lastName", job_title as "jobTitle", email, status, details,
            coalesce(principal, (select l.principal from login l where l.connection_id = $1 and l.contact_id = $2
                                 and l.deleted_at is null and l.principal is not null order by l.external_id limit 1)) as principal,
            created_at as "createdAt", changed_at as "changedAt", synced_at as "syncedAt", deleted_at as "deletedAt",
            stream, item_id as item,
            (select count(*) from copy where connection_id = $1 and row_key = $3) as copies
     from contact where connection_id = $1 and external_id = $2`,
    [...where, key],
  );
  if (!row) throw new Error(`contact ${externalId} went away while it was read`);
  const customers = await query<ContactCustomer>(
    on,
    `select c.id, m.customer_id as "externalId", c.name, m.since, coalesce(m.customer_id = $3, false) as principal,
            case when c.primary_contact = $2 then 'primary' else 'additional' end as role
     from member m left join customer c on c.connection_id = m.connection_id and c.external_id = m.customer_id
     where m.connection_id = $1 and m.contact_id = $2 order by c.name, m.customer_id`,
    [...where, row.principal],
  );
  const logins = await query<ContactLogin>(
    on,
    `select external_id as "externalId", user_name as "userName", enabled, locked, valid_from as "validFrom",
            valid_to as "validTo", capabilities, deleted_at as "deletedAt"
     from login where connection_id = $1 and contact_id = $2 order by deleted_at nulls first, external_id`,
    where,
  );
  return { ...row, customers, logins };
}
