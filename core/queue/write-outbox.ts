import { hostname } from 'node:os';

import { PorticoError } from '../contract/portico-error.js';
import { raiseIssue } from '../issues/issues.js';
import { deliverOutbox } from '../sync/outbox/deliver-outbox.js';
import { holdOutbox } from '../sync/outbox/lease-command.js';
import type { MakeRunDeps } from './make-run.js';

/**
 * Writes what one connection's outbox has. What goes wrong with a command is its own row's and an issue's; this
 * throws only when the database does.
 */
export async function writeOutbox(
  { database, connections, log }: MakeRunDeps,
  {
    connectionId,
    signal,
    shouldYield,
  }: { connectionId: string; signal: AbortSignal; shouldYield: (ms: number) => boolean },
): Promise<void> {
  if (signal.aborted) return;
  const started = performance.now();
  try {
    const connection = await connections.open(connectionId);
    if (connection.paused) return;
    const delivered = await deliverOutbox(database, connection, {
      worker: `${hostname()}:${process.pid}`,
      signal,
      shouldYield: () => shouldYield(performance.now() - started),
    });
    log.info({ connection: connectionId, ...delivered }, 'outbox');
  } catch (error) {
    if (!(error instanceof PorticoError)) throw error;
    log.warn({ connection: connectionId, error: error.message }, 'the outbox cannot be written');
    await holdOutbox(database.pool, connectionId, 300_000);
    await raiseIssue(database.pool, {
      connectionId,
      kind: 'OUTBOX',
      cause: '',
      sentence: error.message,
      remedy: 'What waits in the outbox is tried again every five minutes.',
      details: { code: error.code },
    });
  }
}
