import type { Counters } from './apply-page.js';
import type { PassKind } from './stream-state.js';

/** How a run ended. `queued` means that it goes on later: others were waiting, or the vendor asked to wait. */
export interface RunOutcome {
  state: 'done' | 'failed' | 'cancelled' | 'queued' | 'lost';
  streams: Record<string, Counters & { kind: PassKind | 'taken up'; total?: number | undefined }>;
  error?: Error;
}
