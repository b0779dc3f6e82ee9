import { isDeepStrictEqual } from 'node:util';

import type { AnyStream } from '../../contract/contract.js';
import { mapItem, toRawItem } from '../../sync/map-items.js';
import { bidStaff } from '../lab/bid-staff.js';
import type { Check } from '../check.js';
import { eachOf, NotShown } from '../lab/each-of.js';
import { startEngine, type Engine } from '../lab/engine.js';
import type { Lab } from '../lab/lab.js';
import { idDifferences, wholeOf } from '../lab/lab-passes.js';
import type { Whole } from '../lab/read-whole.js';
import { refute } from '../lab/refutation.js';
import { differences, toSnapshot } from '../lab/snapshot.js';

/** What the hub's own engine makes of the plugin, on a database of its own. */
export const syncChecks: readonly Check[] = [
  {
    id: 'sync-whole',
    area: 'sync',
    name: 'A first sync takes in every item, as it is read apart',
    remedy: 'Streams of one run share a session: give each use of once() a key of its own.',
    after: ['rows-fit', 'rows-plain', 'all-given'],
    async run(lab) {
      const engine = await syncedEngine(lab);
      const items = await engine.items();
      const apart = (await engine.quarantined()).map(placeOf);
      const whole = await lab.whole();
      const there = [...whole].flatMap(([stream, { ids }]) => ids.map((item) => placeOf({ stream, item })));
      const streams = await lab.streams();
      const held = streams.map(([name, stream]): [string, Pick<Whole, 'items'>] => [
        name,
        {
          items: items
            .filter((each) => each.stream === name)
            .map(({ raw }) => toRawItem({ stream, mapping: 'conformance' }, raw)),
        },
      ]);
      refute([
        ...idDifferences(there, [...items.map(placeOf), ...apart]),
        ...differences(toSnapshot(whole, streams), toSnapshot(new Map(held), streams)),
      ]);
    },
  },
  {
    id: 'sync-again',
    area: 'sync',
    name: 'A second sync of a vendor that has not changed changes nothing',
    remedy:
      'Leave out of items what differs at every call: times of the answer, counters, links that expire.',
    after: ['sync-whole', 'order-kept'],
    async run(lab) {
      const engine = await syncedEngine(lab);
      const before = await engine.items();
      await engine.sync();
      await engine.sync({ full: true });
      const after = new Map((await engine.items()).map((each) => [placeOf(each), each.raw]));
      refute([
        ...idDifferences(before.map(placeOf), [...after.keys()]),
        ...before
          .filter(
            (each) => after.has(placeOf(each)) && !isDeepStrictEqual(after.get(placeOf(each)), each.raw),
          )
          .map((each) => `${placeOf(each)} comes otherwise though nobody changed it.`),
      ]);
    },
  },
  {
    id: 'sync-deletes',
    area: 'sync',
    name: 'What staff delete is gone after the next whole sync',
    remedy: 'Let a row be given by one stream, the one that hears of its end.',
    after: ['sync-whole', 'deletes-found'],
    async run(lab) {
      const bench = await lab.fresh();
      const engine = await startEngine(lab, bench);
      await engine.sync();
      const removed = new Map<string, string>();
      const notes = await eachOf(await lab.streams(), async (name, stream) => {
        if (stream.deletes !== 'sweep') throw new NotShown('part', 'It is not swept.');
        removed.set(name, await bidStaff(bench, 'remove', name, (await wholeOf(lab, name)).ids));
      });
      await engine.sync({ full: true });
      // Of so few rows they are a great part: the brake may ask whether that is meant.
      await engine.sync({ confirm: true });
      const left: string[] = [];
      for (const [name, stream] of await lab.streams())
        for (const key of ownRows(stream, await wholeOf(lab, name), removed.get(name)))
          if (await engine.holds(key))
            left.push(`Staff deleted ${removed.get(name)} of ${name}, and ${key} is still held.`);
      refute(left);
      return notes;
    },
  },
];

const placeOf = ({ stream, item }: { stream: string; item: string }): string => `${stream} ${item}`;

/** The rows of an item that go by its own id: what is gone when it is. */
function ownRows(stream: AnyStream, { items }: Whole, id: string | undefined): string[] {
  const item = items.find((each) => each.id === id);
  const mapped = item && mapItem(stream, item);
  if (!mapped || 'sentence' in mapped) return [];
  return mapped.rows.filter(({ row }) => row.id === id).map(({ key }) => key);
}

/** An engine that has made one sync, shared by those who only look. */
const syncedEngine = (lab: Lab): Promise<Engine> =>
  lab.once('engine', async () => {
    const engine = await startEngine(lab, await lab.bench());
    await engine.sync();
    return engine;
  });
