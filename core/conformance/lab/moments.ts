import type { AnyStream, Json, Session } from '../../contract/contract.js';
import { NotShown } from './each-of.js';
import { readWhole, type Whole } from './read-whole.js';

/** An item and when the vendor last changed it. */
export interface Moment {
  id: string;
  at: Date;
}

/** When each item of a pass was changed; not shown for a stream that cannot be asked what changed. */
export function momentsOf({ changedAt, page }: AnyStream, { items }: Whole): Moment[] {
  if (!changedAt || !page) throw new NotShown('part', 'It cannot be asked what changed.');
  if (!items.length) throw new NotShown('part', 'It is empty.');
  return items.map(({ id, raw }) => ({ id, at: changedAt(raw) }));
}

export const isMoment = (at: unknown): boolean => at instanceof Date && !Number.isNaN(at.getTime());

/** A moment that about half of them lie behind. */
export function middleOf(moments: readonly Moment[]): Date {
  const sorted = moments.map(({ at }) => at.getTime()).sort((a, b) => a - b);
  return new Date(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

/** The first moment that several items share. */
export function tieIn(moments: readonly Moment[]): Date | undefined {
  const seen = new Set<number>();
  return moments.find(({ at }) => seen.size === seen.add(at.getTime()).size)?.at;
}

export interface SincePass {
  name: string;
  stream: AnyStream;
  session: Session<unknown>;
  since: Date;
  size: number;
  state?: Json;
}

/** A pass over what changed since a moment, by the order that its pages come in, whatever was promised of it. */
export function changesSince({ name, stream, session, ...pass }: SincePass): Promise<Whole> {
  // What is tried here is what comes; that it comes in order is another check's.
  const anyOrder = { ...stream, order: 'none' } as AnyStream;
  return readWhole(name, () => ({ stream: anyOrder, session }), { ...pass, kind: 'changes' });
}

/** What changed at that moment or later and did not come; in words. */
export async function missedSince(pass: SincePass, moments: readonly Moment[]): Promise<string[]> {
  const { since, size } = pass;
  const came = new Set((await changesSince(pass)).ids);
  return moments
    .filter(({ id, at }) => at >= since && !came.has(id))
    .map(
      ({ id, at }) =>
        `${id}, changed at ${at.toISOString()}, is missing from what changed since ${since.toISOString()}, in pages of ${size}.`,
    );
}
