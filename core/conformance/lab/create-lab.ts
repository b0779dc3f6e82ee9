import { setMaxListeners } from 'node:events';

import type { Facts } from '../../contract/contract.js';
import { admitPlugin, type LoadedPlugin } from '../../plugins/load-plugins.js';
import { checkStreams } from '../../sync/check-streams.js';
import { openBench, type Bench } from './bench.js';
import type { Lab, Subject } from './lab.js';
import { largePage, readEvery } from './read-whole.js';
import { Refutation } from './refutation.js';
import { openScratchDatabase, type ScratchDatabase } from './scratch-database.js';
import type { Start } from '../start.js';

export interface LabOptions extends Subject {
  /** Without it only what can be said of the plugin alone is checked. */
  start?: Start | undefined;
  /** Opens an empty database with the schema; a PostgreSQL of its own is started, if left out. */
  database?: (() => Promise<ScratchDatabase>) | undefined;
}

export interface OpenLab extends Lab {
  /** Between checks: the shared vendor is calm again, and those started for one check are gone. */
  tidy(): Promise<void>;
  /** Gives up whatever is under way. */
  abandon(): Promise<void>;
  close(): Promise<void>;
}

/** Where checks find the plugin at work. Vendors and database are started when they are first asked for. */
export function createLab({ start, database: open = openScratchDatabase, ...subject }: LabOptions): OpenLab {
  const { plugin } = subject;
  const shared = new Map<string, Promise<unknown>>();
  const benches: Bench[] = [];
  let abort = newAbort();
  let still: Promise<Bench> | undefined;
  let opened: Promise<ScratchDatabase> | undefined;

  async function startBench(): Promise<Bench> {
    if (!start) throw new Error('There is no vendor to start.');
    const database = await lab.database();
    return openBench({ start, loaded: admit(plugin), database, signal: abort.signal });
  }

  const lab: OpenLab = {
    ...subject,
    get signal() {
      return abort.signal;
    },
    database: () => (opened ??= open()),
    bench: () => (still ??= startBench()),
    async fresh() {
      const bench = await startBench();
      benches.push(bench);
      return bench;
    },
    once<T>(key: string, work: () => Promise<T>): Promise<T> {
      const known = shared.get(key) ?? work();
      shared.set(key, known);
      // What stands under a key was put there by the same work.
      return known as Promise<T>;
    },
    facts: async () => {
      const found = await lab.once('facts', async () =>
        toStored(await plugin.discover(await (await lab.bench()).session())),
      );
      return structuredClone(found);
    },
    settings: () => lab.once('settings', async () => (await (await lab.bench()).connection()).settings),
    session: async () => (await lab.bench()).session({ facts: await lab.facts() }),
    streams: async () => Object.entries(checkStreams(plugin, await lab.facts(), await lab.settings())),
    actions: async () => plugin.actions(await lab.facts(), await lab.settings()),
    whole: () =>
      lab.once('whole', async () => readEvery(await lab.streams(), () => lab.session(), { size: largePage })),

    async tidy() {
      for (const bench of benches.splice(0)) await bench.close();
      const bench = await still?.catch(() => undefined);
      bench?.proxy.calm();
      await bench?.forgetAccount();
    },
    async abandon() {
      abort.abort();
      abort = newAbort();
      await (await still?.catch(() => undefined))?.close();
      still = undefined;
    },
    async close() {
      abort.abort();
      for (const bench of benches.splice(0)) await bench.close();
      await (await still?.catch(() => undefined))?.close();
      await (await opened?.catch(() => undefined))?.drop();
    },
  };
  return lab;
}

/** Every call under way listens to it. */
function newAbort(): AbortController {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  return abort;
}

function admit(plugin: Subject['plugin']): LoadedPlugin {
  const admitted = admitPlugin(plugin, 'the plugin');
  if ('problems' in admitted) throw new Refutation(admitted.problems);
  return admitted;
}

/** Facts as JSON brings them back from the database. */
const toStored = (facts: Facts): Facts => JSON.parse(JSON.stringify(facts)) as Facts;
