import type { AnyPlugin, Facts, Session } from '../contract/contract.js';
import type { FieldMap } from '../sync/map-items.js';

/** A configured vendor account, ready to be used: its plugin is loaded, its settings checked and opened. */
export interface Connection {
  id: string;
  title: string;
  plugin: AnyPlugin;
  /** Those of the config file are read-only here. */
  origin: 'config' | 'database';
  settings: unknown;
  map: FieldMap;
  /** A cron expression; empty: never by itself. */
  schedule: string;
  paused: boolean;
  /** What `discover` last found, and when. */
  facts: Facts | undefined;
  factsAt: Date | undefined;
  /** Everything a plugin may touch, for one run or one command. */
  session(options: { facts: Facts; mode: 'read' | 'write'; signal: AbortSignal }): Session<unknown>;
  /** Takes the connection's secrets out of a text that leaves the hub (S40). */
  redact(text: string): string;
}
