import type { AnyStream } from '../../contract/contract.js';
import type { Check } from '../check.js';
import { eachOf, NotShown } from '../lab/each-of.js';
import type { Lab } from '../lab/lab.js';
import { wholeOf } from '../lab/lab-passes.js';
import {
  changesSince,
  isMoment,
  middleOf,
  missedSince,
  momentsOf,
  tieIn,
  type SincePass,
} from '../lab/moments.js';
import { largePage, readWhole, smallPage, type Whole } from '../lab/read-whole.js';

const day = 86_400_000;

/** How streams with a time of change are read from a moment on. */
export const changeChecks: readonly Check[] = [
  {
    id: 'moments-read',
    area: 'changes',
    name: 'Every item says when it was last changed',
    remedy: 'Read it by a codec and answer a Date; one that cannot be read keeps the watermark where it is.',
    after: ['streams-end'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name, stream) =>
        momentsOf(stream, await wholeOf(lab, name))
          .filter(({ at }) => !isMoment(at))
          .map(({ id, at }) => `${id} was changed at ${String(at)}.`),
      ),
  },
  {
    id: 'since-whole',
    area: 'changes',
    name: 'What changed at a moment or after it is read from that moment on',
    remedy: 'Ask for changes at or after since, not only after it.',
    after: ['moments-read'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name, stream) => {
        const moments = momentsOf(stream, await wholeOf(lab, name));
        const session = await lab.session();
        return missedSince({ name, stream, session, since: middleOf(moments), size: largePage }, moments);
      }),
  },
  {
    id: 'since-heard',
    area: 'changes',
    name: 'What changed before that moment is not all read again',
    remedy: 'Hand since on to the vendor; without it every sync reads everything.',
    after: ['moments-read'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name, stream) => {
        // Where the vendor promises no order, reading all may be the only way to be sure.
        if (stream.order === 'none') return [];
        const moments = momentsOf(stream, await wholeOf(lab, name));
        const since = new Date(Math.max(...moments.map(({ at }) => at.getTime())) + day);
        const session = await lab.session();
        // In small pages: one that is read down from the newest may end with what is older.
        const { ids } = await changesSince({ name, stream, session, since, size: smallPage });
        const count = new Set(ids).size;
        return count >= moments.length
          ? [`a day after its newest change it still gives all ${count} items.`]
          : [];
      }),
  },
  {
    id: 'ties-kept',
    area: 'changes',
    name: 'Of items that changed at one moment none is lost between two pages',
    remedy: 'Let a page end only between two moments, or go on by moment and id together.',
    after: ['since-whole'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name, stream) => {
        const { whole, session } = await withTie(lab, name, stream);
        const moments = momentsOf(stream, whole);
        const since = new Date((tieIn(moments) ?? new Date(0)).getTime() - 1000);
        const lost: string[] = [];
        for (const size of [1, 2, 3])
          lost.push(...(await missedSince({ name, stream, session, since, size }, moments)));
        return lost;
      }),
  },
  {
    id: 'order-kept',
    area: 'changes',
    name: 'Changes that are promised in ascending order come in that order',
    remedy: "Sort in the query by the time of change, or declare order: 'none'.",
    after: ['moments-read'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name, stream) => {
        const since = middleOf(momentsOf(stream, await wholeOf(lab, name)));
        if (stream.order !== 'ascending') throw new NotShown('part', 'It promises no order.');
        const session = await lab.session();
        return [
          ...(await outOfOrder({ name, stream, session, since, size: 2 })),
          ...(await outOfOrder({ name, stream, session, since, size: largePage })),
        ];
      }),
  },
];

/** A stream whose items share a moment: as it is, or where staff have seen to it. */
async function withTie(
  lab: Lab,
  name: string,
  stream: AnyStream,
): Promise<{ whole: Whole; session: SincePass['session'] }> {
  const still = { whole: await wholeOf(lab, name), session: await lab.session() };
  if (tieIn(momentsOf(stream, still.whole))) return still;
  const bench = await lab.fresh();
  const ids = still.whole.ids.slice(0, 5);
  const touched =
    bench.vendor.change?.touch && ids.length > 1 && (await bench.vendor.change.touch(name, ids));
  if (touched === false || !bench.vendor.change?.touch || ids.length < 2)
    throw new NotShown('hint', 'No two items share a moment, and start has no change.touch for them.');
  const session = await bench.session({ facts: await lab.facts() });
  return { whole: await readWhole(name, () => ({ stream, session }), { size: largePage }), session };
}

async function outOfOrder({ name, stream, session, since, size }: SincePass): Promise<string[]> {
  const pass = await readWhole(name, () => ({ stream, session }), { kind: 'changes', since, size });
  const order = momentsOfPass(stream, pass);
  return order.flatMap(({ id, at }, index) => {
    const before = order[index - 1];
    return before && at < before.at ? [`${id} comes behind ${before.id}, which was changed later.`] : [];
  });
}

const momentsOfPass = (stream: AnyStream, pass: Whole) => (pass.items.length ? momentsOf(stream, pass) : []);
