import { lintPolicy } from '../../access/lint-policy.js';
import { inAnotherWorld } from '../lab/another-world.js';
import type { Check } from '../check.js';
import { describeError } from '../lab/describe-error.js';
import { deepFreeze, whereNotJson } from '../lab/plain-data.js';
import { refute } from '../lab/refutation.js';

/** The vendor's access rules, as data. */
export const policyChecks: readonly Check[] = [
  {
    id: 'policy-clean',
    area: 'policy',
    name: 'The policy fits its schema and passes the linter',
    remedy: 'Correct the grant or limit that is named; a policy with an error is never run.',
    after: ['facts-fit'],
    async run(lab) {
      const lints = lintPolicy(lab.plugin.policy(await lab.facts(), await lab.settings()));
      const told = (level: string) =>
        lints.filter((lint) => lint.level === level).map(({ at, sentence }) => `${at}: ${sentence}`);
      refute(told('error'));
      return told('warning').map((warning) => `The linter asks whether this is meant: ${warning}`);
    },
  },
  {
    id: 'policy-pure',
    area: 'policy',
    name: 'The policy comes from facts and settings alone, and leaves them as they are',
    remedy: 'Take clock, chance and network out of policy; rules about time are conditions in it.',
    after: ['facts-fit'],
    async run(lab) {
      const facts = deepFreeze(await lab.facts());
      const settings = deepFreeze(structuredClone(await lab.settings()));
      const make = (): string => {
        try {
          return JSON.stringify(lab.plugin.policy(facts, settings));
        } catch (error) {
          return describeError(error);
        }
      };
      const loose = JSON.stringify(lab.plugin.policy(structuredClone(facts), structuredClone(settings)));
      const frozen = make();
      const { result: later, calls } = inAnotherWorld(make);
      const lost = whereNotJson(lab.plugin.policy(facts, settings), 'policy');
      refute([
        ...(frozen === loose ? [] : [`It changes what it is made from (${frozen.slice(0, 200)}).`]),
        ...(later === frozen ? [] : ['At another time it is another.']),
        ...calls.map((call) => `It calls ${call}.`),
        ...(lost === undefined ? [] : [`JSON cannot carry ${lost}.`]),
      ]);
    },
  },
];
