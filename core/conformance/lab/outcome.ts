import { Fault, type FaultKind } from '../../contract/contract.js';
import { aFault, describeError } from './describe-error.js';

/** How something that a plugin did came out. */
export type Outcome = { answer: unknown } | { fault: Fault } | { error: unknown };

export async function outcomeOf(work: () => unknown): Promise<Outcome> {
  try {
    return { answer: await work() };
  } catch (error) {
    return error instanceof Fault ? { fault: error } : { error };
  }
}

/** What came instead of a fault of one of these kinds; undefined where one came. `wanted` says which, in words. */
export function otherThan(
  outcome: Outcome,
  kinds: readonly FaultKind[],
  wanted = kinds.map(aFault).join(' or '),
): string | undefined {
  if ('answer' in outcome) return `it answered as if nothing were wrong, instead of with ${wanted}`;
  if ('error' in outcome) return `${describeError(outcome.error)}, instead of ${wanted}`;
  const { kind, message } = outcome.fault;
  return kinds.includes(kind) ? undefined : `${aFault(kind)} ("${message}"), instead of ${wanted}`;
}
