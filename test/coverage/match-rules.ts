import type { ListedTest } from './list-tests.js';
import { waitsFor, type Rule } from './read-rules.js';

/** A rule and the tests that name it. */
export interface CoveredRule extends Rule {
  state: 'proven' | 'unproven' | 'waits';
  /** Why it is not proven. */
  why?: string;
  tests: ListedTest[];
}

/** The numbers that a title begins with, before its first colon: `O-12, O-13: …`, `RPM-15 to RPM-20: …`. */
export function numbersOf(title: string): string[] {
  const head = /^[^:]*(?=:)/.exec(title)?.[0] ?? '';
  if (!/^[A-Z]+-\d+[a-z]?(,| to |$)/.test(head)) return [];
  return head.split(/,\s*/).flatMap((part) => {
    const [, prefix, from, to] = /^([A-Z]+)-(\d+)[a-z]? to \1-(\d+)$/.exec(part) ?? [];
    if (prefix === undefined || from === undefined) return /^[A-Z]+-\d+[a-z]?$/.test(part) ? [part] : [];
    const width = from.startsWith('0') ? from.length : 0;
    return Array.from(
      { length: Number(to) - Number(from) + 1 },
      (_, index) => `${prefix}-${String(Number(from) + index).padStart(width, '0')}`,
    );
  });
}

/** Each rule with the tests whose titles begin with its number. What waits for an issue is never proven. */
export function matchRules(rules: readonly Rule[], tests: readonly ListedTest[]): CoveredRule[] {
  const byNumber = new Map<string, ListedTest[]>();
  for (const test of tests)
    for (const number of numbersOf(test.title)) byNumber.set(number, [...(byNumber.get(number) ?? []), test]);
  return rules.map((rule) => {
    const found = byNumber.get(rule.number) ?? [];
    const waits = waitsFor[rule.kind];
    if (waits !== undefined) return { ...rule, state: 'waits', why: waits, tests: found };
    return found.length
      ? { ...rule, state: 'proven', tests: found }
      : { ...rule, state: 'unproven', why: rule.unproven ?? 'no test names it', tests: found };
  });
}
