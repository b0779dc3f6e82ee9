import { query, type Queryable } from '../database/open-database.js';
import { closeIssues, raiseIssue } from '../issues/issues.js';

const kind = 'EMAIL_SHARED';

/**
 * Tells of e-mail addresses that several contacts with an enabled sign-in share, where the connection's policy lets
 * none of them in (`duplicates: none`); the issue closes when each has one of their own.
 */
export async function reportSharedAddresses(on: Queryable, connectionId: string): Promise<void> {
  const shared = await query<{ contacts: string[] }>(
    on,
    `select array_agg(distinct k.external_id order by k.external_id) as contacts
     from policy y
     join contact k on k.connection_id = y.connection_id and k.deleted_at is null and k.email is not null
     join login l on l.connection_id = k.connection_id and l.contact_id = k.external_id
       and l.deleted_at is null and l.enabled and not l.locked
     where y.connection_id = $1 and y.policy ->> 'duplicates' = 'none'
     group by lower(k.email) having count(distinct k.external_id) > 1
     order by 1 limit 100`,
    [connectionId],
  );
  if (!shared.length) return closeIssues(on, { connectionId, kind });
  const groups = shared.map(({ contacts }) => contacts.join(' and '));
  await raiseIssue(on, {
    connectionId,
    kind,
    cause: '',
    sentence: `Contacts of ${connectionId} share one e-mail address, and this vendor lets none of them in: ${groups.slice(0, 5).join('; ')}${groups.length > 5 ? ` and ${groups.length - 5} more` : ''}.`,
    remedy: 'Give each of them an address of their own at the vendor, or end all but one of the sign-ins.',
    details: { contacts: shared.map(({ contacts }) => contacts) },
  });
}
