import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { openHub } from '../../bin/open-hub.js';
import { takePidFile } from '../../bin/serve/pid-file.js';
import { runRoles } from '../../bin/serve/run-roles.js';
import { hearStopSignals } from '../../bin/serve/stop-signals.js';
import { count } from '../../bin/table.js';
import { readConfig } from '../../config/read-config.js';
import { PorticoError } from '../../core/contract/portico-error.js';
import { removeLocalPostgres, stopLocalPostgres } from '../../core/database/local-postgres.js';
import { listen } from '../../core/http/listen.js';
import { createLog } from '../../core/log.js';
import { projectPath } from '../../core/project-path.js';
import { addParticipants } from './add-participants.js';
import { describeSignIns } from './describe-sign-ins.js';
import { openAccesses } from './open-accesses.js';
import { publish } from './publish.js';
import { startVendors, vendorFolder } from './start-vendors.js';
import { countAll, summarise, type DemoSummary } from './summarise.js';
import { syncAll } from './sync-all.js';
import { watchParent } from './watch-parent.js';

const { values: options } = parseArgs({
  options: {
    /** Do the work, say what came of it, and end. */
    once: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    /** Begin with an empty database. */
    fresh: { type: 'boolean', default: false },
  },
});

// The demo brings its own PostgreSQL, whatever the environment has for others.
delete process.env['DATABASE_URL'];

const { signal, stop, release } = hearStopSignals();
const parent = watchParent(stop);
try {
  process.exitCode = await runDemo();
} catch (error) {
  // A Ctrl-C reaches what is being started at that moment, too; its failure is no news then.
  if (!signal.aborted) {
    const isForeseen = error instanceof PorticoError;
    process.stderr.write(`demo: ${isForeseen ? error.message : String((error as Error).stack)}\n`);
    process.exitCode = 1;
  }
} finally {
  parent.stop();
  release();
}

/**
 * Simulated vendors, local PostgreSQL, syncs; then the hub serves until it is told to stop, and all of it
 * ends.
 */
async function runDemo(): Promise<number> {
  const { dataFolder, port } = readConfig({ file: projectPath('config/demo.json') });
  const releasePidFile = await takePidFile(dataFolder);
  try {
    if (!options.once) await (await listen(() => undefined, { port, host: '127.0.0.1' })).close();
    if (options.fresh) await reset(dataFolder);
    const vendors = await startVendors(dataFolder);
    try {
      say(
        `Simulated vendors: ${Object.entries(vendors.urls)
          .map((each) => each.join(' at '))
          .join(', ')}`,
      );
      const done = await work(vendors.configFile);
      await vendors.save();
      if (!done || signal.aborted) return 0;
      const { summary } = done;
      process.stdout.write(options.once && options.json ? `${JSON.stringify(summary)}\n` : describe(done));
      if (options.once) return summary.connections.every(({ state }) => state === 'done') ? 0 : 1;
      await serve(vendors);
      return 0;
    } finally {
      await vendors.save();
      await vendors.close();
      await stopLocalPostgres(dataFolder);
    }
  } finally {
    await releasePidFile();
  }
}

interface Done {
  summary: DemoSummary;
  /** A table. */
  signIns: string;
}

/** Syncs, sign-ins, participants; nothing where it was told to stop. */
async function work(configFile: string): Promise<Done | undefined> {
  say('Starting PostgreSQL and bringing the schema up to date');
  const hub = await openHub({ configFile });
  try {
    const connections = await syncAll(hub, signal);
    if (signal.aborted) return undefined;
    const before = await countAll(hub.database);
    say('Inviting the sample people, and accepting for them');
    await openAccesses(hub, say);
    say('Granting what staff grant, and keeping what they publish');
    await publish(hub);
    say('Adding participants by rule');
    await addParticipants(
      hub,
      connections.map(({ id }) => id),
      signal,
    );
    if (signal.aborted) return undefined;
    const summary = summarise(connections, before, await countAll(hub.database));
    return { summary, signIns: await describeSignIns(hub) };
  } finally {
    await hub.close();
  }
}

async function serve({ configFile, subscribe }: Awaited<ReturnType<typeof startVendors>>): Promise<void> {
  await runRoles({
    configFile,
    log: createLog('warn'),
    signal,
    onReady(url) {
      subscribe(url);
      process.stdout.write(`Portico is ready at ${url}\n`);
    },
  });
}

async function reset(dataFolder: string): Promise<void> {
  await removeLocalPostgres(dataFolder);
  for (const name of ['secret.key', 'demo.json']) await rm(join(dataFolder, name), { force: true });
  await rm(vendorFolder(dataFolder), { recursive: true, force: true });
}

function describe({ summary, signIns }: Done): string {
  const { records, people, accesses, participants } = summary;
  return [
    '',
    `${count(records, 'record')}; ${count(people, 'person', 'people')} with ${count(accesses, 'access', 'accesses')}; ${count(participants.added, 'participant')} added by rule.`,
    '',
    'Sample sign-ins:',
    '',
    signIns,
    '',
    '',
  ].join('\n');
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
