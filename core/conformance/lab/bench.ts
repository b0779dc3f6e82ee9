import { randomBytes } from 'node:crypto';

import { systemClock } from '../../clock.js';
import type { Connection } from '../../connections/connection.js';
import { openConnections } from '../../connections/connections.js';
import { createVendorHttp } from '../../connections/create-vendor-http.js';
import { openSession } from '../../connections/open-session.js';
import { createOutboundGuard } from '../../connections/outbound-guard.js';
import { createRateBudget } from '../../connections/rate-budget.js';
import { createRedactor } from '../../connections/redact.js';
import { createSecretBox } from '../../connections/secrets.js';
import { createVendorSessions } from '../../connections/vendor-sessions.js';
import type { AnyPlugin, Facts, Session, VendorHttp } from '../../contract/contract.js';
import type { Database } from '../../database/open-database.js';
import type { LoadedPlugin } from '../../plugins/load-plugins.js';
import { noFacts } from '../../sync/discover.js';
import { describeError } from './describe-error.js';
import { startHostileProxy, type HostileProxy, type Trick } from './hostile-proxy.js';
import { Refutation } from './refutation.js';
import type { Start, StartedVendor } from '../start.js';

/** A vendor, the proxy in front of it, and the plugin connected through both by the hub's own parts. */
export interface Bench {
  vendor: StartedVendor;
  proxy: HostileProxy;
  /** As the lab's, its sign-ins counted, and without its limits: those are tried apart, and nothing else waits for them. */
  plugin: AnyPlugin;
  /** The vendor's, pointed at the proxy. */
  settings: Record<string, unknown>;
  /** Everything that was logged. */
  lines: string[];
  /** Plays a trick on calls that are no part of a sign-in. */
  play(trick: Trick): void;
  /** A connection of its own, stored as any other; by other settings or another plugin where they are given. */
  connection(change?: Partial<Connecting>): Promise<Connection>;
  session(
    change?: Partial<Connecting> & { facts?: Facts; mode?: 'read' | 'write' },
  ): Promise<Session<unknown>>;
  /** Forgets what is known of the vendor's account: open sessions, calls made, words to wait. */
  forgetAccount(): Promise<void>;
  close(): Promise<void>;
}

interface Connecting {
  settings: Record<string, unknown>;
  plugin: AnyPlugin;
}

/** Starts the vendor anew and puts the proxy in front of it. */
export async function openBench({
  start,
  loaded,
  database,
  signal,
}: {
  start: Start;
  loaded: LoadedPlugin;
  database: Database;
  signal: AbortSignal;
}): Promise<Bench> {
  const vendor = await startVendor(start);
  const proxy = await startHostileProxy(vendor.url);
  const outbound = createOutboundGuard({ allow: ['127.0.0.1/32', '::1/128'] });
  const signIns = { underWay: 0 };
  const watched = { ...watchSignIns(loaded.plugin, signIns), limits: () => [] };
  const lines: string[] = [];
  const log = logInto(lines);
  const clock = systemClock;
  const box = createSecretBox([{ id: 'scratch', key: randomBytes(32) }]);
  const fresh = () => ({
    budget: createRateBudget({ pool: database.pool, clock }),
    sessions: createVendorSessions({ pool: database.pool, box }),
  });
  let account = fresh();
  /** What sessions are opened from that ask for nothing else; the account is theirs together in any case. */
  let usual: Promise<Connection> | undefined;

  const bench: Bench = {
    vendor,
    proxy,
    plugin: watched,
    lines,
    settings: {},
    play: ({ when = () => true, ...trick }) =>
      proxy.play({ ...trick, when: (call) => signIns.underWay === 0 && when(call) }),

    async connection({ settings = bench.settings, plugin = watched } = {}) {
      const id = `check-${(made += 1)}`;
      const parts = { ...account, database, clock, log, box, outbound };
      const connections = await openConnections({
        ...parts,
        plugins: new Map([[plugin.id, { ...loaded, plugin }]]),
        configured: [{ id, plugin: plugin.id, settings }],
      });
      const opened = await connections.open(id);
      const redact = createRedactor({ schema: plugin.settings, settings: opened.settings });
      return {
        ...opened,
        session: ({ facts, mode }) =>
          openSession({
            connectionId: id,
            settings: opened.settings,
            facts,
            redact,
            clock,
            log,
            http: createVendorHttp({
              ...parts,
              plugin,
              connectionId: id,
              settings: opened.settings,
              redact,
              signal,
              mode,
              // The waits between tries are the hub's affair and tested there.
              firstWaitMs: 1,
            }),
          }),
      };
    },

    async session({ facts = noFacts, mode = 'read', settings, plugin } = {}) {
      const connection =
        settings || plugin
          ? await bench.connection({ ...(settings && { settings }), ...(plugin && { plugin }) })
          : await (usual ??= bench.connection());
      return connection.session({ facts, mode, signal });
    },

    async forgetAccount() {
      await database.pool.query('delete from rate_budget');
      await database.pool.query('delete from vendor_session');
      account = fresh();
      usual = undefined;
    },

    async close() {
      outbound.close();
      await proxy.close();
      await vendor.close();
    },
  };
  try {
    bench.settings = pointAt(vendor, proxy.url);
  } catch (error) {
    await bench.close();
    throw error;
  }
  return bench;
}

let made = 0;

async function startVendor(start: Start): Promise<StartedVendor> {
  try {
    const vendor = await start();
    if (typeof vendor?.url === 'string' && typeof vendor.settings === 'object') return vendor;
  } catch (error) {
    throw new Refutation([`The simulator does not start: ${describeError(error)}`], 'Mend what start does.');
  }
  throw new Refutation(['start answers no { url, settings, close }.']);
}

/** The settings with the proxy's address wherever the vendor's stands. */
function pointAt({ url, settings }: StartedVendor, proxy: string): Record<string, unknown> {
  const text = JSON.stringify(settings);
  const own = url.replace(/\/+$/, '');
  if (!text.includes(own))
    throw new Refutation(
      [
        `start: none of the settings holds the vendor's address ${own}, so no proxy can be put in front of it.`,
      ],
      'Give the plugin a setting for the address, and let start set it.',
    );
  return JSON.parse(text.replaceAll(own, proxy)) as Record<string, unknown>;
}

/** The plugin, counting the sign-ins that are under way. */
function watchSignIns(plugin: AnyPlugin, signIns: { underWay: number }): AnyPlugin {
  const { auth } = plugin.transport;
  if (auth?.how !== 'session') return plugin;
  const open = async (http: VendorHttp, settings: unknown) => {
    signIns.underWay += 1;
    try {
      return await auth.open(http, settings);
    } finally {
      signIns.underWay -= 1;
    }
  };
  return { ...plugin, transport: { ...plugin.transport, auth: { ...auth, open } } };
}

const logInto = (lines: string[]) => {
  const add = (message: string, details: Record<string, unknown> = {}): void =>
    void lines.push(`${message} ${JSON.stringify(details)}`);
  return { info: add, warn: add };
};
