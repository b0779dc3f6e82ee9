import { openConnections, type Connections } from '../core/connections/connections.js';
import type { Connection } from '../core/connections/connection.js';
import { createOutboundGuard } from '../core/connections/outbound-guard.js';
import { createRateBudget } from '../core/connections/rate-budget.js';
import { createSecretBox } from '../core/connections/secrets.js';
import { createVendorSessions } from '../core/connections/vendor-sessions.js';
import { systemClock, type Clock } from '../core/clock.js';
import type { ConnectionConfig } from '../core/contract/generated/config.js';
import { createIdentity, type Identity } from '../core/identity/identity.js';
import { findPluginsIn } from '../core/plugins/find-plugins.js';
import type { AnyPlugin, SessionLog } from '../core/contract/contract.js';
import { admitPlugin, loadPlugins } from '../core/plugins/load-plugins.js';
import { projectPath } from '../core/project-path.js';
import { requestRun, takeRun, type RunOptions } from '../core/sync/lease-run.js';
import { runSync, type RunHooks } from '../core/sync/run-sync.js';
import type { RunOutcome } from '../core/sync/run-outcome.js';
import { openTestDatabase, type TestDatabase } from './database.js';

export interface TestHub {
  database: TestDatabase;
  connections: Connections;
  identity: Identity;
  /** One run from its request to its end, as the command `sync` makes it. */
  sync(id: string, options?: RunOptions, hooks?: RunHooks): Promise<RunOutcome>;
  open(id: string): Promise<Connection>;
  rows(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** A hub over a fresh (or the given) database, with the bundled plugins and connections; loopback vendors are allowed. */
export async function openTestHub(
  configured: ConnectionConfig[],
  {
    clock = systemClock,
    plugins: extra = [],
    database: given,
    log = { info: () => undefined, warn: () => undefined },
  }: { clock?: Clock; plugins?: AnyPlugin[]; database?: TestDatabase; log?: SessionLog } = {},
): Promise<TestHub> {
  const database = given ?? (await openTestDatabase());
  const plugins = await loadPlugins(findPluginsIn(projectPath('dist/plugins')));
  for (const plugin of extra) {
    const admitted = admitPlugin(plugin, 'test');
    if ('problems' in admitted) throw new Error(admitted.problems.join('\n'));
    plugins.set(plugin.id, admitted);
  }
  const box = createSecretBox([{ id: 'test', key: Buffer.alloc(32, 7) }]);
  const outbound = createOutboundGuard({ allow: ['127.0.0.1/32'] });
  const connections = await openConnections({
    database,
    clock,
    log,
    plugins,
    configured,
    box,
    outbound,
    budget: createRateBudget({ pool: database.pool, clock }),
    sessions: createVendorSessions({ pool: database.pool, box }),
  });
  return {
    database,
    connections,
    identity: createIdentity({ config: {}, database, clock }),
    open: (id) => connections.open(id),
    async sync(id, options = {}, hooks = {}) {
      const { id: runId } = await requestRun(database.pool, { connectionId: id, reason: 'test', options });
      const run = await takeRun(database, runId, 'test');
      if (!run) throw new Error(`run ${runId} cannot be taken`);
      return runSync({ database, clock }, await connections.open(id), run, hooks);
    },
    rows: async (sql, values = []) => (await database.pool.query<Record<string, unknown>>(sql, values)).rows,
    async close() {
      outbound.close();
      await database.drop();
    },
  };
}
