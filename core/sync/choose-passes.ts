import { milliseconds, type AnyStream, type Duration } from '../contract/contract.js';
import type { RunOptions } from './lease-run.js';
import type { PassKind, StreamState } from './stream-state.js';

/** A full pass is made at least this often where the plugin does not say: what incremental reading missed is found. */
const weekly: Duration = '7d';

/**
 * Which passes of a stream are due, in the order they are made: one that was interrupted goes on; a stream never
 * read whole, or not for as long as it says, is read whole; otherwise only what changed, by the means the vendor has.
 */
export function choosePasses(
  stream: AnyStream,
  state: StreamState,
  { now, mapping, options }: { now: Date; mapping: string; options: RunOptions },
): PassKind[] {
  const isDue = (last: Date | undefined, every: Duration): boolean =>
    !last || now.getTime() - last.getTime() >= milliseconds(every);
  const passes: PassKind[] = [];
  if (options.remap || (state.mapping !== undefined && state.mapping !== mapping)) passes.push('remap');
  if (options.remap) return passes;
  if (options.full || state.pass?.kind === 'full' || isDue(state.fullAt, stream.full ?? weekly))
    return [...passes, 'full'];
  if (!stream.page) return [...passes, 'list'];
  if (stream.changedAt) passes.push('changes');
  else if (stream.recent) passes.push('recent');
  if (stream.list && (state.pass?.kind === 'list' || isDue(state.listedAt, stream.listEvery)))
    passes.push('list');
  return passes;
}
