import type { Session } from '../contract/contract.js';
import type { Database, PoolClient } from '../database/open-database.js';
import type { Counters } from './apply-page.js';
import type { PassContext } from './pass-context.js';
import type { PassKind } from './stream-state.js';

/** What a pass tells those who watch it, after every page. */
export interface PassProgress {
  stream: string;
  kind: PassKind;
  total: number | undefined;
  seen: number;
  counters: Counters;
}

/** What a pass works with. */
export interface PassDeps {
  database: Database;
  context: PassContext;
  session: Session<unknown>;
  counters: Counters;
  dryRun: boolean;
  /** Called between pages: throws when the work must stop here (signal, lost lease) or yields to others. */
  checkpoint(): void;
  progress(news: PassProgress): Promise<void> | void;
  /** Saves the run's counters, in the page's transaction; with the pass that it completes, if it does. */
  saveCounters(tx: PoolClient, made?: PassKind): Promise<void>;
}
