import { query, transaction, type Database, type Queryable } from '../../database/open-database.js';
import { settleParticipant } from '../../participants/settle-participant.js';
import { nudgeOutbox } from '../../queue/nudge-outbox.js';
import type { CommandState, HeldCommand } from './command-row.js';
import { settleOutboxIssue } from './outbox-issues.js';

/** A command as a person sees it. */
export interface OutboxEntry {
  id: number;
  connection: string;
  action: string;
  module: string | null;
  record: string | null;
  target: string | null;
  state: CommandState;
  tries: number;
  notBefore: Date | null;
  /** What a person must do in the vendor. */
  step: string | null;
  error: { code: string; message: string; remedy: string } | null;
  /** Fields that the vendor, read back, kept otherwise than asked. */
  differs: string[] | null;
  requestedBy: string;
  requestedAt: Date;
  changedAt: Date;
}

const open = ['waiting', 'writing', 'manual', 'failed', 'dead'];

/** What is in the outbox, the oldest first: what is not done, or what is in the given states. */
export async function listOutbox(
  on: Queryable,
  {
    connectionId,
    states = open,
    size,
  }: { connectionId?: string | undefined; states?: string[]; size: number },
): Promise<{ commands: OutboxEntry[]; total: number }> {
  const where = `where state = any($1) and ($2::text is null or connection_id = $2)`;
  const commands = await query<OutboxEntry>(
    on,
    `select id, connection_id as connection, action, module, record_id as record, target, state, tries,
       not_before as "notBefore", step, error, differs, requested_by as "requestedBy",
       requested_at as "requestedAt", changed_at as "changedAt"
     from command ${where} order by id limit $3`,
    [states, connectionId ?? null, size],
  );
  const [count] = await query<{ total: number }>(on, `select count(*) as total from command ${where}`, [
    states,
    connectionId ?? null,
  ]);
  return { commands, total: count?.total ?? 0 };
}

type Settled = Pick<HeldCommand, 'action' | 'connectionId' | 'module' | 'recordId' | 'body'>;
const settledColumns = `action, connection_id as "connectionId", module, record_id as "recordId", body`;

/**
 * Tries again what failed or died, from the first try on; one command or all of a connection. One whose
 * outcome is unknown is repeated on the word of the person who looked.
 */
export function replayCommands(
  { pool }: Pick<Database, 'pool'>,
  { connectionId, id }: { connectionId: string; id?: number | undefined },
): Promise<number> {
  return transaction(pool, async (tx) => {
    const again = await query<Settled>(
      tx,
      `update command set state = 'waiting', tries = 0, not_before = null, unknown = unknown and state = 'dead',
              changed_at = now()
       where connection_id = $1 and state in ('failed', 'dead') and ($2::bigint is null or id = $2)
       returning ${settledColumns}`,
      [connectionId, id ?? null],
    );
    for (const command of again) await settleParticipant(tx, command, 'again');
    if (again.length) await nudgeOutbox(tx, [connectionId]);
    await settleIssues(tx, again);
    return again.length;
  });
}

/** Gives a command up, or says that its manual step is done or not wanted; one under way goes on. */
export function dropCommand(
  { pool }: Pick<Database, 'pool'>,
  { connectionId, id }: { connectionId: string; id: number },
): Promise<boolean> {
  return transaction(pool, async (tx) => {
    const dropped = await query<Settled>(
      tx,
      `update command set state = 'dropped', changed_at = now()
       where connection_id = $1 and id = $2 and state in ('waiting', 'manual', 'failed', 'dead')
       returning ${settledColumns}`,
      [connectionId, id],
    );
    for (const command of dropped) await settleParticipant(tx, command, 'failed');
    await settleIssues(tx, dropped);
    return dropped.length > 0;
  });
}

async function settleIssues(tx: Queryable, commands: Settled[]): Promise<void> {
  const kinds = new Map(commands.map((each) => [`${each.connectionId} ${each.action}`, each]));
  for (const { connectionId, action } of kinds.values()) await settleOutboxIssue(tx, connectionId, action);
}
