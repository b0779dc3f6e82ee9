import type { AnyStream } from '../../contract/contract.js';
import type { RawItem } from '../../sync/map-items.js';
import { readItems } from '../../sync/read-page.js';
import type { Check } from '../check.js';
import { eachOf, NotShown } from '../lab/each-of.js';
import type { Lab } from '../lab/lab.js';
import { idDifferences, wholeOf } from '../lab/lab-passes.js';
import { largePage, readWhole, type Whole } from '../lab/read-whole.js';
import { differences, toSnapshot } from '../lab/snapshot.js';

/** What streams promise beside their pages: counts, listings, reading by id, state. */
export const promiseChecks: readonly Check[] = [
  {
    id: 'all-given',
    area: 'streams',
    name: "A pass gives all that it promises: the vendor's own count, and every id of its listing",
    remedy:
      'Give as total what this very pass can reach, and list what page brings: a sweep deletes the rest.',
    after: ['streams-end'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name, stream) => {
        const { ids, total, gone } = await wholeOf(lab, name);
        const found = new Set(ids).size;
        const listed = stream.page && stream.list ? await listOf(lab, name, stream) : undefined;
        return [
          ...(total !== undefined && total > found ? [`it counts ${total} and gives ${found}.`] : []),
          ...gone.map((id) => `${id} is listed and cannot be read.`),
          ...(listed ? idDifferences(ids, listed.ids).map((each) => `in its listing ${each}`) : []),
        ];
      }),
  },
  {
    id: 'read-by-id',
    area: 'streams',
    name: 'Read by id, an item is the same as on its page, and what is not there is left out',
    remedy:
      'Let read answer what page answers, in the same form, and nothing for an id that the vendor does not have.',
    after: ['streams-end'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name, stream) => {
        if (!stream.read) throw new NotShown('part', 'It is not read by id.');
        const whole = await wholeOf(lab, name);
        const ids = whole.ids.slice(0, Math.min(stream.batch, 25));
        const reading = { name, stream, session: await lab.session(), mapping: 'conformance' };
        const known = await readItems(reading, toRefs(ids));
        const unknown = unknownId(whole.ids);
        const strange = await readItems(reading, toRefs([...ids.slice(0, 1), unknown]));
        const rows = (items: RawItem[]) =>
          toSnapshot(new Map([[name, { ...whole, items }]]), [[name, stream]]);
        const one = rows(whole.items.filter(({ id }) => ids.includes(id)));
        const other = rows(known.items);
        return [
          ...idDifferences(ids, idsOf(known.items)).map((each) => `read by id, ${each}`),
          ...differences(one, other).map((each) => `read by id, ${each}.`),
          ...idDifferences(ids.slice(0, 1), idsOf(strange.items)).map(
            (each) => `asked for together with ${unknown}, which is not there, ${each}`,
          ),
        ];
      }),
  },
  {
    id: 'twice-in-page',
    area: 'streams',
    name: 'An item that the vendor sends twice on a page is taken once',
    remedy: 'Take what is repeated as the same item; vendors repeat rows when others are added meanwhile.',
    after: ['streams-end'],
    async run(lab) {
      const bench = await lab.bench();
      return eachOf(await lab.streams(), async (name, stream) => {
        const session = await lab.session();
        let hasLists = false;
        const alter = (text: string): string => {
          const repeated = repeatLast(text);
          hasLists ||= repeated !== undefined;
          return repeated ?? text;
        };
        bench.play({ play: { alter } });
        const whole = await readWhole(name, () => ({ stream, session }), { size: largePage }).finally(() =>
          bench.proxy.calm(),
        );
        if (!hasLists) throw new NotShown('part', 'Its answers hold no JSON lists.');
        return idDifferences((await wholeOf(lab, name)).ids, whole.ids);
      });
    },
  },
  {
    id: 'state-heard',
    area: 'streams',
    name: 'A pass that begins from the state of one just made takes nothing away',
    remedy:
      'Read the state before the list; answer unchanged only where the vendor says that nothing happened.',
    after: ['streams-end'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name, stream) => {
        const { state, ids } = await wholeOf(lab, name);
        if (state === undefined) throw new NotShown('part', 'It hands on no state.');
        const session = await lab.session();
        const kind = stream.page ? 'changes' : 'list';
        const again = await readWhole(name, () => ({ stream, session }), { size: largePage, kind, state });
        const known = new Set(ids);
        return [
          ...again.gone.map((id) => `${id} is called gone.`),
          ...again.ids.filter((id) => !known.has(id)).map((id) => `${id} was not there before.`),
          ...(again.unchanged && again.ids.length ? ['it says unchanged and gives items.'] : []),
          ...(again.state === undefined && !again.unchanged ? ['it hands on no state any more.'] : []),
        ];
      }),
  },
];

async function listOf(lab: Lab, name: string, stream: AnyStream): Promise<Whole> {
  const session = await lab.session();
  return readWhole(name, () => ({ stream, session }), { size: largePage, kind: 'list' });
}

const toRefs = (ids: string[]): { id: string }[] => ids.map((id) => ({ id }));

const idsOf = (items: RawItem[]): string[] => items.map(({ id }) => id);

/** An id of the same form that nothing has: one that is known, with other digits. */
function unknownId(ids: readonly string[]): string {
  const known = new Set(ids);
  const like = ids[0] ?? '1';
  for (let digit = 9; digit >= 0; digit -= 1) {
    const made = like.replace(/\d+(?=\D*$)|$/, (digits) => String(digit).repeat(Math.max(digits.length, 1)));
    if (!known.has(made)) return made;
  }
  return `${like}9`;
}

/** The answer with the last member of each list in it twice; nothing where it is no JSON or holds no list. */
function repeatLast(text: string): string | undefined {
  let hasLists = false;
  try {
    const repeated = JSON.stringify(JSON.parse(text), (_name, value: unknown) => {
      if (!Array.isArray(value) || !value.length) return value;
      hasLists = true;
      return [...(value as unknown[]), value.at(-1) as unknown];
    });
    return hasLists ? repeated : undefined;
  } catch {
    return undefined;
  }
}
