import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readConfig, type ReadConfig } from '../config/read-config.js';
import {
  createSecretBox,
  makeSecretKey,
  readSecretKey,
  type SecretBox,
} from '../core/connections/secrets.js';
import type { Connections } from '../core/connections/connections.js';
import { createContainer } from '../core/container.js';
import { PorticoError } from '../core/contract/portico-error.js';
import { openLocalPostgres, type LocalPostgres } from '../core/database/local-postgres.js';
import { migrate, pendingMigrations } from '../core/database/migrate.js';
import { openDatabase, type Database } from '../core/database/open-database.js';
import type { Identity } from '../core/identity/identity.js';
import { createLog, type Log } from '../core/log.js';
import { findPlugin, findPluginsIn } from '../core/plugins/find-plugins.js';
import { loadPlugins, type LoadedPlugin } from '../core/plugins/load-plugins.js';
import type { Clock } from '../core/clock.js';
import { CLOCK, CONNECTIONS, IDENTITY } from '../core/tokens.js';

/** A hub that a command works on. */
export interface OpenHub {
  config: ReadConfig;
  database: Database;
  plugins: ReadonlyMap<string, LoadedPlugin>;
  connections: Connections;
  identity: Identity;
  clock: Clock;
  log: Log;
  /** The local PostgreSQL, where there is no database.url. It goes on running when the hub closes. */
  postgres: LocalPostgres | undefined;
  close(): Promise<void>;
}

/** The plugins that come with Portico, compiled. */
export const bundledPlugins = join(dirname(fileURLToPath(import.meta.url)), '../plugins');

/** The bundled plugins and those the config names. */
export function openPlugins({
  hub,
  file,
}: Pick<ReadConfig, 'hub' | 'file'>): Promise<Map<string, LoadedPlugin>> {
  const named = (hub.plugins ?? []).flatMap((each) => findPlugin(each, dirname(file)));
  return loadPlugins([...findPluginsIn(bundledPlugins), ...named]);
}

/**
 * Opens everything a command needs: config, plugins, database (the local one is started, or found running), key,
 * connections. `migrated`: bring the schema up to date first; otherwise an older schema is refused.
 */
export async function openHub({
  configFile,
  migrated = true,
  config = readConfig({ file: configFile }),
}: {
  configFile?: string | undefined;
  migrated?: boolean;
  config?: ReadConfig;
}): Promise<OpenHub> {
  const plugins = await openPlugins(config);
  const log = createLog(config.hub.logLevel);
  const postgres = config.databaseUrl === undefined ? await openOwnPostgres(config) : undefined;
  const database = openDatabase(config.databaseUrl ?? postgres?.url ?? '', {
    // Each run under way may hold two at a time, its page and its lease.
    connections: 10 + 2 * (config.hub.sync?.concurrency ?? 4),
  });
  try {
    if (migrated) await migrate(database);
    else await refuseOldSchema(database);
    const box = await openSecretBox(config);
    // The port that the environment gave is part of every link.
    const hubConfig = { ...config.hub, port: config.port };
    const hub = await createContainer({ config: hubConfig, database, plugins, box, log });
    return {
      config,
      database,
      plugins,
      log,
      postgres,
      connections: hub.container.get(CONNECTIONS),
      identity: hub.container.get(IDENTITY),
      clock: hub.container.get(CLOCK),
      async close() {
        hub.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw explainDatabase(error, config);
  }
}

async function openOwnPostgres({ dataFolder }: ReadConfig): Promise<LocalPostgres> {
  mkdirSync(dataFolder, { recursive: true });
  return openLocalPostgres({ dataFolder });
}

async function refuseOldSchema(database: Database): Promise<void> {
  const pending = await pendingMigrations(database);
  if (pending.length)
    throw new PorticoError(
      'SCHEMA_TOO_OLD',
      `The database lacks ${pending.join(', ')}. Run \`portico migrate\` first.`,
      { details: { pending } },
    );
}

/** The key that secrets are sealed with: from `secretKey`, or made beside the local data. */
export async function openSecretBox({
  secretKeyFile,
  databaseUrl,
  dataFolder,
}: ReadConfig): Promise<SecretBox> {
  if (secretKeyFile !== undefined) return createSecretBox([await readSecretKey(secretKeyFile)]);
  if (databaseUrl !== undefined)
    // A key made here would be lost with this machine, and with it the secrets in a database elsewhere.
    throw new PorticoError(
      'SECRET_KEY_MISSING',
      'The database is not the local one, so the key for its secrets must have a place of its own. Name a key file under "secretKey" in the config (make one with: head -c 32 /dev/urandom | base64).',
    );
  return createSecretBox([await makeSecretKey(join(dataFolder, 'secret.key'))]);
}

/** What a database refuses, in a sentence; any other error as it is. */
export function explainDatabase(error: unknown, { databaseUrl }: ReadConfig): unknown {
  const code = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (databaseUrl === undefined || typeof code !== 'string') return error;
  const { host, pathname } = new URL(databaseUrl);
  const where = `${host}${pathname}`;
  const reasons: Record<string, string> = {
    ECONNREFUSED: `Nothing answers at ${where}. Start that PostgreSQL, or correct database.url (DATABASE_URL).`,
    ENOTFOUND: `The host of ${where} is not known. Correct database.url (DATABASE_URL).`,
    '28P01': `The PostgreSQL at ${where} refused the user or password. Correct database.url (DATABASE_URL).`,
    '3D000': `The PostgreSQL at ${where} has no such database. Create it, or correct database.url (DATABASE_URL).`,
  };
  const reason = reasons[code];
  return reason
    ? new PorticoError('DATABASE_UNREACHABLE', reason, { cause: error, details: { where, code } })
    : error;
}
