import { hostname } from 'node:os';
import { isDeepStrictEqual } from 'node:util';

import { PorticoError } from '../../core/contract/portico-error.js';
import { nudgeParticipants } from '../../core/queue/nudge-participants.js';
import { requestRun, takeRun, type Run, type RunOptions } from '../../core/sync/lease-run.js';
import { runSync } from '../../core/sync/run-sync.js';
import type { RunOutcome } from '../../core/sync/run-outcome.js';
import { addCounters, noCounters, type Counters } from '../../core/sync/apply-page.js';
import { exitCodes, type Command } from '../command.js';
import type { OpenHub } from '../open-hub.js';
import { openProgress, type ProgressDisplay } from '../show-progress.js';
import { UsageError } from '../usage-error.js';

export interface SyncReport extends Counters {
  id: string;
  plugin: string;
  state: RunOutcome['state'];
  seconds: number;
  streams: RunOutcome['streams'];
  error?: string;
  /** Of the error. */
  code?: string;
}

export const syncCommand: Command = {
  usage: 'sync <connection>|--all [--full] [--remap] [--dry-run]',
  summary: 'Bring one connection, or all, up to date with its vendor.',
  options: {
    all: { type: 'boolean' },
    full: { type: 'boolean' },
    remap: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
  },
  async run({ words, options, json }, { hub: open, print, signal, isTerminal }) {
    if (options['all'] ? words.length : words.length !== 1)
      throw new UsageError(
        options['all'] ? 'Name a connection or give --all, not both.' : 'Name one connection, or give --all.',
      );
    const hub = await open();
    const ids = options['all']
      ? (await hub.connections.list()).filter(({ paused, left }) => !paused && !left).map(({ id }) => id)
      : words;
    const progress = openProgress({ isTerminal, quiet: json });
    const reports: SyncReport[] = [];
    try {
      for (const id of ids)
        reports.push(
          await syncConnection(hub, id, {
            options: { ...(options['full'] && { full: true }), ...(options['remap'] && { remap: true }) },
            dryRun: Boolean(options['dry-run']),
            signal,
            progress,
          }),
        );
    } finally {
      progress.stop();
    }
    print({ connections: reports }, () =>
      reports.length
        ? reports.map(describeReport).join('\n')
        : 'There is no connection to sync. Add one to the config file, or by `portico connections add`.',
    );
    return reports.every(({ state }) => state === 'done') ? exitCodes.ok : exitCodes.failed;
  },
};

/** Makes one run of a connection in this process, from its request to its end. */
export async function syncConnection(
  { database, clock, connections }: Pick<OpenHub, 'database' | 'clock' | 'connections'>,
  id: string,
  {
    options = {},
    reason = 'cli',
    dryRun = false,
    signal,
    progress,
  }: {
    options?: RunOptions;
    reason?: string;
    dryRun?: boolean;
    signal: AbortSignal;
    progress: ProgressDisplay;
  },
): Promise<SyncReport> {
  const started = performance.now();
  const connection = await connections.open(id);
  const takeNext = async (): Promise<{ run: Run; fresh: boolean }> => {
    const { id: runId, fresh } = await requestRun(database.pool, { connectionId: id, reason, options });
    // A dry run in the place of a run that waits would end that one without its work.
    const run = fresh || !dryRun ? await takeRun(database, runId, `${hostname()}:${process.pid}`) : undefined;
    if (run) return { run, fresh };
    throw new PorticoError(
      'RUN_ACTIVE',
      `Connection ${id} is being synced already, or waits for it (run ${runId}). Watch it by \`portico runs show ${runId}\`, or end it by \`portico runs cancel ${runId}\`.`,
      { details: { connection: id, run: runId } },
    );
  };
  const work = (run: Run): Promise<RunOutcome> =>
    runSync({ database, clock }, connection, run, {
      signal,
      dryRun,
      progress: (news) => progress.show(id, news),
    });
  let { run, fresh } = await takeNext();
  let outcome = await work(run);
  // A run that was waiting has its own options: it is ended first, and then this one is made.
  while (!fresh && outcome.state === 'done' && !isDeepStrictEqual(run.options, options)) {
    ({ run, fresh } = await takeNext());
    outcome = await work(run);
  }
  // Where a worker is there, auto-add follows at once; else its next tick does it.
  if (!dryRun) await nudgeParticipants(database.pool, id);
  const sum = noCounters();
  for (const counters of Object.values(outcome.streams)) addCounters(sum, counters);
  return {
    id,
    plugin: connection.plugin.id,
    state: outcome.state,
    ...sum,
    seconds: Math.round(performance.now() - started) / 1000,
    streams: outcome.streams,
    ...(outcome.error && { error: connection.redact(outcome.error.message) }),
    ...(outcome.error instanceof PorticoError && { code: outcome.error.code }),
  };
}

export function describeReport(report: SyncReport): string {
  const { id, state, read, created, updated, unchanged, deleted, quarantined, held, seconds, error } = report;
  const parts = [
    `${read} read`,
    `${created} new`,
    `${updated} changed`,
    `${unchanged} unchanged`,
    `${deleted} deleted`,
  ];
  if (quarantined) parts.push(`${quarantined} in quarantine`);
  if (held) parts.push(`${held} held back`);
  return `${id}: ${state} in ${seconds.toFixed(1)} s: ${parts.join(', ')}${error ? `\n  ${error}` : ''}`;
}
