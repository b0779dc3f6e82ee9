import { expect } from 'chai';

import { checks } from '../../../core/conformance/checks.js';
import { summarize } from '../../../core/conformance/grade.js';
import type { Result } from '../../../core/conformance/results.js';

/** Results of all checks: passed, but for what is said. */
function results(...others: Partial<Result>[]): Result[] {
  const named = new Map(others.map((each) => [each.id, each]));
  return checks.map(({ id, area, name }) => ({
    id,
    area,
    name,
    outcome: 'passed',
    reasons: [],
    notes: [],
    milliseconds: 1,
    ...named.get(id),
  }));
}
const failed = (id: string): Partial<Result> => ({ id, outcome: 'failed' });
const unsaid = (id: string, because: NonNullable<Result['because']>): Partial<Result> => ({
  id,
  outcome: 'notApplicable',
  because,
});

describe('Grades', () => {
  const grades: [what: string, given: Result[], grade: string][] = [
    ['all shown', results(), 'A'],
    ['all shown that there is', results(unsaid('hooks-point', 'part')), 'A'],
    ['nothing wrong, something not shown', results(unsaid('passwords', 'hint')), 'B'],
    ['something wrong', results(failed('ids-once'), unsaid('passwords', 'hint')), 'C'],
    ['much wrong', results(...checks.slice(-8).map(({ id }) => failed(id))), 'D'],
    ['no way in', results(failed('signs-in'), unsaid('facts-fit', 'failure')), 'F'],
    ['no simulator', results(unsaid('signs-in', 'simulator')), 'none'],
    ['only some checks made', results().slice(0, 10), 'none'],
  ];
  for (const [what, given, grade] of grades)
    it(`${grade}: ${what}`, () => {
      const { says, ...summary } = summarize(given);
      expect(summary.grade).to.equal(grade);
      expect(summary.passed + summary.failed + summary.notApplicable).to.equal(given.length);
      expect(says).to.match(/\.$/);
    });
});
