import { milliseconds, type Limit, type Session } from '../../contract/contract.js';
import type { Check } from '../check.js';
import type { Lab } from '../lab/lab.js';
import { operationsOf } from '../lab/operations.js';
import { NotApplicable, refute } from '../lab/refutation.js';

/** Windows that are short enough to wait for, and few enough calls to fill them. */
const shortest = 2000;
const fewest = 60;
/** How long each call is held up, so that those that are under way at once are seen to be. */
const holdUp = 8;

/** What the vendor asks of its callers. */
export const limitChecks: readonly Check[] = [
  {
    id: 'limits-whole',
    area: 'limits',
    name: 'Limits are declared in whole numbers and real lengths of time',
    remedy: "Declare them by parallel(4) and window({ calls: 20, per: '1s' }).",
    after: ['starts'],
    async run(lab) {
      const [first, second] = await limitsOf(lab);
      refute([
        ...first.flatMap(flawOf),
        ...(JSON.stringify(first) === JSON.stringify(second)
          ? []
          : ['Asked twice, it declares other limits.']),
      ]);
    },
  },
  {
    id: 'limits-kept',
    area: 'limits',
    name: 'Connections to one account keep within its limits together',
    remedy: 'Let account answer the same text for the same account, and limits for it the same limits.',
    after: ['streams-end'],
    async run(lab) {
      const [limits] = await limitsOf(lab);
      const parallels = limits.filter(({ kind }) => kind === 'parallel');
      const windows = limits.flatMap((limit) =>
        limit.kind === 'window' && milliseconds(limit.per) <= shortest && limit.calls <= fewest
          ? [limit]
          : [],
      );
      if (!parallels.length && !windows.length)
        throw new NotApplicable('part', 'It declares no limit that can be tried.');
      const { proxy } = await lab.bench();
      proxy.delay = holdUp;
      await Promise.all((await sessionsOf(lab, parallels)).map((session) => beginSync(lab, session)));
      const { peak } = proxy;
      proxy.delay = 0;
      const most = Math.min(...parallels.map(({ calls }) => calls));
      const told = peak > most ? [`${peak} calls were under way at once, and ${most} are allowed.`] : [];
      for (const window of windows) told.push(...(await overWindow(lab, window)));
      refute(told);
    },
  },
];

async function limitsOf(lab: Lab): Promise<[Limit[], Limit[]]> {
  // Not from a connection: opening one with a limit that is none might wait for ever.
  const { settings } = (await lab.bench()).vendor;
  const ask = (): Limit[] => lab.plugin.limits?.(structuredClone(settings)) ?? [];
  return [ask(), ask()];
}

function flawOf(limit: Limit): string[] {
  const told = JSON.stringify(limit);
  if (!Number.isInteger(limit.calls) || limit.calls < 1) return [`${told} allows no whole number of calls.`];
  if (limit.kind === 'parallel') return [];
  try {
    return milliseconds(limit.per) >= 1000 ? [] : [`${told} is shorter than a second.`];
  } catch (error) {
    return [`${told}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** Sessions that share an account: of two connections, where the plugin names it, and else of one. */
async function sessionsOf(lab: Lab, limits: Limit[]): Promise<Session<unknown>[]> {
  const bench = await lab.bench();
  const facts = await lab.facts();
  const plugin = { ...bench.plugin, limits: () => limits };
  const connection = await bench.connection({ plugin });
  const other = lab.plugin.account ? await bench.connection({ plugin }) : connection;
  return [connection, other].map(({ session }) => session({ facts, mode: 'read', signal: lab.signal }));
}

/** What a sync begins with, as much of it at once as may be. */
const beginSync = async (lab: Lab, session: Session<unknown>): Promise<unknown> =>
  Promise.all((await operationsOf(lab)).map(({ run }) => run(session)));

/** Makes calls for more than two windows: the last of them must not come before the third has begun. */
async function overWindow(lab: Lab, window: Extract<Limit, { kind: 'window' }>): Promise<string[]> {
  const { calls, per } = window;
  const bench = await lab.bench();
  await bench.forgetAccount();
  bench.proxy.calm();
  const sessions = await sessionsOf(lab, [window]);
  const most = 2 * calls + 1;
  const began = Date.now();
  const asked = Array.from({ length: most }, () => sessions)
    .flat()
    .slice(0, most);
  await Promise.all(asked.map((session) => lab.plugin.check(session)));
  const came = bench.proxy.calls;
  const took = Math.max(...came.map(({ at }) => at)) - began;
  const windows = Math.ceil(came.length / calls) - 1;
  // The budget counts by the clock of the database.
  return took + 100 < windows * milliseconds(per)
    ? [`${came.length} calls came within ${took} ms, and ${calls} are allowed in ${per}.`]
    : [];
}
