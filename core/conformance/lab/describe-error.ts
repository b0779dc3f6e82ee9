import { Fault, type FaultKind } from '../../contract/contract.js';

/** An error in a sentence: its kind where it is a Fault, and where it came from where it is none. */
export function describeError(error: unknown): string {
  if (error instanceof Fault) return `${aFault(error.kind)}: ${error.message}`;
  if (!(error instanceof Error)) return `it threw ${String(error)}`;
  const [, from] = /\n\s+at (.*)/.exec(error.stack ?? '') ?? [];
  return `${error.name}: ${error.message}${from === undefined ? '' : ` (at ${shortPlace(from)})`}`;
}

/** "an auth fault", "a transient fault" */
export const aFault = (kind: FaultKind): string => `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind} fault`;

/** The last two names of a path: enough to find the line, and the same on every machine. */
const shortPlace = (place: string): string => place.replace(/[^\s(]*\/([^/\s]+\/[^/\s]+)$/, '$1');
