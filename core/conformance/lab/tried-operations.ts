import type { FaultKind } from '../../contract/contract.js';
import type { Bench } from './bench.js';
import type { Trick } from './hostile-proxy.js';
import type { Lab } from './lab.js';
import { operationsOf, type Operation } from './operations.js';
import { otherThan, outcomeOf, type Outcome } from './outcome.js';

/** How an operation came out while a trick was played on its calls. */
export interface Tried {
  operation: Operation;
  outcome: Outcome;
  /** How many calls it made of the vendor; `own`: without those that signed in. */
  calls: number;
  own: number;
}

/**
 * Tries every operation of a sync with a trick played on all its calls but those of the sign-in. `forget`: what the
 * vendor said to one of them counts for none of the others.
 */
export async function tryOperations(
  lab: Lab,
  trick: Trick,
  { forget = false }: { forget?: boolean } = {},
): Promise<Tried[]> {
  const bench = await lab.bench();
  const tried: Tried[] = [];
  for (const operation of await operationsOf(lab)) {
    tried.push(await tryOperation(lab, bench, { operation, trick }));
    if (forget) await bench.forgetAccount();
  }
  return tried;
}

/** Tries one operation, with a trick or without one. */
export async function tryOperation(
  lab: Lab,
  bench: Bench,
  { operation, trick }: { operation: Operation; trick?: Trick },
): Promise<Tried> {
  const session = await bench.session({ facts: await lab.facts() });
  let own = 0;
  bench.proxy.calm();
  // Asked of every call, and played on none.
  bench.play({ when: () => Boolean((own += 1)) && false, play: { instead: 'reset' } });
  if (trick) bench.play(trick);
  const outcome = await outcomeOf(() => operation.run(session));
  const calls = bench.proxy.calls.length;
  bench.proxy.calm();
  return { operation, outcome, calls, own };
}

/**
 * Tries all operations at the same time, each of its calls for no longer than a second and once, so that they need
 * not be waited for one after the other.
 */
export async function tryTogether(lab: Lab, trick: Trick): Promise<Tried[]> {
  const bench = await lab.bench();
  const { plugin } = bench;
  const hasty = { ...plugin, transport: { ...plugin.transport, timeout: '1s' as const } };
  const facts = await lab.facts();
  // Signed in at leisure, so that nothing is hasty but what gets no answer.
  await plugin.check(await bench.session({ facts }));
  // A write is not repeated after it got no answer.
  const session = await bench.session({ facts, plugin: hasty, mode: 'write' });
  bench.proxy.calm();
  bench.play(trick);
  const tried = (await operationsOf(lab)).map(async (operation) => ({
    operation,
    outcome: await outcomeOf(() => operation.run(session)),
    calls: 1,
    own: 1,
  }));
  return Promise.all(tried).finally(() => bench.proxy.calm());
}

/** The operations that did not end in a fault of one of these kinds, in sentences. */
export const astray = (tried: readonly Tried[], kinds: readonly FaultKind[], wanted?: string): string[] =>
  tried.flatMap(({ operation, outcome }) => {
    const problem = otherThan(outcome, kinds, wanted);
    return problem === undefined ? [] : [`${operation.name}: ${problem}.`];
  });
