import { goodLogins, type VendorLogin } from '../access/standing.js';
import type { Clock } from '../clock.js';
import type { Connection } from '../connections/connection.js';
import { PorticoError } from '../contract/portico-error.js';
import { query, transaction, type Database, type Queryable } from '../database/open-database.js';
import { enqueueCommand, type Enqueued } from '../sync/outbox/enqueue-command.js';
import { findAction } from '../sync/outbox/find-action.js';
import { isVendorTold, participantsBy } from './find-audience.js';

/** A contact and a record, by the vendor's ids. */
export interface ParticipantChange {
  module: string;
  recordId: string;
  contactId: string;
  /** Who asks, for the outbox and its readers. */
  by: string;
}

interface ChangeDeps {
  database: Pick<Database, 'pool'>;
  clock: Clock;
}

/**
 * Adds a contact to a record by hand: present at once where the vendor need not be told, else pending until
 * it was (design §7). Brings back one that was removed.
 * @throws PorticoError PARTICIPANT_RECORD, PARTICIPANT_CONTACT, PARTICIPANT_LOGIN, PARTICIPANT_UNSUPPORTED
 */
export function addParticipant(
  { database: { pool }, clock }: ChangeDeps,
  connection: Connection,
  change: ParticipantChange,
): Promise<{ state: string; outbox: Enqueued }> {
  return transaction(pool, async (tx) => {
    const { module, recordId, contactId, by } = change;
    if (!findAction(connection, 'participant.add'))
      throw new PorticoError(
        'PARTICIPANT_UNSUPPORTED',
        `${connection.plugin.title} cannot be told of participants. Add the person there.`,
      );
    const changedAt = await lockRecord(tx, connection.id, change);
    const login = await findLogin(tx, connection, { contactId, now: clock.now() });
    const rows = await rowsOf(tx, connection.id, change);
    const there = rows.find(({ state }) => state === 'present' || state === 'pending');
    if (there) return { state: there.state, outbox: { how: 'hub', commands: [] } };
    const byLogin = participantsBy(connection) === 'login';
    const state = isVendorTold(connection) ? 'pending' : 'present';
    await tx.query(
      `insert into participant
         (connection_id, module, record_id, target_kind, target, kind, origin, state, changed_at)
       values ($1, $2, $3, $4, $5, 'customer', 'manual', $6, $7)
       on conflict (connection_id, module, record_id, target_kind, target) do update
       set state = excluded.state, origin = 'manual', removed_here = false`,
      [
        connection.id,
        module,
        recordId,
        byLogin ? 'login' : 'contact',
        byLogin ? login : contactId,
        state,
        changedAt,
      ],
    );
    const body = { contact: contactId, ...(byLogin && login !== undefined && { login }) };
    const outbox = await enqueueCommand(tx, connection, {
      action: 'participant.add',
      by,
      module,
      recordId,
      target: recordId,
      body,
    });
    return { state, outbox };
  });
}

/**
 * Takes a contact off a record: gone in the hub at once, and never brought back by auto-add or by a vendor
 * that still lists them. The vendor is told, or a person is told what to do there.
 * @throws PorticoError PARTICIPANT_RECORD, PARTICIPANT_UNKNOWN
 */
export function removeParticipant(
  { database: { pool } }: Pick<ChangeDeps, 'database'>,
  connection: Connection,
  change: ParticipantChange,
): Promise<{ outbox: Enqueued }> {
  return transaction(pool, async (tx) => {
    const { module, recordId, contactId, by } = change;
    await lockRecord(tx, connection.id, change);
    const rows = (await rowsOf(tx, connection.id, change)).filter(({ state }) => state !== 'removed');
    if (!rows.length)
      throw new PorticoError(
        'PARTICIPANT_UNKNOWN',
        `Contact ${contactId} does not take part in ${module} ${recordId} of ${connection.id}.`,
      );
    let outbox: Enqueued = { how: 'hub', commands: [] };
    for (const { kind, target, state } of rows) {
      const body = { contact: contactId, ...(kind === 'login' && { login: target }) };
      await tx.query(
        `update participant set state = 'removed', removed_here = true
         where connection_id = $1 and module = $2 and record_id = $3 and target_kind = $4 and target = $5`,
        [connection.id, module, recordId, kind, target],
      );
      const { rowCount: unsent } = await tx.query(
        `update command set state = 'dropped', changed_at = now()
         where connection_id = $1 and module = $2 and record_id = $3 and action = 'participant.add'
           and state in ('waiting', 'manual', 'failed', 'dead') and not unknown and body @> $4`,
        [connection.id, module, recordId, JSON.stringify(body)],
      );
      // One that never left the hub is not known at the vendor.
      if (state === 'present' || !unsent)
        outbox = await enqueueCommand(tx, connection, {
          action: 'participant.remove',
          by,
          module,
          recordId,
          target: recordId,
          body,
        });
    }
    return { outbox };
  });
}

async function lockRecord(
  tx: Queryable,
  connectionId: string,
  { module, recordId }: ParticipantChange,
): Promise<Date | null> {
  const [record] = await query<{ at: Date | null }>(
    tx,
    `select changed_at as at from record
     where connection_id = $1 and module = $2 and external_id = $3 and deleted_at is null for no key update`,
    [connectionId, module, recordId],
  );
  if (record) return record.at;
  throw new PorticoError(
    'PARTICIPANT_RECORD',
    `Connection ${connectionId} has no ${module} ${recordId}. Give the vendor's own id of it.`,
  );
}

/** A contact's rows on a record, whatever they are named by. */
const rowsOf = (
  tx: Queryable,
  connectionId: string,
  { module, recordId, contactId }: ParticipantChange,
): Promise<{ kind: string; target: string; state: string }[]> =>
  query(
    tx,
    `select target_kind as kind, target, state from participant
     where connection_id = $1 and module = $2 and record_id = $3
       and (target_kind = 'contact' and target = $4 or target_kind = 'login' and target in (
         select external_id from login where connection_id = $1 and contact_id = $4))
     for update`,
    [connectionId, module, recordId, contactId],
  );

/** The contact's good sign-in; asked for only where the vendor must be told (RPM-19). */
async function findLogin(
  tx: Queryable,
  connection: Connection,
  { contactId, now }: { contactId: string; now: Date },
): Promise<string | undefined> {
  const { id, facts } = connection;
  const [contact] = await query(
    tx,
    'select 1 as one from contact where connection_id = $1 and external_id = $2 and deleted_at is null',
    [id, contactId],
  );
  if (!contact)
    throw new PorticoError('PARTICIPANT_CONTACT', `Connection ${id} has no contact ${contactId}.`);
  if (!isVendorTold(connection)) return undefined;
  const logins = await readLogins(tx, id, contactId);
  const [login] = goodLogins({ logins, zone: facts?.zone ?? 'UTC' }, now);
  if (login) return login.id;
  throw new PorticoError(
    'PARTICIPANT_LOGIN',
    `Contact ${contactId} has no enabled sign-in at ${connection.title}, so it cannot take part there. Enable one first.`,
  );
}

const readLogins = (tx: Queryable, connectionId: string, contactId: string): Promise<VendorLogin[]> =>
  query(
    tx,
    `select external_id as id, enabled, locked, valid_from::text as "validFrom", valid_to::text as "validTo",
       capabilities, principal, deleted_at is not null as deleted
     from login where connection_id = $1 and contact_id = $2 order by external_id`,
    [connectionId, contactId],
  );
