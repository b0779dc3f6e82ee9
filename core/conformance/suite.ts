import type { Check } from './check.js';
import { checks } from './checks.js';
import { createLab, type LabOptions } from './lab/create-lab.js';
import { notApplicable, passed, toldBy, type Result } from './results.js';
import { Refutation } from './lab/refutation.js';

/** The suite over one plugin. Every check is made once, whoever asks for it, after those that it builds on. */
export interface Suite {
  checks: readonly Check[];
  run(check: Check): Promise<Result>;
  /** What came of those that were made, asked for or needed. */
  made(): Promise<Result[]>;
  close(): Promise<void>;
}

type Outcome = Omit<Result, 'id' | 'area' | 'name'>;

/** `longest`: a check that takes more milliseconds hangs; in the plugin, as a rule. */
export function openSuite(options: LabOptions, { longest = 45_000 }: { longest?: number } = {}): Suite {
  const lab = createLab(options);
  const made = new Map<string, Promise<Result>>();
  let turn: Promise<unknown> = Promise.resolve();

  /** One at a time, since they share a vendor. */
  function run(check: Check): Promise<Result> {
    const known = made.get(check.id) ?? make(check);
    made.set(check.id, known);
    return known;
  }

  async function make(check: Check): Promise<Result> {
    const { id, area, name } = check;
    const told = (await blocked(check)) ?? (await inTurn(() => attempt(check)));
    return { id, area, name, ...told };
  }

  async function blocked({ after = [], offline }: Check): Promise<Outcome | undefined> {
    if (!offline && !options.start)
      return { ...notApplicable('simulator', 'There is no simulator to try it against.'), milliseconds: 0 };
    for (const each of checks.filter(({ id }) => after.includes(id))) {
      const { outcome, name, because, reasons } = await run(each);
      const why = outcome === 'failed' ? `Not reached, since this failed: ${name}.` : reasons.join(' ');
      if (outcome === 'failed' || because === 'failure')
        return { ...notApplicable('failure', why), milliseconds: 0 };
    }
    return undefined;
  }

  async function attempt(check: Check): Promise<Outcome> {
    const started = performance.now();
    const told = await withinTime(check).then(
      (notes) => passed(notes ?? []),
      (error: unknown) => toldBy(error, check),
    );
    await lab.tidy();
    return { ...told, milliseconds: Math.round(performance.now() - started) };
  }

  async function withinTime(check: Check): Promise<string[] | void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        const given = new Refutation([`It was not done after ${longest / 1000} s and was given up.`]);
        lab.abandon().then(() => reject(given), reject);
      }, longest);
    });
    const work = (async () => check.run(lab))();
    // Given up, it may still fail; nobody waits for it then.
    work.catch(() => undefined);
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  return { checks, run, made: () => Promise.all(made.values()), close: () => lab.close() };
}

/**
 * Makes every check, or those that `only` says, one after the other, and closes the suite. What the others build on
 * is in the results too where it failed.
 */
export async function runSuite(
  options: LabOptions & {
    signal?: AbortSignal;
    only?(check: Check): boolean;
    onResult?(result: Result): void;
  },
): Promise<Result[]> {
  const suite = openSuite(options);
  const wanted = suite.checks.filter((each) => options.only?.(each) ?? true);
  const results = new Map<string, Result>();
  try {
    for (const check of wanted) {
      if (options.signal?.aborted) break;
      const result = await suite.run(check);
      results.set(check.id, result);
      options.onResult?.(result);
    }
    for (const result of await suite.made()) if (result.outcome === 'failed') results.set(result.id, result);
  } finally {
    await suite.close();
  }
  return suite.checks.flatMap(({ id }) => results.get(id) ?? []);
}
