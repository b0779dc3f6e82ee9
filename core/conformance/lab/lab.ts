import type { Actions, AnyPlugin, Facts, Session } from '../../contract/contract.js';
import type { Bench } from './bench.js';
import type { NamedStream } from './each-of.js';
import type { Whole } from './read-whole.js';
import type { ScratchDatabase } from './scratch-database.js';

/** What is tried: a plugin, and its folder where that is known. */
export interface Subject {
  plugin: AnyPlugin;
  /** Where its compiled files are; without it nothing can be said about what it imports. */
  folder?: string | URL | undefined;
  /** Its module, where that is not plugin.js in the folder. */
  entry?: string | undefined;
}

/** Where checks find the plugin at work. What is costly is done once and shared. */
export interface Lab extends Subject {
  /** Given up when a check takes too long. */
  signal: AbortSignal;
  database(): Promise<ScratchDatabase>;
  /** One vendor for all checks that change nothing there; calm at the beginning of each. */
  bench(): Promise<Bench>;
  /** A vendor started anew for a check that changes something; closed when the check ends. */
  fresh(): Promise<Bench>;
  /** What was discovered, as it is after it was stored; a copy for each who asks. */
  facts(): Promise<Facts>;
  /** Settings as the plugin gets them: checked, with their defaults. */
  settings(): Promise<unknown>;
  /** A session of its own, with the facts. */
  session(): Promise<Session<unknown>>;
  streams(): Promise<NamedStream[]>;
  actions(): Promise<Actions<unknown>>;
  /** Every stream read to its end at once, in large pages. */
  whole(): Promise<Map<string, Whole>>;
  /** Done by the first who asks. */
  once<T>(key: string, work: () => Promise<T>): Promise<T>;
}
