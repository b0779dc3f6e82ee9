import { parseArgs } from 'node:util';

import { listTests } from './list-tests.js';
import { matchRules, type CoveredRule } from './match-rules.js';
import { readRules } from './read-rules.js';

/** `npm run coverage:rules`: per vendor, which of its numbered behaviours a test proves, which not, and why. */
const { values } = parseArgs({ options: { json: { type: 'boolean' }, vendor: { type: 'string' } } });

const tests = await listTests();
const vendors = [...readRules()]
  .filter(([vendor]) => values.vendor === undefined || vendor === values.vendor)
  .map(([vendor, rules]) => ({ vendor, rules: matchRules(rules, tests) }));
const count = (rules: CoveredRule[], state: CoveredRule['state']): number =>
  rules.filter((each) => each.state === state).length;
const summary = vendors.map(({ vendor, rules }) => ({
  vendor,
  numbers: rules.length,
  proven: count(rules, 'proven'),
  unproven: count(rules, 'unproven'),
  waits: count(rules, 'waits'),
}));

if (values.json) process.stdout.write(`${JSON.stringify({ summary, vendors }, null, 2)}\n`);
else {
  const lines = vendors.flatMap(({ vendor, rules }) => ['', vendor, ...rules.flatMap(describe)]);
  const sums = summary.map(
    (each) =>
      `${each.vendor.padEnd(12)} ${each.proven} of ${each.numbers} proven, ${each.unproven} not, ${each.waits} wait for another issue`,
  );
  process.stdout.write([...lines, '', ...sums, ''].join('\n'));
}

function describe({ number, says, state, why, tests: found }: CoveredRule): string[] {
  const mark = { proven: '✓', unproven: '✗', waits: '–' }[state];
  const [first, ...more] = found;
  const by = first ? `${first.file}: ${first.title}${more.length ? ` (and ${more.length} more)` : ''}` : '';
  const how = state === 'proven' ? by : [why, by && `touched by ${by}`].filter(Boolean).join('; ');
  return [`  ${mark} ${number.padEnd(7)} ${says}`, `            ${how}`];
}
