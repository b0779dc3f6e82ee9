import type { Action } from '../../contract/contract.js';
import { makesAnew } from '../../sync/outbox/command-row.js';
import { actionNames } from '../lab/action-names.js';
import type { Check } from '../check.js';
import { describeError } from '../lab/describe-error.js';
import { eachOf, NotShown } from '../lab/each-of.js';
import { loseAnswer } from '../lab/lost-answer.js';
import { outcomeOf } from '../lab/outcome.js';
import { NotApplicable, refute } from '../lab/refutation.js';
import { actionsOf, sampleOf, trialOf, writingsOf } from '../lab/trial.js';

const ways = ['native', 'derived', 'hub', 'manual'];

/** What the plugin says can be done at the vendor. */
export const actionChecks: readonly Check[] = [
  {
    id: 'actions-declared',
    area: 'actions',
    name: 'Every operation has a name that there is, and what its way of doing it needs',
    remedy: 'Write <module>.<verb> as policies do, and declare it by native, derived, hub or manual.',
    after: ['facts-fit'],
    async run(lab) {
      const [first, second] = [await lab.actions(), await lab.actions()];
      refute([
        ...Object.entries(first).flatMap(([name, action]) => flawsOf(name, action as Action<unknown>)),
        ...(String(Object.keys(first)) === String(Object.keys(second))
          ? []
          : ['Asked twice, it can do other things.']),
      ]);
    },
  },
  {
    id: 'manual-steps',
    area: 'actions',
    name: 'What a person must do by hand is a whole sentence',
    remedy: "Say where and what: 'Open the customer in the CRM and delete it there.'",
    after: ['actions-declared'],
    async run(lab) {
      const steps = (await actionsOf(lab)).flatMap(([name, action]) =>
        action.how === 'manual' ? [[name, action.step] as const] : [],
      );
      if (!steps.length) throw new NotApplicable('part', 'Nothing is done by hand.');
      refute(steps.filter(([, step]) => !isSentence(step)).map(([name, step]) => `${name}: "${step}"`));
    },
  },
  {
    id: 'writes-show',
    area: 'actions',
    name: 'What is written can be read afterwards',
    remedy: 'Read back what the vendor may drop, and say so: a yes that did nothing is worse than a no.',
    after: ['actions-declared', 'rows-fit'],
    run: async (lab) =>
      eachOf(await writingsOf(lab), async (name, action) => {
        await sampleOf(lab, name);
        return (await trialOf(lab, name, action)).effect.problems.map((problem) => `${problem}.`);
      }),
  },
  {
    id: 'written-found',
    area: 'actions',
    name: 'Find knows what was written by its key, and nothing before',
    remedy: 'Send the key along where the vendor takes one, and search by it; else by all that was written.',
    after: ['writes-show'],
    async run(lab) {
      const writings = await writingsOf(lab);
      const unknown = writings.filter(([name, { find }]) => !find && makesAnew(name)).map(([name]) => name);
      const notes = await eachOf(writings, async (name, action) => {
        if (!action.find) throw new NotShown('part', 'Nothing that it writes can be looked for.');
        await sampleOf(lab, name);
        const { found, id } = await trialOf(lab, name, action);
        if (!found) return [];
        return [
          ...(found.before === undefined ? [] : [`before anything was written it finds ${found.before}.`]),
          ...(found.after === undefined ? ['it does not find what was written.'] : []),
          ...(makesAnew(name) && id !== undefined && found.after !== undefined && found.after !== id
            ? [`it finds ${found.after}, and ${id} was made.`]
            : []),
        ];
      });
      const told = `Without find a person must look, after an unknown outcome, for ${unknown.join(', ')}.`;
      return unknown.length ? [...notes, told] : notes;
    },
  },
  {
    id: 'lost-answers',
    area: 'actions',
    name: 'A write whose answer is lost is done once, whichever of its calls it was',
    remedy: 'Let find recognise what the lost try has made, before it has made all of it too.',
    after: ['written-found'],
    run: async (lab) =>
      eachOf(await writingsOf(lab), async (action, { find }) => {
        await sampleOf(lab, action);
        if (!find && makesAnew(action)) throw new NotShown('part', 'It has no find.');
        const { calls, problems } = await loseAnswer(lab, { action, lost: undefined });
        const told = problems.map((problem) => `delivered by the outbox, ${problem}.`);
        for (let lost = 0; lost < Math.min(calls, 4) && !told.length; lost += 1) {
          const { problems: found } = await loseAnswer(lab, { action, lost });
          told.push(
            ...found.map((problem) => `with the answer to call ${lost + 1} of ${calls} lost, ${problem}.`),
          );
        }
        return told;
      }),
  },
  {
    id: 'round-trip',
    area: 'actions',
    name: 'Written as it was read, a field reads the same again',
    remedy: 'Give codecs an encode that undoes decode, and write to the place that is read.',
    after: ['writes-show'],
    run: async (lab) =>
      eachOf(await writingsOf(lab), async (name, action) => {
        await sampleOf(lab, name);
        const { again } = await trialOf(lab, name, action);
        if (!again) throw new NotShown('part', 'It updates nothing.');
        return again.map((each) => `${each}.`);
      }),
  },
  {
    id: 'files-fetched',
    area: 'actions',
    name: 'The content of a file is fetched as bytes',
    remedy: 'Answer { content } as Uint8Array; of text that the vendor encodes, what it stands for.',
    after: ['actions-declared'],
    async run(lab) {
      const action = (await lab.actions())['file.get'];
      if (!action || !('fetch' in action)) throw new NotApplicable('part', 'It fetches no files.');
      const { file } = (await lab.bench()).vendor;
      if (!file) throw new NotApplicable('hint', 'start names no file.');
      const { content: expected, ...asked } = file;
      const outcome = await outcomeOf(async () => action.fetch(await lab.session(), asked));
      if (!('answer' in outcome))
        return refute([describeError('fault' in outcome ? outcome.fault : outcome.error)]);
      const { content } = Object(outcome.answer) as { content?: unknown };
      if (!(content instanceof Uint8Array)) return refute(['Its content is no Uint8Array.']);
      if (!content.length) refute(['It has no content.']);
      if (expected !== undefined && Buffer.from(content).toString('utf8') !== expected)
        refute([
          `Its content is "${Buffer.from(content).toString('utf8').slice(0, 60)}" instead of "${expected.slice(0, 60)}".`,
        ]);
    },
  },
];

function flawsOf(name: string, action: Action<unknown> | undefined): string[] {
  if (!actionNames.has(name)) return [`There is no operation ${name}.`];
  if (!action || !ways.includes(action.how)) return [`${name} says no way of doing it.`];
  if (action.how === 'hub') return [];
  if (action.how === 'manual')
    return typeof action.step === 'string' ? [] : [`${name} is manual and has no step.`];
  const does = name === 'file.get' ? 'fetch' : 'write';
  return typeof Reflect.get(action, does) === 'function'
    ? []
    : [`${name} is ${action.how} and has no ${does}.`];
}

const isSentence = (step: string): boolean => /^\p{Lu}.{10,}[.!]$/su.test(step.trim());
