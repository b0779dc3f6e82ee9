import type { AnyStream, Json, Session } from '../../contract/contract.js';
import { readItems } from '../../sync/read-page.js';
import { bidStaff } from '../lab/bid-staff.js';
import type { Bench } from '../lab/bench.js';
import type { Check } from '../check.js';
import { eachOf, NotShown } from '../lab/each-of.js';
import type { Lab } from '../lab/lab.js';
import { changesSince, momentsOf } from '../lab/moments.js';
import { largePage, readWhole, type Whole } from '../lab/read-whole.js';

/** What becomes of items that the vendor's staff change or delete. */
export const staffChecks: readonly Check[] = [
  {
    id: 'edits-found',
    area: 'changes',
    name: 'What staff edit is found by the next pass for changes',
    remedy:
      'Let the stamp, the time of change or the change token move with everything that the mapping reads.',
    after: ['since-whole'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name, stream) => {
        if (!stream.changedAt && !stream.recent && stream.page)
          throw new NotShown('part', 'Only a full pass finds changes.');
        const { bench, session, before } = await untouched(lab, name, stream);
        const id = await bidStaff(bench, 'edit', name, before.ids);
        return (await findsEdit({ name, stream, session: await session() }, before, id))
          ? []
          : [`staff changed ${id}, and the next pass for changes passes it by.`];
      }),
  },
  {
    id: 'deletes-found',
    area: 'changes',
    name: 'What staff delete is found missing',
    remedy:
      "Leave deleted items out of page, list and read, or report them as gone; say deletes: 'never' where nothing tells.",
    after: ['all-given'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name, stream) => {
        if (stream.deletes === 'never') throw new NotShown('part', 'It says that it never hears of deletes.');
        const { bench, session, before } = await untouched(lab, name, stream);
        const id = await bidStaff(bench, 'remove', name, before.ids);
        const reading = { name, stream, session: await session() };
        return [...(await stillThere(reading, before, id)), ...(await stillRead(reading, id))];
      }),
  },
];

interface Reading {
  name: string;
  stream: AnyStream;
  session: Session<unknown>;
}

/** A vendor of its own, and what it has in the stream. */
async function untouched(
  lab: Lab,
  name: string,
  stream: AnyStream,
): Promise<{ bench: Bench; session: () => Promise<Session<unknown>>; before: Whole }> {
  const bench = await lab.fresh();
  const facts = await lab.facts();
  const session = () => bench.session({ facts });
  const reader = { stream, session: await session() };
  const before = await readWhole(name, () => reader, { size: largePage });
  return { bench, session, before };
}

/** Does the means that the engine would use between full passes bring the item? */
async function findsEdit({ name, stream, session }: Reading, before: Whole, id: string): Promise<boolean> {
  const reader = () => ({ stream, session });
  const state: { state?: Json } = before.state === undefined ? {} : { state: before.state };
  if (!stream.page) {
    const listed = await readWhole(name, reader, { size: largePage, kind: 'list', ...state });
    const stamp = listed.stamps.get(id);
    return (
      !listed.unchanged && listed.stamps.has(id) && (stamp === undefined || stamp !== before.stamps.get(id))
    );
  }
  if (!stream.changedAt) {
    const recent = await readWhole(name, reader, { size: largePage, kind: 'recent', ...state });
    return recent.ids.includes(id);
  }
  const since = new Date(Math.max(...momentsOf(stream, before).map(({ at }) => at.getTime())));
  return (await changesSince({ name, stream, session, since, size: largePage, ...state })).ids.includes(id);
}

async function stillThere({ name, stream, session }: Reading, before: Whole, id: string): Promise<string[]> {
  const reader = () => ({ stream, session });
  const told: string[] = [];
  if (stream.deletes === 'reported') {
    const since = stream.changedAt && momentsOf(stream, before).map(({ at }) => at.getTime());
    const { gone } = await readWhole(name, reader, {
      size: largePage,
      kind: 'changes',
      ...(before.state !== undefined && { state: before.state }),
      ...(since && { since: new Date(Math.max(...since)) }),
    });
    return gone.includes(id) ? [] : [`staff deleted ${id}, and it is not reported as gone.`];
  }
  const { ids } = await readWhole(name, reader, { size: largePage });
  if (ids.includes(id)) told.push(`staff deleted ${id}, and a whole pass still brings it.`);
  if (!stream.page || !stream.list) return told;
  const listed = await readWhole(name, reader, { size: largePage, kind: 'list' });
  return listed.ids.includes(id) ? [...told, `staff deleted ${id}, and its listing still names it.`] : told;
}

async function stillRead({ name, stream, session }: Reading, id: string): Promise<string[]> {
  if (!stream.read) return [];
  const { items } = await readItems({ name, stream, session, mapping: 'conformance' }, [{ id }]);
  return items.length ? [`staff deleted ${id}, and it can still be read by its id.`] : [];
}
