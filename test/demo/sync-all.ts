import { setTimeout as sleep } from 'node:timers/promises';

import { describeReport, syncConnection, type SyncReport } from '../../bin/commands/sync.js';
import type { OpenHub } from '../../bin/open-hub.js';
import { openProgress } from '../../bin/show-progress.js';
import { PorticoError } from '../../core/contract/portico-error.js';

/** What `--json` says of one connection (design §10). */
export type ConnectionSummary = Pick<
  SyncReport,
  | 'id'
  | 'plugin'
  | 'state'
  | 'read'
  | 'created'
  | 'updated'
  | 'unchanged'
  | 'deleted'
  | 'quarantined'
  | 'seconds'
>;

/** Syncs every connection, all at once, and shows how far they are. */
export async function syncAll(hub: OpenHub, signal: AbortSignal): Promise<ConnectionSummary[]> {
  const progress = openProgress({ isTerminal: process.stderr.isTTY, quiet: false });
  let reports: SyncReport[];
  try {
    const ids = (await hub.connections.list()).filter(({ left }) => !left).map(({ id }) => id);
    reports = await Promise.all(ids.map((id) => syncWhenFree(hub, id, { signal, progress })));
  } finally {
    progress.stop();
  }
  for (const report of reports) process.stderr.write(`${describeReport(report)}\n`);
  return reports.map(
    ({ id, plugin, state, read, created, updated, unchanged, deleted, quarantined, seconds }) => ({
      id,
      plugin,
      state,
      read,
      created,
      updated,
      unchanged,
      deleted,
      quarantined,
      seconds,
    }),
  );
}

/** A demo that was killed leaves a run with its worker's lease on it; it is free after 20 seconds. */
async function syncWhenFree(
  hub: OpenHub,
  id: string,
  how: Pick<Parameters<typeof syncConnection>[2], 'signal' | 'progress'>,
): Promise<SyncReport> {
  for (const deadline = Date.now() + 40_000; ;) {
    try {
      return await syncConnection(hub, id, { ...how, reason: 'demo' });
    } catch (error) {
      const isTaken = error instanceof PorticoError && error.code === 'RUN_ACTIVE';
      if (!isTaken || how.signal.aborted || Date.now() > deadline) throw error;
      await sleep(500);
    }
  }
}
