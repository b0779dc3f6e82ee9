import type { FaultKind } from '../../contract/contract.js';
import type { Check } from '../check.js';
import type { Trick } from '../lab/hostile-proxy.js';
import { operationsOf } from '../lab/operations.js';
import { refute } from '../lab/refutation.js';
import type { PlainAnswer } from '../start.js';
import { astray, tryOperation, tryOperations, tryTogether } from '../lab/tried-operations.js';
import { wrongAnswers } from '../lab/wrong-answers.js';

const passing: FaultKind[] = ['transient'];
const unread: FaultKind[] = ['transient', 'contract'];
const throwOn =
  'Catch only the fault you know what to do about, and throw on every other: an empty answer deletes.';

const page = (title: string): PlainAnswer => ({
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
});

/** A check that plays one trick on everything that a sync asks for. */
const spoiled = (id: string, name: string, kinds: FaultKind[], trick: Trick): Check => ({
  id,
  area: 'faults',
  name,
  remedy: throwOn,
  after: ['streams-end'],
  run: async (lab) => refute(astray(await tryOperations(lab, trick), kinds)),
});

/** What comes of answers that are none. */
export const hostileAnswerChecks: readonly Check[] = [
  {
    id: 'vendor-fails',
    area: 'faults',
    name: 'HTTP 500, at whichever call it comes, is a transient fault',
    remedy: throwOn,
    after: ['streams-end'],
    async run(lab) {
      const bench = await lab.bench();
      const problems: string[] = [];
      for (const operation of await operationsOf(lab)) {
        const { own: calls } = await tryOperation(lab, bench, { operation });
        for (const skip of spread(calls)) {
          const trick = { skip, play: { answer: { status: 500 } } };
          const tried = await tryOperation(lab, bench, { operation, trick });
          // It may have got by with fewer calls this time.
          const told = tried.own > skip ? astray([tried], passing) : [];
          problems.push(...told.map((each) => `From call ${skip + 1} of ${calls} on, ${each}`));
        }
      }
      refute(problems);
    },
  },
  spoiled('gateway-fails', 'HTTP 502 with a page is a transient fault', passing, {
    play: { answer: { status: 502, ...page('Bad Gateway') } },
  }),
  spoiled(
    'page-for-data',
    'A page instead of data, with HTTP 200, is a transient or contract fault',
    unread,
    {
      play: { answer: page('We will be back soon') },
    },
  ),
  spoiled('cut-short', 'An answer that ends in the middle is a transient or contract fault', unread, {
    play: { after: 'cut' },
  }),
  spoiled('empty-answer', 'An empty answer with HTTP 200 is a transient or contract fault', unread, {
    play: { answer: { headers: { 'content-type': 'application/json' } } },
  }),
  spoiled('connection-reset', 'A connection that is reset is a transient fault', passing, {
    play: { instead: 'reset' },
  }),
  {
    id: 'no-answer',
    area: 'faults',
    name: 'An answer that does not come in time is a transient fault',
    remedy: throwOn,
    after: ['streams-end'],
    run: async (lab) => refute(astray(await tryTogether(lab, { play: { instead: 'silence' } }), passing)),
  },
  {
    id: 'wrong-answers',
    area: 'faults',
    name: 'An answer of another form is a fault, never a failure of the plugin or an empty list',
    remedy: 'Read every answer by readAnswer and a codec that requires what must be there.',
    after: ['streams-end'],
    async run(lab) {
      const bench = await lab.bench();
      const problems: string[] = [];
      const notes: string[] = [];
      for (const operation of await operationsOf(lab)) {
        const { outcome: usual } = await tryOperation(lab, bench, { operation });
        for (const { what, alter, mayMeanNothing } of wrongAnswers) {
          const tried = await tryOperation(lab, bench, { operation, trick: { play: { alter } } });
          const { outcome } = tried;
          const isEmpty =
            'answer' in outcome && outcome.answer === 0 && 'answer' in usual && usual.answer !== 0;
          const [failed] = 'answer' in outcome ? [] : astray([tried], expected, 'a fault that says so');
          if (isEmpty)
            (mayMeanNothing ? notes : problems).push(
              `With ${what}, ${operation.name} is as if there were nothing.`,
            );
          if (failed !== undefined) problems.push(`With ${what}, ${failed}`);
          // One of them shows what is wrong.
          if (failed !== undefined || (isEmpty && !mayMeanNothing)) break;
        }
      }
      refute(problems);
      return notes;
    },
  },
];

/** Whatever the vendor or the account may be to blame for. */
const expected: FaultKind[] = [
  'contract',
  'transient',
  'invalidRecord',
  'config',
  'permission',
  'auth',
  'notFound',
];

/** Up to eight calls of many, from the first to the last. */
function spread(calls: number): number[] {
  const most = 8;
  const count = Math.min(calls, most);
  return Array.from({ length: count }, (_, index) =>
    count === 1 ? 0 : Math.round((index * (calls - 1)) / (count - 1)),
  );
}
