import { storePolicy } from '../../../core/access/store-policy.js';
import { systemClock } from '../../../core/clock.js';
import { newId } from '../../../core/new-id.js';
import { autoAdd } from '../../../core/participants/auto-add.js';
import { deliverOutbox, type Delivered } from '../../../core/sync/outbox/deliver-outbox.js';
import type { TestHub } from '../../hub.js';

/** A person with an accepted access as a contact. */
export async function letIn(hub: TestHub, connectionId: string, contactId: string): Promise<void> {
  const personId = newId();
  await hub.rows("insert into person (id, email, state) values ($1, $2, 'active')", [
    personId,
    `${contactId}@${connectionId}.example`,
  ]);
  await hub.rows(
    `insert into access (id, person_id, connection_id, contact_id, state, accepted_at, bound_customer)
     values ($1, $2, $3, $4, 'active', now(), null)`,
    [newId(), personId, connectionId, contactId],
  );
}

/** The running policy, without which no access counts. */
export async function applyPolicy(hub: TestHub, connectionId: string): Promise<void> {
  const connection = await hub.open(connectionId);
  if (!connection.facts) throw new Error('sync first');
  await storePolicy(hub.database.pool, connection, { facts: connection.facts, now: new Date() });
}

export const run = async (hub: TestHub, id: string, options = {}): Promise<number> =>
  (await autoAdd({ database: hub.database, clock: systemClock }, await hub.open(id), options)).added;

export const deliver = async (hub: TestHub, id: string): Promise<Delivered> =>
  deliverOutbox(hub.database, await hub.open(id), {
    worker: 'test',
    signal: new AbortController().signal,
    backOffMs: 0,
    maxTries: 3,
  });

export const participants = (hub: TestHub, recordId: string): Promise<Record<string, unknown>[]> =>
  hub.rows(
    'select target_kind, target, state, origin, removed_here from participant where record_id = $1 order by target',
    [recordId],
  );
