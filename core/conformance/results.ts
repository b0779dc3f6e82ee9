import type { Area, Check } from './check.js';
import { describeError } from './lab/describe-error.js';
import { NotApplicable, Refutation, type Because } from './lab/refutation.js';

/** What came of one check. */
export interface Result {
  id: string;
  area: Area;
  name: string;
  outcome: 'passed' | 'failed' | 'notApplicable';
  /** Why it failed, or why it says nothing. */
  reasons: string[];
  /** What to do about a failure. */
  remedy?: string;
  /** Of one that says nothing: no such part, no hint, no simulator, or another check failed. */
  because?: Because | 'simulator' | 'failure';
  /** What it could not show although it passed. */
  notes: string[];
  milliseconds: number;
}

type Told = Omit<Result, 'id' | 'area' | 'name' | 'milliseconds'>;

export const passed = (notes: string[]): Told => ({ outcome: 'passed', reasons: [], notes });

export const notApplicable = (because: NonNullable<Result['because']>, why: string): Told => ({
  outcome: 'notApplicable',
  because,
  reasons: [why],
  notes: [],
});

/** What a check threw, as its result; anything unforeseen counts against the plugin. */
export function toldBy(error: unknown, { remedy }: Pick<Check, 'remedy'>): Told {
  if (error instanceof NotApplicable) return notApplicable(error.because, error.message);
  if (error instanceof Refutation)
    return {
      outcome: 'failed',
      reasons: [...error.problems],
      remedy: error.remedy ?? remedy,
      notes: [],
    };
  return { outcome: 'failed', reasons: [describeError(error)], remedy, notes: [] };
}
