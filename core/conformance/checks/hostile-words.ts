import type { Check } from '../check.js';
import { describeError } from '../lab/describe-error.js';
import { operationsOf } from '../lab/operations.js';
import { NotApplicable, refute } from '../lab/refutation.js';
import { astray, tryOperation, tryOperations, type Tried } from '../lab/tried-operations.js';

const leaveIt = "Leave it to the hub, or let the transport's fault name the vendor's own words for it.";

/** So many calls, a sign-in included, are more than one operation needs to find out that it is refused. */
const mostRefused = 12;

/** What comes of a vendor that asks to wait, or that ends a sign-in. */
export const hostileWordChecks: readonly Check[] = [
  {
    id: 'wait-until',
    area: 'faults',
    name: 'A limit with Retry-After is waited out where that is short, and else a rateLimited fault that says until when',
    remedy: leaveIt,
    after: ['streams-end'],
    async run(lab) {
      const bench = await lab.bench();
      const later = { status: 429, headers: { 'retry-after': '3600' } };
      const told: string[] = [];
      for (const each of await operationsOf(lab)) {
        const started = Date.now();
        const tried = await tryOperation(lab, bench, { operation: each, trick: { play: { answer: later } } });
        await bench.forgetAccount();
        const retryAt = 'fault' in tried.outcome ? tried.outcome.fault.retryAt?.getTime() : undefined;
        told.push(...astray([tried], ['rateLimited']));
        if (retryAt !== undefined && Math.abs(retryAt - started - 3_600_000) > 120_000)
          told.push(
            `${each.name}: Retry-After says 3600 s, and the fault ${new Date(retryAt).toISOString()}.`,
          );
      }
      const soon = { times: 1, play: { answer: { status: 429, headers: { 'retry-after': '1' } } } };
      for (const operation of (await operationsOf(lab)).slice(0, 2))
        told.push(...unanswered(await tryOperation(lab, bench, { operation, trick: { ...soon } })));
      refute(told);
    },
  },
  {
    id: 'wait-unsaid',
    area: 'faults',
    name: 'A limit that names no moment is tried again, and a rateLimited fault if it stays',
    remedy: leaveIt,
    after: ['streams-end'],
    async run(lab) {
      const { limited } = (await lab.bench()).vendor.says ?? {};
      const told: string[] = [];
      for (const answer of [{ status: 429 }, ...(limited ? [limited] : [])]) {
        told.push(
          ...astray(await tryOperations(lab, { play: { answer } }, { forget: true }), ['rateLimited']),
        );
        if (answer === limited) continue;
        const once = { times: 1, play: { answer } };
        told.push(...(await tryOperations(lab, once, { forget: true })).flatMap(unanswered));
      }
      refute(told);
    },
  },
  {
    id: 'expired-once',
    area: 'faults',
    name: 'A sign-in that has expired is made anew, and the call goes through',
    remedy:
      'Declare the sign-in by session({ open, apply }), keep nothing of it elsewhere, and tell its end as an auth fault.',
    after: ['streams-end'],
    async run(lab) {
      if (lab.plugin.transport.auth?.how !== 'session')
        throw new NotApplicable('part', 'Every call carries its credentials; nothing expires.');
      const bench = await lab.fresh();
      const { says, change } = bench.vendor;
      await lab.plugin.check(await bench.session());
      const told: string[] = [];
      for (const operation of await operationsOf(lab)) {
        const answer = says?.expired ?? { status: 401 };
        const trick = { times: 1, play: { answer } };
        if (change?.expire) await change.expire();
        told.push(
          ...unanswered(await tryOperation(lab, bench, { operation, ...(!change?.expire && { trick }) })),
        );
      }
      refute(told);
    },
  },
  {
    id: 'refused-for-ever',
    area: 'faults',
    name: 'A sign-in that is refused for ever is an auth fault, after a few calls',
    remedy: 'Let the auth fault through: the hub signs in once more and then tells the admin.',
    after: ['streams-end'],
    async run(lab) {
      const bench = await lab.bench();
      const answer = bench.vendor.says?.expired ?? { status: 401 };
      const tried = await tryOperations(lab, { play: { answer } }, { forget: true });
      refute([
        ...astray(tried, ['auth']),
        ...tried
          .filter(({ calls }) => calls > mostRefused)
          .map(({ operation, calls }) => `${operation.name}: ${calls} calls, all of them refused.`),
      ]);
    },
  },
];

/** What did not go through after all. */
const unanswered = ({ operation, outcome }: Tried): string[] =>
  'answer' in outcome
    ? []
    : [`${operation.name}: ${describeError('fault' in outcome ? outcome.fault : outcome.error)}`];
