import { Token } from 'typedi';

import type { Clock } from './clock.js';
import type { Connections } from './connections/connections.js';
import type { Database } from './database/open-database.js';
import type { Identity } from './identity/identity.js';
import type { Log } from './log.js';
import type { LoadedPlugin } from './plugins/load-plugins.js';

/** The parts of a running hub, by token. Only core/container.ts fills them in. */
export const CLOCK = new Token<Clock>('clock');
export const LOG = new Token<Log>('log');
export const DATABASE = new Token<Database>('database');
export const PLUGINS = new Token<ReadonlyMap<string, LoadedPlugin>>('plugins');
export const CONNECTIONS = new Token<Connections>('connections');
export const IDENTITY = new Token<Identity>('identity');
