import { hostname } from 'node:os';

import { syncConnection } from '../../bin/commands/sync.js';
import type { OpenHub } from '../../bin/open-hub.js';
import { openProgress } from '../../bin/show-progress.js';
import { autoAdd } from '../../core/participants/auto-add.js';
import { deliverOutbox } from '../../core/sync/outbox/deliver-outbox.js';

/**
 * Runs auto-add over every connection, tells the vendors at once, and reads back what they made of it. Later both
 * are the worker's: after each sync, and every five minutes.
 */
export async function addParticipants(
  hub: OpenHub,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const quiet = openProgress({ isTerminal: false, quiet: true });
  for (const id of ids) {
    if (signal.aborted) return;
    const connection = await hub.connections.open(id);
    const { added } = await autoAdd(hub, connection);
    if (!added) continue;
    await deliverOutbox(hub.database, connection, { worker: `${hostname()}:${process.pid}`, signal });
    await syncConnection(hub, id, { reason: 'demo', signal, progress: quiet });
  }
}
