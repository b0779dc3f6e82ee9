import type { Queryable } from '../database/open-database.js';
import type { HeldCommand } from '../sync/outbox/command-row.js';

/** Whom a participant command is about: by the vendor's sign-in where the vendor names participants so. */
export const targetOf = ({
  body,
}: Pick<HeldCommand, 'body'>): { kind: 'login' | 'contact'; target: string } =>
  typeof body['login'] === 'string'
    ? { kind: 'login', target: body['login'] }
    : { kind: 'contact', target: typeof body['contact'] === 'string' ? body['contact'] : '' };

const transitions = {
  done: ['pending', 'present'],
  failed: ['pending', 'failed'],
  again: ['failed', 'pending'],
} as const;

/**
 * What the end of a command means for its participant, in the same transaction: told to the vendor is
 * present, refused is failed, tried again is pending (design §7). One that was removed meanwhile stays so.
 */
export async function settleParticipant(
  tx: Queryable,
  command: Pick<HeldCommand, 'action' | 'connectionId' | 'module' | 'recordId' | 'body'>,
  outcome: keyof typeof transitions,
): Promise<void> {
  if (command.action !== 'participant.add') return;
  const { kind, target } = targetOf(command);
  const [from, to] = transitions[outcome];
  await tx.query(
    `update participant set state = $6, told_run = case when $6 = 'present' then
       (select id from run where connection_id = $1 and state = 'running') end
     where connection_id = $1 and module = $2 and record_id = $3 and target_kind = $4 and target = $5
       and state = $7`,
    [command.connectionId, command.module, command.recordId, kind, target, to, from],
  );
  // Removed while the vendor was being told: it lists them now, whatever a sync saw in between.
  if (outcome === 'done')
    await tx.query(
      `update participant set removed_here = true
       where connection_id = $1 and module = $2 and record_id = $3 and target_kind = $4 and target = $5
         and state = 'removed'`,
      [command.connectionId, command.module, command.recordId, kind, target],
    );
}
