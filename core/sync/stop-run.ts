import type { Connection } from '../connections/connection.js';
import { Fault } from '../contract/contract.js';
import { PorticoError } from '../contract/portico-error.js';
import type { Database } from '../database/open-database.js';
import { raiseIssue } from '../issues/issues.js';
import { endRun, HeldChanged, LeaseLost, RunCancelled, type Run } from './lease-run.js';
import type { RunOutcome } from './run-outcome.js';

/** Between pages: the run gives way to others and waits in the queue again. */
export class Yielded extends Error {}

/** Faults that say something about one module or one answer, and nothing about the account. */
export function concernsStreamAlone(error: unknown): error is Fault {
  return (
    error instanceof Fault &&
    ['permission', 'contract', 'notFound', 'bug', 'conflict', 'invalidRecord'].includes(error.kind)
  );
}

/** Ends a run that could not be finished, by what stopped it. */
export async function stopRun(
  { database: { pool } }: { database: Database },
  {
    connection,
    run,
    outcome,
    error,
    dryRun,
  }: { connection: Connection; run: Run; outcome: RunOutcome; error: unknown; dryRun: boolean },
): Promise<void> {
  if (error instanceof LeaseLost) {
    outcome.state = 'lost';
    outcome.error = error;
    return;
  }
  if (error instanceof Yielded) {
    outcome.state = 'queued';
    return endRun(pool, run, { state: 'queued' });
  }
  if (error instanceof RunCancelled || error instanceof HeldChanged) {
    outcome.state = 'cancelled';
    outcome.error = error;
    return endRun(pool, run, { state: 'cancelled', error: describeError(error, connection) });
  }
  const fault = error instanceof Error ? error : new Error(String(error));
  outcome.error = fault;
  if (fault instanceof Fault && fault.kind === 'cancelled') {
    outcome.state = 'queued';
    return endRun(pool, run, dryRun ? { state: 'cancelled' } : { state: 'queued' });
  }
  if (fault instanceof Fault && fault.kind === 'rateLimited' && fault.retryAt && !dryRun) {
    outcome.state = 'queued';
    await reportFault(pool, connection, run, '', fault);
    return endRun(pool, run, { state: 'queued', notBefore: fault.retryAt });
  }
  outcome.state = 'failed';
  if (!dryRun) await reportFault(pool, connection, run, '', fault);
  await endRun(pool, run, { state: 'failed', error: describeError(fault, connection) });
}

export async function reportFault(
  pool: Database['pool'],
  connection: Connection,
  run: Run,
  stream: string,
  fault: Error,
): Promise<void> {
  const kind = fault instanceof Fault ? fault.kind : 'bug';
  const remedy =
    fault instanceof Fault ? fault.remedy : "Portico itself failed. Report it, with the run's number.";
  await raiseIssue(pool, {
    connectionId: connection.id,
    kind: 'SYNC',
    cause: stream,
    sentence: connection.redact(fault.message),
    remedy,
    details: { kind },
    runId: run.id,
  });
}

export function describeError(error: Error, connection: Connection): object {
  return {
    code: error instanceof PorticoError ? error.code : error.name,
    message: connection.redact(error.message),
    ...(error instanceof Fault && { remedy: error.remedy }),
  };
}
