import { PorticoError } from '../contract/portico-error.js';
import { query, type Queryable } from '../database/open-database.js';
import { newId } from '../new-id.js';
import { readAddress } from './read-address.js';

/** A contact by the names its vendor knows. */
export interface ContactPlace {
  connection: string;
  externalId: string;
}

export interface PreparedAccess {
  accessId: string;
  address: string;
  name: string;
  person: { id: string; state: string; acceptedAt: Date | null };
}

/**
 * Makes the one live access of a contact (again), in the state that is asked for, for the person whose
 * address the contact has now (access.md, life cycle). An ended row is history and never revived (APT-6 to
 * APT-9).
 * @throws PorticoError CONTACT_UNKNOWN, EMAIL_MISSING, EMAIL_INVALID, EMAIL_TAKEN (O-09), ACCESS_ACTIVE,
 *   ACCESS_SUSPENDED
 */
export async function prepareAccess(
  tx: Queryable,
  place: ContactPlace,
  { state, now }: { state: 'invited' | 'active'; now: Date },
): Promise<PreparedAccess> {
  const contact = await readContact(tx, place);
  const address = readAddress(contact.email, place);
  const person = await findPerson(tx, { address, ...contact, now });
  await refuseTaken(tx, place, { address, personId: person.id });
  await endOthers(tx, place, person.id, now);
  const bound = [address, contact.binds === 'customer' ? contact.principal : null];
  const [live] = await query<{ id: string; state: string; acceptedAt: Date | null }>(
    tx,
    `select id, state, accepted_at as "acceptedAt" from access
     where person_id = $1 and connection_id = $2 and contact_id = $3 and ended_at is null for update`,
    [person.id, place.connection, place.externalId],
  );
  if (live) refuseLive(live, place);
  const accessId = live?.id ?? newId();
  await tx.query(
    `insert into access (id, person_id, connection_id, contact_id, state, bound_email, bound_customer,
                         created_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
     on conflict (id) do update set state = excluded.state, bound_email = excluded.bound_email,
       bound_customer = excluded.bound_customer, reason = null, changed_at = excluded.changed_at`,
    [accessId, person.id, place.connection, place.externalId, state, ...bound, now],
  );
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ') || address;
  return { accessId, address, name, person };
}

interface ContactRow {
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  principal: string | null;
  binds: string | null;
}

async function readContact(tx: Queryable, { connection, externalId }: ContactPlace): Promise<ContactRow> {
  const [contact] = await query<ContactRow>(
    tx,
    `select k.email, k.first_name as "firstName", k.last_name as "lastName", k.principal, y.binds
     from contact k join connection c on c.id = k.connection_id and c.removed_at is null
     left join policy y on y.connection_id = k.connection_id
     where k.connection_id = $1 and k.external_id = $2 and k.deleted_at is null`,
    [connection, externalId],
  );
  if (contact) return contact;
  throw new PorticoError(
    'CONTACT_UNKNOWN',
    `There is no contact ${connection}:${externalId} any more. Look for it by \`portico contacts list\`.`,
    { details: { connection, contact: externalId } },
  );
}

/**
 * One sign-in for one address at a connection, contacts and leads alike; whoever came first has it (O-09).
 * The person's row is locked, so that of two at once the second sees the first.
 */
async function refuseTaken(
  tx: Queryable,
  { connection, externalId }: ContactPlace,
  { address, personId }: { address: string; personId: string },
): Promise<void> {
  const [other] = await query<{ id: string }>(
    tx,
    `select k.external_id as id from access a
     join contact k
       on k.connection_id = a.connection_id and k.external_id = a.contact_id and k.deleted_at is null
     where a.person_id = $1 and a.connection_id = $2 and a.contact_id <> $3 and a.ended_at is null
       and lower(trim(k.email)) = lower($4)
     order by k.external_id limit 1`,
    [personId, connection, externalId, address],
  );
  if (other)
    throw new PorticoError(
      'EMAIL_TAKEN',
      `Contact ${connection}:${externalId} cannot sign in with ${address}: contact ${connection}:${other.id} already does.`,
      { details: { connection, contact: externalId, other: other.id } },
    );
}

/** The person with this address. A new one is nobody before they accept: no password, no acceptance. */
async function findPerson(
  tx: Queryable,
  of: { address: string; firstName: string | null; lastName: string | null; now: Date },
): Promise<PreparedAccess['person']> {
  await tx.query(
    `insert into person (id, email, first_name, last_name, created_at) values ($1, $2, $3, $4, $5)
     on conflict (lower(email)) where email is not null do nothing`,
    [newId(), of.address, of.firstName, of.lastName, of.now],
  );
  const [person] = await query<PreparedAccess['person']>(
    tx,
    'select id, state, accepted_at as "acceptedAt" from person where lower(email) = lower($1) for update',
    [of.address],
  );
  if (!person) throw new Error('a person went while being invited');
  return person;
}

/**
 * The contact's address was another person's: they have it no more, and what they had stays as history
 * (APT-11).
 */
async function endOthers(
  tx: Queryable,
  { connection, externalId }: ContactPlace,
  personId: string,
  now: Date,
): Promise<void> {
  await tx.query(
    `update access set state = 'disabled', reason = 'email_changed', ended_at = $4, changed_at = $4
     where connection_id = $1 and contact_id = $2 and person_id <> $3 and ended_at is null`,
    [connection, externalId, personId, now],
  );
}

function refuseLive(
  { state, acceptedAt }: { state: string; acceptedAt: Date | null },
  { connection, externalId }: ContactPlace,
): void {
  const contact = `${connection}:${externalId}`;
  if (state === 'active' && acceptedAt)
    throw new PorticoError('ACCESS_ACTIVE', `Contact ${contact} has accepted already and can sign in.`);
  if (state === 'suspended')
    throw new PorticoError(
      'ACCESS_SUSPENDED',
      `The access of contact ${contact} is switched off. Switch it on by \`portico users enable ${contact}\`.`,
    );
}
