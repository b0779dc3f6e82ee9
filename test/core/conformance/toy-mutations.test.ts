import { expect } from 'chai';

import type { Area, Check } from '../../../core/conformance/check.js';
import { checks } from '../../../core/conformance/checks.js';
import type { Result } from '../../../core/conformance/results.js';
import { runMutant } from './mutate-toy.js';
import { toyMutations, type Mutation } from './toy-mutations.js';

/** How many mutants are tried at once: a good part of their time they wait. */
const atOnce = 4;

/** What takes long is made only of mutants that are about the same area; everything else of every one. */
const long = new Set<Area>(['faults', 'sync', 'limits']);
const areaOf = new Map(checks.map(({ id, area }) => [id, area]));
const isMade =
  ({ check: mutated }: Mutation) =>
  ({ id, area }: Check): boolean =>
    id === mutated ||
    ((!long.has(area) || area === areaOf.get(mutated)) &&
      (id !== 'lost-answers' || areaOf.get(mutated) === 'actions'));

describe('The conformance suite over a good plugin, and over the same with one fault', function () {
  this.timeout(600_000);
  const results = new Map<Mutation, Result[]>();
  let good: Result[];

  before(async () => {
    good = await runMutant({ changes: [] });
    const waiting = [...toyMutations];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        results.set(next, await runMutant(next, isMade(next)));
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  });

  it('passes the good one in every check, and leaves out none of them', () => {
    expect(good.map(({ id, outcome, reasons }) => ({ id, outcome, reasons }))).to.deep.equal(
      checks.map(({ id }) => ({ id, outcome: 'passed', reasons: [] })),
    );
  });

  it('has a fault to find for every check', () => {
    const mutated = new Set(toyMutations.map(({ check }) => check));
    expect(checks.map(({ id }) => id).filter((id) => !mutated.has(id))).to.deep.equal([]);
  });

  for (const mutation of toyMutations) {
    const { check, says, changes } = mutation;
    it(`${check} alone finds: ${says} (${changes.map(([file]) => file).join(', ')})`, () => {
      const failed = (results.get(mutation) ?? []).filter(({ outcome }) => outcome === 'failed');
      expect(
        failed.map(({ id, reasons }) => ({ id, reasons })).filter(({ id }) => id !== check),
      ).to.deep.equal([]);
      expect(failed.flatMap(({ reasons }) => reasons).join('\n')).to.contain(says);
      expect(failed[0]?.remedy).to.match(/\S/);
    });
  }
});
