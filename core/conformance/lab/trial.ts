import { isDeepStrictEqual } from 'node:util';

import type { Action, ActionName, Json } from '../../contract/contract.js';
import { newId } from '../../new-id.js';
import type { Bench } from './bench.js';
import { effectOf, type Effect } from './command-effect.js';
import type { NamedStream } from './each-of.js';
import { NotShown } from './each-of.js';
import type { Lab } from './lab.js';
import { largePage, readEvery } from './read-whole.js';
import { NotApplicable } from './refutation.js';
import { dataOf, toSnapshot, type Snapshot } from './snapshot.js';
import type { SampleCommand } from '../start.js';

export type Writing = Extract<Action<unknown>, { how: 'native' | 'derived' }>;
export type NamedAction = [name: ActionName, action: Action<unknown>];

/** A command that was written once, to a vendor of its own, and what came of it. */
export interface Trial {
  effect: Effect;
  id: string | undefined;
  /** What `find` said before and after; absent where there is none. */
  found?: { before: string | undefined; after: string | undefined };
  /** What came out otherwise when what could be read was written once more; absent for anything but an update. */
  again?: string[];
}

/** Every operation of the plugin but files' contents, which are read and not written. */
export const actionsOf = async (lab: Lab): Promise<NamedAction[]> =>
  Object.entries(await lab.actions()).filter(([name]) => name !== 'file.get') as NamedAction[];

/** Those that are written to the vendor; a plugin without any has nothing to try. */
export async function writingsOf(lab: Lab): Promise<[ActionName, Writing][]> {
  const writings = (await actionsOf(lab)).flatMap(([name, action]): [ActionName, Writing][] =>
    'write' in action ? [[name, action]] : [],
  );
  if (!writings.length) throw new NotApplicable('part', 'It writes nothing.');
  return writings;
}

/** The sample that a bench's own start gives; the shared one's, if none is named. */
export async function sampleOf(lab: Lab, name: ActionName, bench?: Bench): Promise<SampleCommand> {
  const sample = (bench ?? (await lab.bench())).vendor.commands?.[name];
  if (!sample) throw new NotShown('hint', 'start gives no sample command.');
  return sample;
}

/** Tries an operation by its sample; once, whoever asks. */
export const trialOf = (lab: Lab, name: ActionName, action: Writing): Promise<Trial> =>
  lab.once(`trial ${name}`, async () => tryCommand(lab, name, action));

async function tryCommand(lab: Lab, action: ActionName, { write, find }: Writing): Promise<Trial> {
  const bench = await lab.fresh();
  const sample = await sampleOf(lab, action, bench);
  const streams = await streamsFor(lab, action);
  const facts = await lab.facts();
  const session = await bench.session({ facts, mode: 'write' });
  const command = toCommand(sample);
  const before = await beforehand(lab, action);
  const foundBefore = await find?.(session, command);
  const { id } = await write(session, command);
  const foundAfter = await find?.(await bench.session({ facts, mode: 'write' }), command);
  const after = await snapshotOf(lab, bench, streams);
  const trial: Trial = {
    id,
    effect: effectOf({ action, sample, id, before, after }),
    ...(find && { found: { before: foundBefore, after: foundAfter } }),
  };
  if (!action.endsWith('.update') || trial.effect.problems.length) return trial;
  const read = readBack(sample, dataOf(after, keyOf(action, sample)));
  await write(await bench.session({ facts, mode: 'write' }), toCommand(read));
  const last = await snapshotOf(lab, bench, streams);
  return {
    ...trial,
    again: otherwise(dataOf(after, keyOf(action, sample)), dataOf(last, keyOf(action, sample))),
  };
}

const toCommand = ({ id, body, base }: SampleCommand) => ({
  key: newId(),
  body,
  ...(id !== undefined && { id }),
  ...(base && { base }),
});

/** The streams that bring what an operation is about; all, where none is known to. */
export async function streamsFor(lab: Lab, action: ActionName): Promise<NamedStream[]> {
  const [subject = ''] = action.split('.');
  const kinds: Record<string, RegExp> = {
    customer: /^customer:/,
    contact: /^(contact|customer|members)[:/]/,
    login: /^login:/,
    participant: /^record\//,
    file: /^record\//,
  };
  const wanted = kinds[subject] ?? new RegExp(`^record/${subject}:`);
  const streams = await lab.streams();
  const whole = await lab.whole();
  const about = streams.filter(([name, stream]) => {
    const { rows, members } = toSnapshot(new Map([...whole].filter(([each]) => each === name)), [
      [name, stream],
    ]);
    return [...rows.keys(), ...members.keys()].some((key) => wanted.test(key));
  });
  return about.length ? about : streams;
}

/** What a vendor just started holds of what an operation is about. */
export const beforehand = (lab: Lab, action: ActionName): Promise<Snapshot> =>
  lab.once(`before ${action}`, async () => snapshotOf(lab, await lab.fresh(), await streamsFor(lab, action)));

export async function snapshotOf(lab: Lab, bench: Bench, streams: NamedStream[]): Promise<Snapshot> {
  const facts = await lab.facts();
  return toSnapshot(await readEvery(streams, () => bench.session({ facts }), { size: largePage }), streams);
}

const keyOf = (action: ActionName, { id }: SampleCommand): string => {
  const [subject = ''] = action.split('.');
  return `${subject === 'customer' || subject === 'contact' ? '' : 'record/'}${subject}:${id ?? ''}`;
};

/** The sample with what is there now, as it was read, in the place of what it wrote. */
function readBack(sample: SampleCommand, data: Record<string, unknown> = {}): SampleCommand {
  const taken = Object.entries(sample.body).map(([name, written]): [string, Json] => {
    if (name === 'fields') return [name, pick(Object(data['fields']) as object, Object(written) as object)];
    return [name, (data[name] as Json | undefined) ?? written];
  });
  return {
    ...sample,
    body: Object.fromEntries(taken),
    base: { ...(data as SampleCommand['body']), ...sample.base },
  };
}

const pick = (from: object, like: object): Json =>
  Object.fromEntries(
    Object.keys(like).map((name) => [name, (Reflect.get(from, name) as Json | undefined) ?? null]),
  );

/** Fields that read otherwise; when it was changed is none of them. */
function otherwise(before: Record<string, unknown> = {}, after: Record<string, unknown> = {}): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => name !== 'changedAt' && !isDeepStrictEqual(before[name], after[name]))
    .map((name) => `${name} read ${JSON.stringify(before[name])} and then ${JSON.stringify(after[name])}`);
}
