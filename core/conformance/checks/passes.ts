import { checkStreams } from '../../sync/check-streams.js';
import type { Check } from '../check.js';
import { eachOf } from '../lab/each-of.js';
import { idDifferences, inSmallPages, smallOf, wholeOf } from '../lab/lab-passes.js';
import { deepFreeze, whereNotJson } from '../lab/plain-data.js';
import { readWhole, smallPage, type Whole } from '../lab/read-whole.js';
import { refute } from '../lab/refutation.js';
import { differences, toSnapshot } from '../lab/snapshot.js';

/** How streams are read from their first page to their last. */
export const passChecks: readonly Check[] = [
  {
    id: 'streams-declared',
    area: 'streams',
    name: 'Streams are declared without contradiction, and the same each time',
    remedy: 'Declare them by stream({ … }) from facts and settings alone, and leave both as they are.',
    after: ['facts-fit'],
    async run(lab) {
      const facts = deepFreeze(await lab.facts());
      const settings = await lab.settings();
      const [first, second] = [0, 1].map(() => Object.keys(checkStreams(lab.plugin, facts, settings)));
      refute([
        ...(first?.length ? [] : ['There is no stream, so nothing can be read.']),
        ...(String(first) === String(second)
          ? []
          : [`Asked twice, there are ${String(first)} and then ${String(second)}.`]),
      ]);
    },
  },
  {
    id: 'streams-end',
    area: 'streams',
    name: 'Every stream can be read from its first page to its last',
    remedy: 'Return next as long as there is more, and leave it out on the last page.',
    after: ['streams-declared'],
    async run(lab) {
      const empty = [...(await lab.whole())].filter(([, { ids }]) => !ids.length).map(([name]) => name);
      if (empty.length === (await lab.streams()).length)
        refute(['There is nothing in any stream at the simulator.']);
      return empty.length ? [`Nothing to read at the simulator, so not shown: ${empty.join(', ')}.`] : [];
    },
  },
  {
    id: 'ids-once',
    area: 'streams',
    name: 'Every item says its id, a text, and comes once in a pass',
    remedy:
      "Give id as the vendor's own, as text (String(item.id)), and begin each page behind the last item of the one before.",
    after: ['streams-end'],
    async run(lab) {
      const passes = [...(await lab.whole()), ...(await inSmallPages(lab))];
      refute([...new Set(passes.flatMap(([name, whole]) => idProblems(name, whole)))]);
    },
  },
  {
    id: 'pages-agree',
    area: 'streams',
    name: 'Small pages bring the same items and rows as large ones',
    remedy:
      'Ask for `size` items behind `cursor`; sort by something that does not change while pages are read.',
    after: ['streams-end'],
    async run(lab) {
      await inSmallPages(lab);
      return eachOf(await lab.streams(), async (name, stream) => {
        const [large, small] = [await wholeOf(lab, name), await smallOf(lab, name)];
        const rows = (whole: Whole) => toSnapshot(new Map([[name, whole]]), [[name, stream]]);
        return [...idDifferences(large.ids, small.ids), ...differences(rows(large), rows(small))];
      });
    },
  },
  {
    id: 'pass-resumes',
    area: 'streams',
    name: 'Killed after any page, a pass goes on to the same end',
    remedy:
      'Keep what the next page needs in the cursor, never in the plugin: another process reads the next page.',
    after: ['streams-end'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name) => {
        const reader = async () => {
          const stream = (await lab.streams()).find(([each]) => each === name)?.[1];
          if (!stream) throw new Error('it is declared no more.');
          return { stream, session: await lab.session() };
        };
        const resumed = await readWhole(name, reader, { size: smallPage });
        return idDifferences((await smallOf(lab, name)).ids, resumed.ids);
      }),
  },
  {
    id: 'cursors-json',
    area: 'streams',
    name: 'Cursors and state are JSON',
    remedy: 'Return next and state as texts, numbers or plain objects of them; a date as its ISO text.',
    after: ['streams-end'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name) => {
        const { pages } = await smallOf(lab, name);
        const lost = pages.flatMap(({ next, state }) => [
          whereNotJson(next, 'next'),
          whereNotJson(state, 'state'),
        ]);
        return [...new Set(lost)].flatMap((where) =>
          where === undefined ? [] : [`JSON cannot carry ${where}.`],
        );
      }),
  },
];

function idProblems(name: string, { ids }: Whole): string[] {
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [
    ...(ids.some((id) => id.startsWith('unnamed:')) ? [`${name}: an item does not say its id as text.`] : []),
    ...[...new Set(twice)].map((id) => `${name}: ${id} comes twice in a pass.`),
  ];
}
