import type { AnyStream, Row } from '../../contract/contract.js';
import { mapItem, type RawItem } from '../../sync/map-items.js';
import { inAnotherWorld } from '../lab/another-world.js';
import type { Check } from '../check.js';
import { describeError } from '../lab/describe-error.js';
import { eachOf, NotShown } from '../lab/each-of.js';
import type { Lab } from '../lab/lab.js';
import { wholeOf } from '../lab/lab-passes.js';
import { deepFreeze } from '../lab/plain-data.js';
import { flawsOf, isRefusal, mapRaw, misfitsOf } from '../lab/raw-rows.js';
import { wrongForms } from '../lab/wrong-forms.js';

/** What becomes of items on their way to canonical rows. */
export const mappingChecks: readonly Check[] = [
  {
    id: 'items-mapped',
    area: 'mapping',
    name: 'Items are mapped; what cannot be is refused by a codec, in words',
    remedy: 'Read every value by a codec: what does not fit is then a Mismatch, which says where and why.',
    after: ['streams-end'],
    async run(lab) {
      const refused: string[] = [];
      const notes = await eachItem(lab, (stream, items) => {
        const told = items.map(({ id, raw }) => ({ id, ...mapRaw(stream, raw) }));
        for (const { id, errors } of told)
          refused.push(...errors.filter(isRefusal).map((error) => `${id}: ${describeError(error)}`));
        return [
          ...told.flatMap(({ id, errors }) =>
            errors.filter((error) => !isRefusal(error)).map((error) => `${id}: ${describeError(error)}`),
          ),
          ...(told.some(({ rows }) => rows.length)
            ? []
            : [`not one item is mapped: ${refused.at(-1) ?? 'no rows'}`]),
        ];
      });
      return [...notes, ...refused.slice(0, 3).map((each) => `Goes into quarantine: ${each}`)];
    },
  },
  {
    id: 'rows-fit',
    area: 'mapping',
    name: 'Every mapped row fits its canonical schema',
    remedy: 'Map to the types of portico/contract; what the vendor has beside them goes into fields.',
    after: ['items-mapped'],
    run: (lab) =>
      eachItem(lab, (stream, items) =>
        items.flatMap((item) => {
          const { rows, errors } = mapRaw(stream, item.raw);
          const misfits = rows.flatMap(misfitsOf);
          // Rows may fit one by one and still not together.
          const whole = errors.length || misfits.length ? undefined : mapItem(stream, item);
          const refused = whole && 'sentence' in whole ? [whole.sentence] : [];
          return [...misfits, ...refused].map((each) => `${item.id}: ${each}`);
        }),
      ),
  },
  {
    id: 'rows-plain',
    area: 'mapping',
    name: 'Rows are plain data, dated by real moments',
    remedy:
      'Yield rows by customer(), contact(), record() and so on, of texts, numbers and lists; asOf alone is a Date.',
    after: ['items-mapped'],
    run: (lab) =>
      eachItem(lab, (stream, items) =>
        items.flatMap(({ id, raw }) =>
          mapRaw(stream, raw)
            .rows.flatMap(flawsOf)
            .map((flaw) => `${id}: ${flaw}`),
        ),
      ),
  },
  {
    id: 'mapping-pure',
    area: 'mapping',
    name: 'Mapping is pure: by nothing but the item, which it leaves as it is',
    remedy: 'Take clock, chance and network out of map, and copy before you change.',
    after: ['items-mapped'],
    run: (lab) =>
      eachItem(lab, (stream, items) =>
        items.flatMap(({ id, raw }) => {
          const first = outcome(() => stream.map(structuredClone(raw)));
          const frozen = outcome(() => stream.map(deepFreeze(structuredClone(raw))));
          const { result: later, calls } = inAnotherWorld(() =>
            outcome(() => stream.map(structuredClone(raw))),
          );
          return [
            ...(frozen === first
              ? []
              : [`${id}: it changes the item that it maps (${frozen.slice(0, 200)}).`]),
            ...(later === first ? [] : [`${id}: it comes out otherwise at another time.`]),
            ...calls.map((call) => `${id}: it calls ${call}.`),
          ];
        }),
      ),
  },
  {
    id: 'wrong-items',
    area: 'mapping',
    name: 'A value of the wrong kind puts its one item into quarantine and breaks nothing',
    remedy: 'Read every value by a codec, lists and objects too, before it is used.',
    after: ['items-mapped'],
    run: (lab) =>
      eachItem(lab, (stream, items) => {
        const told = new Map<string, string>();
        for (const { raw } of items.slice(0, 5))
          for (const { path, value, changed } of wrongForms(raw)) {
            const failed = mapRaw(stream, changed).errors.filter((error) => !isRefusal(error));
            for (const error of failed)
              told.set(path, `with ${JSON.stringify(value)} for ${path}: ${describeError(error)}`);
          }
        return [...told.values()];
      }),
  },
];

const eachItem = async (
  lab: Lab,
  look: (stream: AnyStream, items: RawItem[]) => string[],
): Promise<string[]> =>
  eachOf(await lab.streams(), async (name, stream) => {
    const { items } = await wholeOf(lab, name);
    if (!items.length) throw new NotShown('part', 'It is empty.');
    return look(stream, items);
  });

/** The rows, or the refusal, as text that can be compared. */
function outcome(map: () => Row[]): string {
  try {
    return JSON.stringify(map());
  } catch (error) {
    return describeError(error);
  }
}
