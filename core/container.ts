import 'reflect-metadata';
import { ContainerInstance } from 'typedi';

import { systemClock, type Clock } from './clock.js';
import { openConnections } from './connections/connections.js';
import { createOutboundGuard } from './connections/outbound-guard.js';
import { createRateBudget } from './connections/rate-budget.js';
import type { SecretBox } from './connections/secrets.js';
import { createVendorSessions } from './connections/vendor-sessions.js';
import type { HubConfig } from './contract/generated/config.js';
import type { Database } from './database/open-database.js';
import { createIdentity } from './identity/identity.js';
import { sessionLog, type Log } from './log.js';
import type { LoadedPlugin } from './plugins/load-plugins.js';
import { CLOCK, CONNECTIONS, DATABASE, IDENTITY, LOG, PLUGINS } from './tokens.js';

/** What the container is made from: things that were opened, and are closed, by whoever starts the hub. */
export interface HubParts {
  config: HubConfig;
  database: Database;
  plugins: ReadonlyMap<string, LoadedPlugin>;
  box: SecretBox;
  log: Log;
  clock?: Clock;
}

/** A hub's parts, joined. `close` frees what the joining opened. */
export interface Hub {
  container: ContainerInstance;
  close(): void;
}

let made = 0;

/** The composition root: the one place where parts are chosen and joined. */
export async function createContainer({
  config,
  database,
  plugins,
  box,
  log,
  clock = systemClock,
}: HubParts): Promise<Hub> {
  const container = new ContainerInstance(`portico-${(made += 1)}`);
  const outbound = createOutboundGuard({ allow: config.outbound?.allow ?? [] });
  const connections = await openConnections({
    database,
    clock,
    log: sessionLog(log),
    plugins,
    configured: config.connections ?? [],
    box,
    outbound,
    budget: createRateBudget({ pool: database.pool, clock }),
    sessions: createVendorSessions({ pool: database.pool, box }),
  });
  container.set({ id: CLOCK, value: clock });
  container.set({ id: LOG, value: log });
  container.set({ id: DATABASE, value: database });
  container.set({ id: PLUGINS, value: plugins });
  container.set({ id: CONNECTIONS, value: connections });
  container.set({ id: IDENTITY, value: createIdentity({ config, database, clock }) });
  return { container, close: () => outbound.close() };
}
