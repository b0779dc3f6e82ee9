import { codec, Fault, milliseconds, Mismatch, readAnswer, stream } from 'portico/contract';
import type { AnyStream, Facts, Listing, Page, Session } from 'portico/contract';

import { assumed } from './assumed.js';
import { get, item as row, post, query, quote, type Item } from './client.js';
import { vendorFacts, type VtigerFacts } from './facts.js';
import { mappingOf } from './mapping.js';
import { allById, pageById, pageSince, type Ask } from './paging.js';
import type { VtigerSettings } from './settings.js';
import { sources, type Source } from './sources.js';

type VtigerSession = Session<VtigerSettings>;

/** A stream for each module that discover has found. */
export function streams(facts: Facts, settings: VtigerSettings): Record<string, AnyStream<VtigerSettings>> {
  const known = vendorFacts(facts);
  return Object.fromEntries(
    Object.entries(sources)
      .filter(([, { module }]) => known.modules[module])
      .map(([name, source]) => [name, streamOf(source, known, settings)]),
  );
}

/** Deletes are found by the id list: `sync.deleted` is blind for most users (V-8) and not asked. */
function streamOf(source: Source, facts: VtigerFacts, settings: VtigerSettings): AnyStream<VtigerSettings> {
  const { module, kind } = source;
  const { data, map } = mappingOf(source, facts, settings);
  const { prefix = '', fields = [] } = facts.modules[module] ?? {};
  const wanted = new Set(['modifiedtime', ...Object.values(data.sources).flat(), ...loginColumns(kind)]);
  // V-17, V-18: by name, so that a secret is never among them and a hidden one is never asked for.
  const columns = [
    'id',
    ...fields.map(({ name }) => name).filter((name) => name !== 'id' && wanted.has(name)),
  ];
  const ask =
    ({ http }: VtigerSession, select: string): Ask =>
    (tail) =>
      query(http, `SELECT ${select} FROM ${module} ${tail}`);
  const total = async (session: VtigerSession, first: boolean): Promise<{ total?: number }> => {
    if (!first) return {};
    const counted = codec.object({ count: codec.required(codec.integer) });
    const answer = await get(session.http, 'query', { query: `SELECT count(*) FROM ${module};` });
    const [{ count } = { count: undefined }] = readAnswer(codec.list(counted), answer, `count of ${module}`);
    return count === undefined ? {} : { total: count };
  };
  return stream<VtigerSettings, Item>({
    id: ({ id }) => id,
    async page(session, request): Promise<Page<Item>> {
      const { since, cursor } = request;
      const asked = ask(session, columns.join(','));
      const from = since?.toISOString().slice(0, 19).replace('T', ' ');
      const page =
        from === undefined ? await pageById(asked, request) : await pageSince(asked, request, from);
      const counted = await total(session, since === undefined && cursor === undefined);
      return { ...page, ...counted, items: await withDetails(session, source, facts, page.items) };
    },
    async list(session, request): Promise<Listing> {
      const { items, next } = await pageById(ask(session, 'id'), request);
      const counted = await total(session, request.cursor === undefined);
      return { refs: items.map(({ id }) => ({ id })), ...(next !== undefined && { next }), ...counted };
    },
    async read(session, ids) {
      // An id of another kind makes the server refuse the whole question (c082, c085); it is not here.
      const ours = ids.filter((id) => /^\d+x\d+$/.test(id) && id.startsWith(`${prefix}x`));
      if (!ours.length) return [];
      const found = await ask(
        session,
        columns.join(','),
      )(`WHERE id IN (${ours.map(quote).join(',')}) LIMIT 100;`);
      return withDetails(session, source, facts, found);
    },
    batch: 100,
    listEvery: '1d',
    enumerates: 'all',
    deletes: 'sweep',
    map,
    // V-18: where the user may not see when a row was changed, only a full pass finds out.
    ...(columns.includes('modifiedtime')
      ? // Relations of a document change without its modified time; only a full pass sees them.
        { changedAt, order: 'ascending', full: kind === 'document' ? '1d' : '7d' }
      : { full: '1d' }),
  });
}

const loginColumns = (kind: Source['kind']): string[] =>
  kind === 'contact' ? ['portal', 'support_start_date', 'support_end_date'] : [];

function changedAt({ modifiedtime }: Item): Date {
  const moment = codec.utc.decode(modifiedtime, 'modifiedtime');
  if (moment === undefined) throw new Mismatch('modifiedtime', codec.utc.expected, modifiedtime);
  return new Date(moment);
}

/** What a query does not give: comments, lines, and whom a document belongs to. */
async function withDetails(
  session: VtigerSession,
  source: Source,
  facts: VtigerFacts,
  items: Item[],
): Promise<Item[]> {
  const { kind, lines, status = '' } = source;
  const closed = session.settings.closed?.[kind] ?? assumed.closed[kind] ?? [];
  const days = session.settings.detailDays ?? 90;
  const edge = new Date(session.now().getTime() - days * milliseconds('1d')).toISOString().replace('T', ' ');
  /** One call a record is spent on what is open or was touched of late; the rest keeps what is held. */
  const lively = (item: Item) =>
    !closed.includes(String(item[status])) || String(item['modifiedtime']) >= edge;
  if (kind === 'document')
    return eachOf(
      items,
      () => true,
      (item) => relations(session, item),
    );
  if (kind === 'ticket' && knows(facts, 'HelpDesk', 'commentadded'))
    return eachOf(
      items,
      (item) => item['commentadded'] === '1' && lively(item),
      async (item) => ({ ...item, comments: await ticketComments(session, item.id) }),
    );
  if (kind === 'ticket')
    return withChildren(session, facts, items, 'comments', 'ModComments', assumed.modComments);
  if (lines && facts.modules['InventoryDetails'])
    return withChildren(session, facts, items, 'lines', 'InventoryDetails', assumed.inventoryDetails);
  if (lines)
    return eachOf(items, lively, async (item) => ({
      ...item,
      lines: (await retrieve(session, item.id))['LineItems'],
    }));
  return items;
}

const knows = (facts: VtigerFacts, module: string, column: string): boolean =>
  facts.modules[module]?.fields.some(({ name }) => name === column) ?? false;

/** One call for each item that is due; one that is deleted meanwhile stays as it came. */
async function eachOf(
  items: Item[],
  due: (item: Item) => boolean,
  detailed: (item: Item) => Promise<Item>,
): Promise<Item[]> {
  const done: Item[] = [];
  for (const item of items) {
    try {
      done.push(due(item) ? await detailed(item) : item);
    } catch (fault) {
      if (!(fault instanceof Fault) || !['permission', 'notFound'].includes(fault.kind)) throw fault;
      done.push(item);
    }
  }
  return done;
}

/** One question for the children of a whole page. */
async function withChildren(
  { http }: VtigerSession,
  facts: VtigerFacts,
  items: Item[],
  name: 'comments' | 'lines',
  module: string,
  columns: string[],
): Promise<Item[]> {
  const shown = columns.filter((column) => knows(facts, module, column));
  if (!items.length || !shown.includes('related_to')) return items;
  const select = `SELECT ${['id', ...shown].join(',')} FROM ${module} `;
  const of = `related_to IN (${items.map(({ id }) => quote(id)).join(',')})`;
  const children = await allById((tail) => query(http, select + tail), of);
  children.sort((a, b) => Number(a['sequence_no'] ?? 0) - Number(b['sequence_no'] ?? 0));
  return items.map((item) => ({
    ...item,
    [name]: children.filter((child) => child['related_to'] === item.id),
  }));
}

async function retrieve({ http }: VtigerSession, id: string): Promise<Item> {
  return readAnswer(row, await get(http, 'retrieve', { id }), 'retrieve');
}

/** V-16: only retrieve says what a document belongs to (c136). */
async function relations(session: VtigerSession, item: Item): Promise<Item> {
  return { ...item, relations: (await retrieve(session, item.id))['relations'] };
}

/** V-14: coreBOS keeps a ticket's comments without ids, oldest first (c110). */
export async function ticketComments({ http }: Pick<VtigerSession, 'http'>, id: string): Promise<unknown[]> {
  const answer = codec.object({ records: codec.list(codec.raw) });
  const found: unknown[] = [];
  for (let offset = 0; ; offset += 100) {
    const queryParameters = JSON.stringify({
      limit: '100',
      offset: String(offset),
      columns: '',
      orderby: '',
    });
    const asked = { id, module: 'HelpDesk', relatedModule: 'ModComments', queryParameters };
    const { records = [] } = readAnswer(
      answer,
      await post(http, 'getRelatedRecords', asked),
      'getRelatedRecords',
    );
    found.push(...records);
    if (records.length < 100) return found;
  }
}
