import { randomUUID } from 'node:crypto';

import { toJsonText } from '../../database/json-text.js';
import { query, type Queryable } from '../../database/open-database.js';
import { leaseSeconds } from '../lease-run.js';
import { heldColumns, type HeldCommand } from './command-row.js';

/**
 * Takes the next command of a connection: one that waits and whose time has come, or whose worker has shown
 * no life for 20 seconds (then nobody knows whether the vendor acted). A later command of a record waits
 * while an earlier one is on its way; one that failed, or that a person must do, holds nobody up.
 */
export async function takeCommand(
  on: Queryable,
  { connectionId, worker }: { connectionId: string; worker: string },
): Promise<HeldCommand | undefined> {
  const [command] = await query<HeldCommand>(
    on,
    `with next as (
       select id, state from command as c
       where connection_id = $1 and state in ('waiting', 'writing') and ${isDue('c')}
         and (record_id is null or not exists (
           select 1 from command as e
           where e.connection_id = $1 and e.module = c.module and e.record_id = c.record_id and e.id < c.id
             and e.state in ('waiting', 'writing')))
       order by id limit 1 for update skip locked
     )
     update command
     set state = 'writing', worker = $2, lease_token = $3, lease_until = now() + make_interval(secs => $4),
         tries = tries + 1, not_before = null, unknown = unknown or next.state = 'writing', changed_at = now()
     from next where command.id = next.id returning ${heldColumns}`,
    [connectionId, worker, randomUUID(), leaseSeconds],
  );
  return command;
}

const isDue = (c: string): string =>
  `(${c}.state = 'waiting' and (${c}.not_before is null or ${c}.not_before <= now())
    or ${c}.state = 'writing' and ${c}.lease_until < now())`;

/** Connections with something to write now: what a worker looks for every few seconds. */
export async function findDueOutboxes(on: Queryable): Promise<string[]> {
  const rows = await query<{ id: string }>(
    on,
    `select id from connection where paused_at is null and removed_at is null
       and exists (select 1 from command as c
                   where c.connection_id = connection.id and c.state in ('waiting', 'writing') and ${isDue('c')})`,
  );
  return rows.map(({ id }) => id);
}

/** Says that the command's worker lives; false when the command is no longer this worker's. */
export async function renewCommand(
  on: Queryable,
  { id, leaseToken }: Pick<HeldCommand, 'id' | 'leaseToken'>,
): Promise<boolean> {
  const { rowCount } = await on.query(
    `update command set lease_until = now() + make_interval(secs => $3)
     where id = $1 and lease_token = $2 and state = 'writing'`,
    [id, leaseToken, leaseSeconds],
  );
  return Boolean(rowCount);
}

/** What a try came to. */
export type TryEnd =
  | { state: 'done'; id?: string | undefined; differs?: string[] | undefined }
  | { state: 'manual'; step: string }
  | { state: 'failed' | 'dead'; error: object; unknown: boolean }
  /** `counts` false: this try was none (the hub stopped, the vendor asked to wait). */
  | { state: 'waiting'; error: object; unknown: boolean; waitMs: number; counts: boolean };

/** Ends a try, if the command is still this worker's; answers whether it was. */
export async function endTry(
  tx: Queryable,
  { id, leaseToken }: Pick<HeldCommand, 'id' | 'leaseToken'>,
  end: TryEnd,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update command
     set state = $3, error = $4, unknown = $5, not_before = now() + $6 * interval '1 millisecond',
         tries = tries - $7, step = coalesce($8, step), result_id = $9, differs = $10,
         worker = null, lease_token = null, lease_until = null, changed_at = now()
     where id = $1 and lease_token = $2 and state = 'writing'`,
    [
      id,
      leaseToken,
      end.state,
      'error' in end ? toJsonText(end.error) : null,
      'unknown' in end && end.unknown,
      'waitMs' in end ? end.waitMs : null,
      'counts' in end && !end.counts ? 1 : 0,
      'step' in end ? end.step : null,
      'id' in end ? (end.id ?? null) : null,
      'differs' in end ? (end.differs ?? null) : null,
    ],
  );
  return Boolean(rowCount);
}

/** Lets all that waits at a connection wait longer: what went wrong concerns the whole account. */
export async function holdOutbox(on: Queryable, connectionId: string, waitMs: number): Promise<void> {
  await on.query(
    `update command set not_before = now() + $2 * interval '1 millisecond'
     where connection_id = $1 and state = 'waiting'
       and (not_before is null or not_before < now() + $2 * interval '1 millisecond')`,
    [connectionId, waitMs],
  );
}
