import type { TestDatabase } from '../database.js';

/** What every part of the bench is given. */
export interface Stage {
  /** How many contacts. */
  size: number;
  /** A folder that goes when the bench ends. */
  folder: string;
  /** A fresh migrated database on the bench's own server. */
  database(): Promise<TestDatabase>;
  /** Takes the CPU profiles of syncs, where they are wanted. */
  profile: string | undefined;
  /** Are statements to be timed in the sync's process? */
  queries: boolean;
  /** For those who watch; never on stdout. */
  say(line: string): void;
}
