import { expect } from 'chai';

import { checks } from '../../../core/conformance/checks.js';
import { conformance } from '../../../core/conformance/conformance.js';
import { summarize } from '../../../core/conformance/grade.js';
import type { Result } from '../../../core/conformance/results.js';
import type { StartedVendor } from '../../../core/conformance/start.js';
import { openSuite, runSuite } from '../../../core/conformance/suite.js';
import { window, type AnyPlugin } from '../../../core/contract/contract.js';
import { openToy } from './mutate-toy.js';

const outcomes = (results: Result[]): Record<string, string> =>
  Object.fromEntries(results.map(({ id, outcome, because }) => [id, because ?? outcome]));

const checkOf = (id: string) => {
  const found = checks.find((each) => each.id === id);
  if (!found) throw new Error(`no check ${id}`);
  return found;
};

describe('The conformance suite', () => {
  it('names every check and area once, with a sentence and a remedy', () => {
    expect(new Set(checks.map(({ id }) => id)).size).to.equal(checks.length);
    expect(new Set(checks.map(({ name }) => name)).size).to.equal(checks.length);
    const ids = checks.map(({ id }) => id);
    for (const { id, name, remedy, after = [] } of checks) {
      expect(name, id).to.match(/^\p{Lu}.{15,}[^.]$/u);
      expect(remedy, id).to.match(/^\p{Lu}.{15,}\.'?$/su);
      expect(ids, id).to.include.members([...after]);
    }
  });

  it('checks without a simulator what needs none, and says so of everything else', async () => {
    const { plugin, folder } = await openToy();
    const refuse = () => Promise.reject(new Error('nobody needs a database for that'));
    const results = await runSuite({ plugin, folder, database: refuse });
    const offline = checks.filter((each) => each.offline).map(({ id }) => id);
    expect(outcomes(results)).to.deep.equal(
      Object.fromEntries(checks.map(({ id }) => [id, offline.includes(id) ? 'passed' : 'simulator'])),
    );
    expect(summarize(results)).to.include({ grade: 'none', failed: 0, passed: offline.length });
  });

  it('says what it has nothing to go by for, and never that it passed', async () => {
    const { start, ...toy } = await openToy();
    const bare = async (): Promise<StartedVendor> => {
      const { url, settings, close } = (await start?.()) ?? { url: '', settings: {}, close: () => undefined };
      return { url, settings, close };
    };
    const silent = [
      'passwords',
      'edits-found',
      'deletes-found',
      'writes-show',
      'written-found',
      'lost-answers',
      'round-trip',
      'files-fetched',
      'hooks-let-in',
      'sync-deletes',
    ];
    const results = await runSuite({ ...toy, start: bare, only: ({ id }) => silent.includes(id) });
    expect(outcomes(results)).to.deep.equal(Object.fromEntries(silent.map((id) => [id, 'hint'])));
    for (const { reasons } of results) expect(reasons.join(' ')).to.match(/start/);
  });

  it('says of a check that it was not reached when one that it builds on failed', async () => {
    const toy = await openToy();
    const plugin: AnyPlugin = { ...toy.plugin, check: () => Promise.reject(new Error('nobody is in')) };
    const results = await runSuite({
      ...toy,
      plugin,
      only: ({ area }) => area === 'connection' || area === 'webhooks',
    });
    expect(outcomes(results)).to.include({
      'signs-in': 'failed',
      'told-apart': 'failure',
      'hooks-let-in': 'failure',
    });
    expect(results.find(({ id }) => id === 'signs-in')?.reasons[0]).to.match(
      /^Error: nobody is in \(at .*conformance\/suite\.test/,
    );
    expect(summarize(results).grade).to.equal('F');
  });

  it('gives up a check that hangs, and goes on with the others', async () => {
    const toy = await openToy();
    const policy: AnyPlugin['discover'] = (session) =>
      stuck ? new Promise(() => undefined) : toy.plugin.discover(session);
    let stuck = true;
    const suite = openSuite({ ...toy, plugin: { ...toy.plugin, discover: policy } }, { longest: 3000 });
    try {
      const hung = await suite.run(checkOf('facts-fit'));
      expect(hung.reasons).to.deep.equal(['It was not done after 3 s and was given up.']);
      stuck = false;
      expect(await suite.run(checkOf('told-apart'))).to.include({ outcome: 'passed' });
    } finally {
      await suite.close();
    }
  });

  it('waits a short window out, over all connections to the account', async () => {
    const toy = await openToy();
    const limits = () => [window({ calls: 12, per: '1s' })];
    let asked = 0;
    const tried = async (plugin: AnyPlugin) =>
      runSuite({ ...toy, plugin, only: ({ id }) => id === 'limits-kept' });
    const [good] = await tried({ ...toy.plugin, limits });
    expect(good).to.include({ outcome: 'passed' });
    const [bad] = await tried({ ...toy.plugin, limits, account: () => `one of many ${(asked += 1)}` });
    expect(bad?.reasons.join()).to.match(/calls came within \d+ ms, and 12 are allowed in 1s/);
  });

  it('becomes one test for each check, by whatever runner there is', async () => {
    const toy = await openToy();
    const tests = new Map<string, (this: unknown, ...context: unknown[]) => Promise<void>>();
    const skipped: string[] = [];
    let close: (() => Promise<void>) | undefined;
    const { plugin } = toy;
    const runner = {
      describe: (_title: string, body: () => void) => body(),
      it: (title: string, body: (this: unknown, ...context: unknown[]) => Promise<void>) =>
        void tests.set(title, body),
      after: (body: () => Promise<void>) => void (close = body),
    };
    const { start: _start, ...offline } = toy;
    conformance(
      { ...offline, plugin: { ...plugin, settings: { ...plugin.settings, additionalProperties: true } } },
      runner,
    );
    const run = (id: string, context: unknown) => tests.get(checkOf(id).name)?.call(context, context);
    const context = { skip: (why: string) => void skipped.push(why) };
    try {
      expect([...tests.keys()].sort()).to.deep.equal(checks.map(({ name }) => name).sort());
      await run('imports', context);
      const failure = await run('settings-strict', context)?.catch((error: unknown) => error);
      expect(String(failure)).to.match(/slip in its name.*\n→ List what is needed/);
      await run('signs-in', context);
      expect(skipped).to.deep.equal(['not applicable: There is no simulator to try it against.']);
      // mocha's own title says so too.
      const mocha = { ...context, test: { title: 'A check' } };
      await run('facts-fit', mocha);
      expect(mocha.test.title).to.equal('A check (not applicable: There is no simulator to try it against.)');
    } finally {
      await close?.();
    }
  });

  it('wants a runner to be tests at all', async () => {
    const toy = await openToy();
    expect(() => conformance(toy, {})).to.throw('conformance needs describe, it and after');
  });
});
