import type { Clock } from '../clock.js';
import type { ConnectionConfig } from '../contract/generated/config.js';
import type { Facts, SessionLog } from '../contract/contract.js';
import { PorticoError } from '../contract/portico-error.js';
import { query, type Database } from '../database/open-database.js';
import type { LoadedPlugin } from '../plugins/load-plugins.js';
import { checkSchedule } from '../queue/check-schedule.js';
import type { FieldMap } from '../sync/map-items.js';
import { cancelRun } from '../sync/lease-run.js';
import { checkFieldMap } from './check-field-map.js';
import type { Connection } from './connection.js';
import { createVendorHttp } from './create-vendor-http.js';
import { openSession } from './open-session.js';
import type { OutboundGuard } from './outbound-guard.js';
import type { RateBudget } from './rate-budget.js';
import { readSettings } from './read-settings.js';
import { createRedactor } from './redact.js';
import { openSettings, sealSettings } from './seal-settings.js';
import type { SecretBox } from './secrets.js';
import type { VendorSessions } from './vendor-sessions.js';

export interface ConnectionsDeps {
  database: Database;
  clock: Clock;
  log: SessionLog;
  plugins: ReadonlyMap<string, LoadedPlugin>;
  /** Connections of the config file: read-only here, their secrets stay out of the database. */
  configured: readonly ConnectionConfig[];
  box: SecretBox;
  outbound: OutboundGuard;
  budget: RateBudget;
  sessions: VendorSessions;
}

/** What a list of connections shows of each: nothing that needs its plugin or its secrets. */
export interface ConnectionSummary {
  id: string;
  plugin: string;
  title: string;
  origin: 'config' | 'database';
  schedule: string;
  paused: boolean;
  /** Made from a config file that does not name it any more: its data is kept, and nothing is synced. */
  left: boolean;
}

/** What a person gives for a connection that lives in the database. */
export interface ConnectionInput {
  id: string;
  plugin: string;
  title?: string | undefined;
  settings: Record<string, unknown>;
  schedule?: string | undefined;
  /** Field overrides; in a change an undefined one is taken away. */
  map?: Record<string, string | undefined> | undefined;
}

/** The configured vendor accounts: those of the config file and those that admins added. */
export interface Connections {
  list(): Promise<ConnectionSummary[]>;
  /** That there is a connection of this name, whatever state it is in. @throws PorticoError CONNECTION_UNKNOWN */
  known(id: string): Promise<ConnectionSummary>;
  /** @throws PorticoError CONNECTION_UNKNOWN, CONNECTION_LEFT, CONNECTION_PLUGIN_MISSING, CONNECTION_SETTINGS */
  open(id: string): Promise<Connection>;
  add(input: ConnectionInput): Promise<void>;
  set(id: string, change: Partial<Omit<ConnectionInput, 'id' | 'plugin'>>): Promise<void>;
  pause(id: string, paused: boolean): Promise<void>;
  remove(id: string): Promise<void>;
}

const defaultSchedule = '*/15 * * * *';

interface ConnectionRow {
  id: string;
  plugin: string;
  title: string;
  origin: 'config' | 'database';
  settings: Record<string, unknown>;
  secrets: Record<string, string>;
  schedule: string | null;
  map: FieldMap;
  facts: Facts | null;
  facts_at: Date | null;
  paused_at: Date | null;
}

/** Opens the store of connections and notes those of the config file in the database. */
export async function openConnections(deps: ConnectionsDeps): Promise<Connections> {
  const {
    database: { pool },
    plugins,
    configured,
    box,
  } = deps;
  await noteConfigured(deps);
  const config = new Map(configured.map((each) => [each.id, each]));

  async function readRow(id: string): Promise<ConnectionRow> {
    const [row] = await query<ConnectionRow>(
      pool,
      'select * from connection where id = $1 and removed_at is null',
      [id],
    );
    if (row) return row;
    const known = (await list()).map((each) => each.id);
    throw new PorticoError(
      'CONNECTION_UNKNOWN',
      `There is no connection "${id}". ${known.length ? `There are: ${known.join(', ')}.` : 'There is none yet: add one to the config file, or by `portico connections add`.'}`,
      { details: { id } },
    );
  }

  async function list(): Promise<ConnectionSummary[]> {
    const rows = await query<ConnectionRow>(
      pool,
      'select * from connection where removed_at is null order by id',
    );
    return rows.map(summarize);
  }

  const summarize = (row: ConnectionRow): ConnectionSummary => ({
    id: row.id,
    plugin: row.plugin,
    title: row.title,
    origin: row.origin,
    schedule: row.schedule ?? defaultSchedule,
    paused: row.paused_at !== null,
    left: row.origin === 'config' && !config.has(row.id),
  });

  function pluginOf(row: { id: string; plugin: string }): LoadedPlugin {
    const loaded = plugins.get(row.plugin);
    if (loaded) return loaded;
    throw new PorticoError(
      'CONNECTION_PLUGIN_MISSING',
      `Connection ${row.id} needs the plugin "${row.plugin}", and there is none of that name. There are: ${[...plugins.keys()].join(', ')}. Name its folder or package under "plugins" in the config file.`,
      { details: { connection: row.id, plugin: row.plugin } },
    );
  }

  async function ownRow(id: string, verb: string): Promise<ConnectionRow> {
    const row = await readRow(id);
    if (row.origin === 'config' && config.has(id))
      throw new PorticoError(
        'CONNECTION_READ_ONLY',
        `Connection ${id} comes from the config file and cannot be ${verb} here. Change the file and start again.`,
        { details: { connection: id } },
      );
    return row;
  }

  return {
    list,
    known: async (id) => summarize(await readRow(id)),

    async open(id) {
      const row = await readRow(id);
      const fromFile = config.get(id);
      if (row.origin === 'config' && !fromFile)
        throw new PorticoError(
          'CONNECTION_LEFT',
          `Connection ${id} is no longer in the config file. Put it back there, or take its data away by \`portico connections remove ${id}\`.`,
          { details: { connection: id } },
        );
      const loaded = pluginOf(row);
      const settings = readSettings(id, fromFile ? fromFile.settings : openSettings(box, row), loaded);
      const redact = createRedactor({ schema: loaded.plugin.settings, settings });
      const { plugin } = loaded;
      return {
        id,
        title: row.title,
        plugin,
        origin: row.origin,
        settings,
        map: fromFile?.map ?? row.map,
        schedule: row.schedule ?? defaultSchedule,
        paused: row.paused_at !== null,
        facts: row.facts ?? undefined,
        factsAt: row.facts_at ?? undefined,
        redact: (text) => redact.text(text),
        session: ({ facts, mode, signal }) =>
          openSession({
            connectionId: id,
            settings,
            facts,
            redact,
            clock: deps.clock,
            log: deps.log,
            http: createVendorHttp({ ...deps, plugin, connectionId: id, settings, redact, signal, mode }),
          }),
      };
    },

    async add({ id, plugin, title, settings, schedule, map }) {
      if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id))
        throw new PorticoError(
          'CONNECTION_ID',
          `"${id}" cannot be the id of a connection. Take small letters, digits and dashes, at most 63.`,
          { details: { id } },
        );
      checkSchedule(schedule);
      checkFieldMap(map);
      const loaded = pluginOf({ id, plugin });
      const { settings: schema } = loaded.plugin;
      const sealed = sealSettings(box, { id, settings: readSettings(id, settings, loaded), schema });
      const { rowCount } = await pool.query(
        `insert into connection (id, plugin, title, origin, settings, secrets, schedule, map)
         values ($1, $2, $3, 'database', $4, $5, $6, $7) on conflict (id) do nothing`,
        [
          id,
          plugin,
          title ?? loaded.plugin.title,
          sealed.settings,
          sealed.secrets,
          schedule ?? null,
          map ?? {},
        ],
      );
      if (!rowCount)
        throw new PorticoError(
          'CONNECTION_EXISTS',
          `There is, or was, a connection "${id}" already. Take another id.`,
          { details: { id } },
        );
    },

    async set(id, change) {
      checkSchedule(change.schedule);
      checkFieldMap(change.map);
      const row = await ownRow(id, 'changed');
      const loaded = pluginOf(row);
      const settings = readSettings(id, { ...openSettings(box, row), ...change.settings }, loaded);
      const sealed = sealSettings(box, { id, settings, schema: loaded.plugin.settings });
      await pool.query(
        'update connection set title = $2, settings = $3, secrets = $4, schedule = $5, map = $6 where id = $1',
        [
          id,
          change.title ?? row.title,
          sealed.settings,
          sealed.secrets,
          change.schedule ?? row.schedule,
          { ...row.map, ...change.map },
        ],
      );
    },

    async pause(id, paused) {
      await readRow(id);
      await pool.query(
        'update connection set paused_at = case when $2 then coalesce(paused_at, now()) end where id = $1',
        [id, paused],
      );
    },

    async remove(id) {
      await ownRow(id, 'removed');
      const active = await query<{ id: number }>(
        pool,
        "select id from run where connection_id = $1 and state in ('queued', 'running')",
        [id],
      );
      for (const run of active) await cancelRun(pool, run.id);
      await pool.query('update connection set removed_at = now(), secrets = $2 where id = $1', [id, {}]);
      await pool.query('update issue set closed_at = now() where connection_id = $1 and closed_at is null', [
        id,
      ]);
    },
  };
}

/** Gives each connection of the config file its row: what sync learns hangs on it. */
async function noteConfigured({ database: { pool }, configured, plugins }: ConnectionsDeps): Promise<void> {
  for (const { id, plugin, title, schedule, participants, map } of configured) {
    const [row] = await query<{ plugin: string }>(
      pool,
      `insert into connection (id, plugin, title, origin, schedule, participants, map) values ($1, $2, $3, 'config', $4, $5, $6)
       on conflict (id) do update
       set title = excluded.title, schedule = excluded.schedule, participants = excluded.participants, map = excluded.map,
           origin = 'config', removed_at = null
       returning plugin`,
      [
        id,
        plugin,
        title ?? plugins.get(plugin)?.plugin.title ?? id,
        schedule ?? null,
        participants ?? {},
        map ?? {},
      ],
    );
    if (row && row.plugin !== plugin)
      throw new PorticoError(
        'CONNECTION_PLUGIN_CHANGED',
        `Connection ${id} holds the data of plugin "${row.plugin}", and the config file now gives it plugin "${plugin}". Give the new one an id of its own.`,
        { details: { connection: id } },
      );
  }
}
