import type { Connection } from '../../connections/connection.js';
import { Fault, type Action, type Command } from '../../contract/contract.js';
import { transaction, type Database } from '../../database/open-database.js';
import { settleParticipant } from '../../participants/settle-participant.js';
import { noFacts } from '../discover.js';
import { heartbeatSeconds } from '../lease-run.js';
import { makesAnew, type HeldCommand } from './command-row.js';
import { findAction } from './find-action.js';
import { endTry, holdOutbox, renewCommand, type TryEnd } from './lease-command.js';
import { reportCommand, settleOutboxIssue } from './outbox-issues.js';

export interface DeliveryOptions {
  signal: AbortSignal;
  /** After so many tries a command is dead. */
  maxTries?: number;
  /** The wait after the first try; each further one is twice as long, up to an hour. */
  backOffMs?: number;
}

type Writing = Extract<Action<unknown>, { how: 'native' | 'derived' }>;

/**
 * Writes one command to its vendor and notes what came of it (design §5, Writes). After an unknown outcome
 * the vendor is asked before a create is repeated. What may pass is tried again; a refusal is final. Answers
 * how it ended, or `lost` where another worker has it now.
 */
export async function deliverCommand(
  { pool }: Pick<Database, 'pool'>,
  connection: Connection,
  command: HeldCommand,
  { signal, maxTries = 8, backOffMs = 5000 }: DeliveryOptions,
): Promise<TryEnd['state'] | 'lost'> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const heartbeat = setInterval(() => {
    // A beat that fails is followed by the next; the fence at the end finds out.
    renewCommand(pool, command).then(
      (ours) => void (ours || stop()),
      () => undefined,
    );
  }, heartbeatSeconds * 1000);
  let end: TryEnd;
  try {
    end = await write(connection, command, abort.signal);
  } catch (error) {
    end = judge(error, { connection, command, maxTries, backOffMs });
  } finally {
    clearInterval(heartbeat);
    signal.removeEventListener('abort', stop);
  }
  return await settle({ pool }, connection, command, end);
}

async function write(connection: Connection, held: HeldCommand, signal: AbortSignal): Promise<TryEnd> {
  const action = findAction(connection, held.action);
  if (!action)
    throw new Fault(
      'config',
      `${connection.plugin.title} cannot do ${held.action}, so it was not written. Do it there by hand, or drop it.`,
      { details: { final: true } },
    );
  if (action.how === 'hub') return { state: 'done' };
  if (action.how === 'manual') return { state: 'manual', step: action.step };
  const session = connection.session({ facts: connection.facts ?? noFacts, mode: 'write', signal });
  const command: Command = {
    key: held.key,
    ...(held.target !== null && { id: held.target }),
    body: held.body,
    ...(held.base && { base: held.base }),
  };
  const made = held.unknown ? await findMade(action, held, () => action.find?.(session, command)) : undefined;
  if (made !== undefined) return { state: 'done', id: made };
  const { id, differs } = await action.write(session, command);
  return { state: 'done', id, differs };
}

/** What a try without an answer made, if it made anything. Not to be found out: nothing is made twice. */
async function findMade(
  { find }: Writing,
  { action }: HeldCommand,
  ask: () => Promise<string | undefined> | undefined,
): Promise<string | undefined> {
  if (find) return await ask();
  if (makesAnew(action))
    throw new Fault(
      'conflict',
      'The vendor may have done it already, and cannot be asked. Look there; if it is missing, replay it, else drop it.',
    );
  return undefined;
}

/** What waits for credentials, settings or the vendor's budget waits with everything else of the account. */
const ofAccount = new Set(['auth', 'config', 'rateLimited']);
const passing = new Set(['transient', ...ofAccount]);
const hour = 3_600_000;

function judge(
  error: unknown,
  {
    connection,
    command,
    maxTries,
    backOffMs,
  }: { connection: Connection; command: HeldCommand } & Required<Omit<DeliveryOptions, 'signal'>>,
): TryEnd {
  const fault =
    error instanceof Fault
      ? error
      : new Fault('bug', error instanceof Error ? error.message : String(error), { cause: error });
  const { kind, retryAt, details } = fault;
  const unknown = details['unknownOutcome'] === true || (command.unknown && details['final'] !== true);
  const told = {
    code: fault.code,
    message: connection.redact(fault.message),
    remedy: fault.remedy,
    account: ofAccount.has(kind),
  };
  if (kind === 'cancelled') return { state: 'waiting', error: told, unknown, waitMs: 0, counts: false };
  if (kind === 'rateLimited' && retryAt) {
    const waitMs = Math.max(1000, retryAt.getTime() - Date.now());
    return { state: 'waiting', error: told, unknown, waitMs, counts: false };
  }
  // A lost answer leaves it to `find` what is true, whatever kind of failure lost it.
  if (!passing.has(kind) && details['unknownOutcome'] !== true)
    return { state: 'failed', error: told, unknown };
  if (details['final'] === true) return { state: 'failed', error: told, unknown };
  if (command.tries >= maxTries) return { state: 'dead', error: told, unknown };
  const waitMs = Math.min(backOffMs * 2 ** (command.tries - 1), hour);
  return { state: 'waiting', error: told, unknown, waitMs, counts: true };
}

/** The end of a try, what it means for the hub's own rows, and its issue: one transaction. */
function settle(
  { pool }: Pick<Database, 'pool'>,
  connection: Connection,
  command: HeldCommand,
  end: TryEnd,
): Promise<TryEnd['state'] | 'lost'> {
  return transaction(pool, async (tx) => {
    if (!(await endTry(tx, command, end))) return 'lost';
    if (end.state === 'waiting' && 'account' in end.error && end.error.account === true)
      await holdOutbox(tx, connection.id, end.waitMs);
    if (end.state === 'done') await settleParticipant(tx, command, 'done');
    if (end.state === 'failed' || end.state === 'dead') {
      await settleParticipant(tx, command, 'failed');
      await reportCommand(tx, connection, command, end.error);
    } else if (end.state === 'done') await settleOutboxIssue(tx, connection.id, command.action);
    return end.state;
  });
}
