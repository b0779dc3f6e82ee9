import { areas, type Check } from './check.js';
import type { LabOptions } from './lab/create-lab.js';
import type { Result } from './results.js';
import { openSuite } from './suite.js';

/** What a test runner gives: the globals of mocha, jest or vitest, or what `node:test` exports. */
export interface TestRunner {
  describe(title: string, body: () => void): unknown;
  it(title: string, body: (this: unknown, ...context: unknown[]) => Promise<void>): unknown;
  after?(body: () => Promise<void>): unknown;
  afterAll?(body: () => Promise<void>): unknown;
}

export interface ConformanceOptions extends LabOptions {
  /** A check that start gives nothing to go by fails, instead of being skipped. */
  strict?: boolean;
  /** Whose vendor it is, where one plugin is tried against several. */
  title?: string;
}

/**
 * Makes a test of every check of the suite: `conformance({ plugin, start })`. Where the plugin has no such part, or
 * start gives nothing to go by, the title says so; a test that could not look at anything is skipped.
 */
export function conformance(
  { strict = false, title: named, ...options }: ConformanceOptions,
  runner: Partial<TestRunner> = globalThis,
): void {
  const { describe, it } = runner;
  const after = runner.after ?? runner.afterAll;
  if (!describe || !it || !after)
    throw new Error(
      'conformance needs describe, it and after: hand them over, or run it by a test runner that has them.',
    );
  const suite = openSuite(options);
  const run = (check: Check) =>
    async function (this: unknown, ...context: unknown[]): Promise<void> {
      const result = await suite.run(check);
      const { outcome, reasons, remedy = '' } = result;
      if (outcome === 'failed') throw new Error(`${reasons.join('\n')}\n→ ${remedy}`);
      if (strict && result.because === 'hint') throw new Error(`Not shown: ${reasons.join(' ')}`);
      tell(result, [this, ...context]);
    };
  describe(`Conformance: ${named ?? options.plugin.title ?? options.plugin.id}`, () => {
    for (const [area, title] of Object.entries(areas))
      describe(title, () => {
        for (const check of suite.checks.filter((each) => each.area === area)) it(check.name, run(check));
      });
    after(() => suite.close());
  });
}

/** What a runner hands to a test, on `this` or as its argument: mocha has `test`, all have `skip`. */
interface Context {
  skip?(why: string): void;
  test?: { title: string };
}

/** Says in the report what was not shown, by whatever the runner has for it. */
function tell({ outcome, because, reasons, notes }: Result, contexts: unknown[]): void {
  const found = contexts
    .map((each) => Object(each) as Context)
    .find(({ skip }) => typeof skip === 'function');
  const isShown = outcome === 'passed';
  const told = isShown ? notes.join(' ') : `not applicable: ${reasons.join(' ')}`;
  if (found?.test && told) found.test.title += ` (${told})`;
  // A part that the plugin does not have is nothing left undone, where the title can say so.
  if (!isShown && !(found?.test && because === 'part')) found?.skip?.(told);
}
