import { isDeepStrictEqual } from 'node:util';

import { removePaths } from '../connections/redact.js';
import { Fault, type AnyStream, type Json, type PageRequest, type Session } from '../contract/contract.js';
import { toRawItem, type RawItem } from './map-items.js';
import type { PassKind } from './stream-state.js';

/** How many items a page is asked for. */
export const pageSize = 100;

/** A page as it was read: items without their secrets, or the ids of a listing. */
export interface ReadPage {
  items: RawItem[];
  refs: { id: string; stamp?: string }[] | undefined;
  gone: string[];
  next: Json | undefined;
  total: number | undefined;
  state: Json | undefined;
  unchanged: boolean;
  /** The newest change in it, and the newest whose group of equal moments is surely whole. */
  newest: Date | undefined;
  closed: Date | undefined;
}

interface Reading {
  name: string;
  stream: AnyStream;
  session: Session<unknown>;
  mapping: string;
}

/** Reads one page of a pass and holds the vendor to what the stream declares. Faults name the stream. */
export async function readPage(reading: Reading, kind: PassKind, request: PageRequest): Promise<ReadPage> {
  const { stream, session, name } = reading;
  if ((kind === 'list' || (kind === 'full' && !stream.page)) && stream.list) {
    const listing = await stream.list(session, request);
    if (!Array.isArray(listing.refs))
      throw new Fault('bug', `${name}: list answered without refs. Return { refs: [{ id, stamp }] }.`);
    checkNext(name, request, listing.next, listing.refs.length);
    return {
      items: [],
      refs: listing.refs,
      gone: [],
      next: listing.next,
      total: listing.total,
      state: listing.state,
      unchanged: listing.unchanged ?? false,
      newest: undefined,
      closed: undefined,
    };
  }
  const read = kind === 'recent' ? stream.recent : stream.page;
  if (!read)
    throw new Fault('bug', `${name}: a ${kind} pass needs a page function, and the stream has none.`);
  const page = await read(session, request);
  if (!Array.isArray(page.items))
    throw new Fault('bug', `${name}: page answered without items. Return { items: [...] }.`);
  checkNext(name, request, page.next, page.items.length);
  const items = page.items.map((item) => toItem(reading, item));
  return {
    items,
    refs: undefined,
    gone: page.gone ?? [],
    next: page.next,
    total: page.total,
    state: page.state,
    unchanged: page.unchanged ?? false,
    ...changedMoments(reading, kind, request, page.items),
  };
}

/** Reads items by id, in batches as large as the vendor takes, some at a time; ids that are not answered are gone. */
export async function readItems(
  reading: Reading,
  refs: { id: string; stamp?: string }[],
): Promise<{ items: RawItem[]; gone: string[] }> {
  const { stream, session, name } = reading;
  if (!stream.read)
    throw new Fault('bug', `${name}: items are to be read by id, and the stream has no read.`);
  const stamps = new Map(refs.map(({ id, stamp }) => [id, stamp]));
  const ids = [...stamps.keys()];
  const batches: string[][] = [];
  for (let at = 0; at < ids.length; at += stream.batch) batches.push(ids.slice(at, at + stream.batch));
  const items: RawItem[] = [];
  for (let at = 0; at < batches.length; at += atOnce) {
    const answers = await Promise.all(
      batches.slice(at, at + atOnce).map((batch) => stream.read(session, batch)),
    );
    for (const answer of answers.flat()) items.push(toItem(reading, answer));
  }
  for (const item of items) item.stamp = stamps.get(item.id);
  const answered = new Set(items.map(({ id }) => id));
  // An answer that cannot say its id may be any of those that were asked for: nothing counts as gone then.
  const unnamed = items.some(({ id }) => id.startsWith('unnamed:'));
  return { items, gone: unnamed ? [] : ids.filter((id) => !answered.has(id)) };
}

/** How many reads are under way at once; the connection's own limits hold beside it. */
const atOnce = 4;

function toItem({ stream, mapping }: Reading, raw: unknown): RawItem {
  if (stream.secrets?.length) removePaths(raw, stream.secrets);
  return toRawItem({ stream, mapping }, raw);
}

/** A cursor that does not move would go round for ever. */
function checkNext(name: string, { cursor }: PageRequest, next: Json | undefined, count: number): void {
  if (next !== undefined && cursor !== undefined && isDeepStrictEqual(next, cursor))
    throw new Fault(
      'contract',
      `${name}: the page after ${JSON.stringify(cursor)} (${count} items) points back to itself. Nothing of it was kept; report it to the plugin's author.`,
    );
}

function changedMoments(
  { name, stream }: Reading,
  kind: PassKind,
  { since }: PageRequest,
  items: unknown[],
): { newest: Date | undefined; closed: Date | undefined } {
  const { changedAt } = stream;
  if (!changedAt) return { newest: undefined, closed: undefined };
  const moments: number[] = [];
  for (const item of items) {
    try {
      const moment = changedAt(item).getTime();
      if (!Number.isNaN(moment)) moments.push(moment);
    } catch {
      // An item without a readable date is judged by its mapping; it cannot move the watermark.
    }
  }
  const sorted = kind === 'changes' && since !== undefined && stream.order === 'ascending';
  const back = sorted
    ? moments.findIndex((moment, index) => index > 0 && moment < (moments[index - 1] ?? 0))
    : -1;
  if (back > 0)
    throw new Fault(
      'contract',
      `${name}: changes were promised in ascending order, but ${iso(moments[back])} came after ${iso(moments[back - 1])}. Declare order: 'none', or sort in the query.`,
    );
  const newest = moments.length ? moments.reduce((a, b) => Math.max(a, b)) : undefined;
  const last = moments.at(-1);
  const closed = sorted && last !== undefined ? moments.filter((moment) => moment < last).at(-1) : undefined;
  return { newest: toDate(newest), closed: toDate(closed) };
}

const toDate = (moment: number | undefined): Date | undefined =>
  moment === undefined ? undefined : new Date(moment);
const iso = (moment: number | undefined): string => new Date(moment ?? 0).toISOString();
