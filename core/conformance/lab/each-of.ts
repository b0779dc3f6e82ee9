import type { AnyStream } from '../../contract/contract.js';
import { describeError } from './describe-error.js';
import { NotApplicable, refute, Refutation, type Because } from './refutation.js';

export type NamedStream = [name: string, stream: AnyStream];

/** Of one stream (or operation) nothing can be said here. */
export class NotShown extends Error {
  constructor(
    readonly because: Because,
    why: string,
  ) {
    super(why);
  }
}

/**
 * Looks at each of a plugin's streams or operations and tells the problems of all together. `look` answers or throws
 * what is wrong with one, or throws NotShown; if nothing can be said of any, neither can the check. Answers what was
 * not shown for want of a hint.
 */
export async function eachOf<N extends string, T>(
  named: readonly (readonly [name: N, each: T])[],
  look: (name: N, each: T) => Promise<readonly string[] | void>,
): Promise<string[]> {
  const problems: string[] = [];
  const notShown = new Map<string, { because: Because; names: string[] }>();
  for (const [name, each] of named) {
    try {
      const told = (await look(name, each)) ?? [];
      problems.push(...told.map((problem) => `${name}: ${problem}`));
    } catch (error) {
      if (error instanceof NotShown) {
        const { names, because } = notShown.get(error.message) ?? { names: [], because: error.because };
        notShown.set(error.message, { because, names: [...names, name] });
      } else if (error instanceof Refutation)
        problems.push(...error.problems.map((text) => withName(name, text)));
      else problems.push(withName(name, describeError(error)));
    }
  }
  refute(problems);
  const silent = [...notShown].map(([why, { because, names }]) => ({ why, because, names }));
  const told = silent.filter(({ because }) => because === 'hint');
  if (silent.reduce((sum, { names }) => sum + names.length, 0) === named.length)
    throw new NotApplicable(
      told.length ? 'hint' : 'part',
      (told.length ? told : silent).map(({ why }) => why).join(' ') || 'There is none.',
    );
  return told.map(({ why, names }) => `Not shown for ${names.join(', ')}: ${why}`);
}

const withName = (name: string, problem: string): string =>
  problem.startsWith(`${name}: `) ? problem : `${name}: ${problem}`;
