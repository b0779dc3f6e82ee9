import type { Connection } from '../connections/connection.js';
import { transaction, type Database } from '../database/open-database.js';
import { requestSync } from '../queue/nudge-runs.js';
import type { Hint } from './read-hints.js';
import { writeHints } from './write-hints.js';

/** Keeps hints and asks for a run that reads them; what an active run has passed is found by the workers. */
export async function storeHints(
  pool: Database['pool'],
  { id: connectionId, paused }: Pick<Connection, 'id' | 'paused'>,
  hints: readonly Hint[],
): Promise<void> {
  if (!hints.length) return;
  await transaction(pool, async (tx) => {
    await writeHints(tx, connectionId, hints);
    if (!paused) await requestSync(tx, { connectionId, reason: 'webhook', options: { hooks: true } });
  });
}
