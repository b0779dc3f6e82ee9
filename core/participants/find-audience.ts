import { readAccesses } from '../access/read-accesses.js';
import type { Connection } from '../connections/connection.js';
import { query, type Queryable } from '../database/open-database.js';
import { findAction } from '../sync/outbox/find-action.js';

/** A contact that records of a customer gain. */
export interface Eligible {
  customerId: string;
  contactId: string;
  targetKind: 'contact' | 'login';
  target: string;
  /** Not found at the last run: what was saved before is looked at for them. */
  fresh: boolean;
}

/** By what the vendor names participants: the word of its plugin. */
export const participantsBy = ({ plugin }: Pick<Connection, 'plugin'>): 'contact' | 'login' =>
  plugin.participantsBy ?? 'contact';

/** Must the vendor be told of participants, or are they the hub's own affair? */
export const isVendorTold = (connection: Pick<Connection, 'plugin' | 'facts' | 'settings'>): boolean =>
  findAction(connection, 'participant.add')?.how !== 'hub';

/**
 * Contacts whose access counts at this moment, with the customers they act for; where the vendor must be
 * told, only those who have an enabled sign-in there (RPM-19). Where the vendor names participants by
 * sign-in, so does the hub: what comes back in the next sync is then the same row.
 */
export async function findAudience(
  tx: Queryable,
  connection: Pick<Connection, 'id' | 'plugin' | 'facts' | 'settings'>,
  now: Date,
): Promise<Eligible[]> {
  const byLogin = participantsBy(connection) === 'login';
  const told = isVendorTold(connection);
  const before = new Set(
    (
      await query<{ key: string }>(
        tx,
        `select json_build_array(customer_id, contact_id, target)::text as key from participant_audience
         where connection_id = $1`,
        [connection.id],
      )
    ).map(({ key }) => JSON.stringify(JSON.parse(key))),
  );
  const found = new Map<string, Eligible>();
  for (const { me } of await readAccesses(tx, { connectionId: connection.id, now })) {
    const [login] = me.logins;
    const target = byLogin ? login : me.contact;
    if (me.contact === undefined || target === undefined || (told && login === undefined)) continue;
    for (const customerId of me.customers) {
      const key = JSON.stringify([customerId, me.contact, target]);
      found.set(key, {
        customerId,
        contactId: me.contact,
        targetKind: byLogin ? 'login' : 'contact',
        target,
        fresh: !before.has(key),
      });
    }
  }
  return [...found.values()];
}

/** Remembers who was found, so that the next run knows who is new. */
export async function rememberAudience(
  tx: Queryable,
  connectionId: string,
  audience: readonly Eligible[],
): Promise<void> {
  await tx.query(
    `with found as (
       select * from json_to_recordset($2) as f("customerId" text, "contactId" text, target text)
     ), gone as (
       delete from participant_audience as a
       where connection_id = $1 and not exists (
         select 1 from found f
         where f."customerId" = a.customer_id and f."contactId" = a.contact_id and f.target = a.target)
     )
     insert into participant_audience (connection_id, customer_id, contact_id, target)
     select $1, "customerId", "contactId", target from found on conflict do nothing`,
    [connectionId, JSON.stringify(audience)],
  );
}
