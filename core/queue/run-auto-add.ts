import { PorticoError } from '../contract/portico-error.js';
import { autoAdd } from '../participants/auto-add.js';
import type { MakeRunDeps } from './make-run.js';

/** Runs auto-add over one connection; one that cannot be opened has its issue from its syncs. */
export async function runAutoAdd(
  { database, connections, clock, log }: MakeRunDeps,
  { connectionId }: { connectionId: string },
): Promise<void> {
  try {
    const { added } = await autoAdd({ database, clock }, await connections.open(connectionId));
    if (added) log.info({ connection: connectionId, added }, 'participants added');
  } catch (error) {
    if (!(error instanceof PorticoError)) throw error;
    log.warn({ connection: connectionId, error: error.message }, 'participants were not added');
  }
}
