import { checks } from './checks.js';
import type { Result } from './results.js';

/** A: all shown. B: nothing wrong, not all shown. C, D: some, much wrong. F: nothing can be said. None: not tried. */
export type Grade = 'A' | 'B' | 'C' | 'D' | 'F' | 'none';

export interface Summary {
  grade: Grade;
  /** The grade in a sentence. */
  says: string;
  passed: number;
  failed: number;
  notApplicable: number;
}

/** Without these there is no plugin to speak of. */
const vital = new Set([
  'declared',
  'starts',
  'limits-whole',
  'signs-in',
  'facts-fit',
  'streams-declared',
  'streams-end',
]);

/** Of a hundred checks, so many may fail before it is much. */
const someOf100 = 10;

/** What all results come to. */
export function summarize(results: readonly Result[]): Summary {
  const count = (outcome: Result['outcome']): number =>
    results.filter((each) => each.outcome === outcome).length;
  const [passed, failed, notApplicable] = [count('passed'), count('failed'), count('notApplicable')];
  return { ...gradeOf(results, failed), passed, failed, notApplicable };
}

function gradeOf(results: readonly Result[], failed: number): Pick<Summary, 'grade' | 'says'> {
  const because = (reason: Result['because']): number =>
    results.filter((each) => each.because === reason).length;
  if (results.some(({ id, outcome }) => outcome === 'failed' && vital.has(id)))
    return { grade: 'F', says: 'It does not get so far that the rest can be tried.' };
  if (failed * 100 > results.length * someOf100)
    return { grade: 'D', says: 'It breaks many of its promises.' };
  if (failed) return { grade: 'C', says: 'It breaks some of its promises.' };
  if (because('simulator'))
    return { grade: 'none', says: 'What it declares is good. Without a simulator nothing else was tried.' };
  if (results.length < checks.length) return { grade: 'none', says: 'Only some of the checks were made.' };
  const unshown = because('hint');
  if (unshown)
    return {
      grade: 'B',
      says: `Nothing is wrong; ${unshown} checks had nothing to go by. Give start what they name.`,
    };
  return { grade: 'A', says: 'It keeps all of its promises.' };
}
