import type { AnyStream, Json, PageRequest, Session } from '../../contract/contract.js';
import { readItems, readPage, type ReadPage } from '../../sync/read-page.js';
import type { RawItem } from '../../sync/map-items.js';
import type { PassKind } from '../../sync/stream-state.js';
import { eachOf, type NamedStream } from './each-of.js';
import { Refutation } from './refutation.js';

/** Who reads a page: the stream and the session it is read by. */
export interface Reader {
  stream: AnyStream;
  session: Session<unknown>;
}

/** A pass over a stream from its first page to its last. */
export interface Whole {
  items: RawItem[];
  /** In the order they came, of items or of refs. */
  ids: string[];
  stamps: Map<string, string | undefined>;
  /** Refs that `read` did not answer, and ids that the vendor says are deleted. */
  gone: string[];
  pages: ReadPage[];
  total: number | undefined;
  /** What the first page hands to the next pass. */
  state: Json | undefined;
  unchanged: boolean;
}

interface Pass {
  kind?: PassKind;
  size: number;
  since?: Date;
  state?: Json;
}

/** So many pages after one another that bring nothing new are no pass, but a circle. */
const patience = 20;

/** As large as any page is asked for: everything at once, where the vendor lets it. */
export const largePage = 1000;
export const smallPage = 2;

/**
 * Makes a pass by the sync engine's own page reader, which holds the stream to its promises. `reader` is asked before
 * every page: with a new one each time the pass goes on as it does after a kill.
 */
export async function readWhole(
  name: string,
  reader: () => Reader | Promise<Reader>,
  { kind = 'full', size, since, state }: Pass,
): Promise<Whole> {
  const whole: Whole = {
    items: [],
    ids: [],
    stamps: new Map(),
    gone: [],
    pages: [],
    total: undefined,
    state: undefined,
    unchanged: false,
  };
  const known = new Set<string>();
  const places = new Set<string>();
  let barren = 0;
  let cursor: Json | undefined;
  do {
    const request: PageRequest = {
      size,
      ...(cursor !== undefined && { cursor }),
      ...(state !== undefined && { state }),
      ...(since && { since }),
    };
    const page = await takePage(name, await reader(), kind, request, whole);
    if (whole.pages.length === 1) whole.state = page.state;
    cursor = page.next;
    const place = JSON.stringify(cursor);
    const before = known.size;
    for (const { id } of page.refs ?? page.items) known.add(id);
    barren = known.size > before ? 0 : barren + 1;
    if (cursor !== undefined && (places.has(place) || barren > patience))
      throw new Refutation([
        `${name}: page ${whole.pages.length} leads back to ${place}, and the pass goes round for ever.`,
      ]);
    places.add(place);
  } while (cursor !== undefined);
  return whole;
}

async function takePage(
  name: string,
  { stream, session }: Reader,
  kind: PassKind,
  request: PageRequest,
  whole: Whole,
): Promise<ReadPage> {
  const reading = { name, stream, session, mapping: 'conformance' };
  const page = await readPage(reading, kind, structuredClone(request));
  const { refs, unchanged, gone, total } = page;
  // A listing beside pages is for its ids alone.
  const items = refs && stream.read && kind === 'full' ? await readItems(reading, refs) : page;
  whole.pages.push(page);
  whole.items.push(...items.items);
  whole.gone.push(...gone, ...(refs ? items.gone : []));
  whole.ids.push(...(refs ?? page.items).map(({ id }) => id));
  for (const { id, stamp } of refs ?? []) whole.stamps.set(id, stamp);
  whole.total = total ?? whole.total;
  whole.unchanged ||= unchanged;
  return page;
}

/** Reads every stream to its end, each by a session of its own; what fails in any of them is told together. */
export async function readEvery(
  streams: readonly NamedStream[],
  session: () => Promise<Session<unknown>>,
  pass: Pass,
): Promise<Map<string, Whole>> {
  const read = new Map<string, Whole>();
  await eachOf(streams, async (name, stream) => {
    const reader = { stream, session: await session() };
    read.set(name, await readWhole(name, () => reader, pass));
  });
  return read;
}
