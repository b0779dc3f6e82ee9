import { Mismatch, stream, type AnyStream, type Facts, type Page, type PageRequest } from 'portico/contract';

import { mostRows } from './assumed.js';
import { countOf, readAll, readByIds, unless, type CrmSession, type Item } from './client.js';
import { withDetails } from './details.js';
import { columnsOf, vendorFacts } from './discover.js';
import { moment, written } from './moments.js';
import { pageOf } from './paging.js';
import { isYes, linkRows, loginRows, rowsOf } from './rows.js';
import type { CrmSettings } from './settings.js';
import { sources, type Source } from './sources.js';

/** A stream for each module that discover has found. */
export function streams(facts: Facts, settings: CrmSettings): Record<string, AnyStream<CrmSettings>> {
  const { modules } = vendorFacts(facts);
  return {
    ...Object.fromEntries(
      Object.entries(sources)
        .filter(([, { module }]) => modules[module])
        .map(([name, source]) => [name, streamOf(source, facts, settings)]),
    ),
    ...(modules['portal_users'] && { logins: logins(facts) }),
    ...(modules['portals']?.names['links'] !== undefined && { links: links(facts) }),
  };
}

const common = { id: ({ id }: Item) => id, batch: mostRows, enumerates: 'all', deletes: 'sweep' } as const;

/** Modules whose children change without them: read whole this often. */
const whole: Partial<Record<Source['kind'], '0s' | '1d'>> = {
  event: '0s',
  document: '1d',
  invoice: '1d',
  priceBook: '1d',
};

function streamOf(source: Source, facts: Facts, settings: CrmSettings): AnyStream<CrmSettings> {
  const { module, kind } = source;
  const known = vendorFacts(facts);
  const fields = columnsOf(known, module);
  const changed = known.modules[module]?.names['changed'];
  const times = moment(facts.zone);
  return stream<CrmSettings, Item>({
    ...common,
    async page(session, request): Promise<Page<Item>> {
      const since = request.since && written(request.since, facts.zone, known.zoned);
      const page = await pageOf(session, { module, fields, changed }, request, since);
      const items = await withDetails(session, facts, source, page.items);
      return { ...page, items, ...(await total(session, module, request)) };
    },
    async list(session, request) {
      const { items, ...page } = await pageOf(session, { module, fields: ['id'], changed }, request);
      return { ...page, refs: items.map(({ id }) => ({ id })), ...(await total(session, module, request)) };
    },
    listEvery: '1d',
    read: async (session: CrmSession, ids: string[]) =>
      withDetails(session, facts, source, await readByIds(session.http, module, ids, fields)),
    map: rowsOf(source, facts, settings),
    ...(changed === undefined || whole[kind] === '0s'
      ? { full: whole[kind] ?? '1d' }
      : {
          changedAt(item) {
            const at = times.decode(item[changed], changed);
            if (at === undefined) throw new Mismatch(changed, times.expected, item[changed]);
            return new Date(at);
          },
          // Times without a zone come twice in the hour that the clock is put back, so no order is promised, and that
          // hour is read again.
          order: 'none',
          lag: '65m',
          full: whole[kind] ?? '7d',
        }),
  });
}

/** The vendor's own count, which guards the sweeps of a pass over everything. */
async function total(
  session: CrmSession,
  module: string,
  { cursor, since }: Pick<PageRequest, 'cursor' | 'since'>,
): Promise<{ total?: number }> {
  if (cursor !== undefined || since !== undefined) return {};
  const count = await countOf(session, module);
  return count === undefined ? {} : { total: count };
}

/**
 * Portal users, all of them in every run: workflows change access (C-34) and a portal that is switched off (C-30)
 * changes none of its users' rows.
 */
function logins(facts: Facts): AnyStream<CrmSettings> {
  const module = 'portal_users';
  const known = vendorFacts(facts);
  const { portal = '' } = known.modules[module]?.names ?? {};
  const fields = columnsOf(known, module);
  const withPortals = async (session: CrmSession, items: Item[]): Promise<Item[]> => {
    const active = await activePortals(session, known.modules['portals']?.names['active']);
    return items.map((item) => ({ ...item, portalActive: active.has(String(item[portal])) }));
  };
  return stream<CrmSettings, Item>({
    ...common,
    async page(session, request): Promise<Page<Item>> {
      const page = await pageOf(session, { module, fields }, request);
      return {
        ...page,
        items: await withPortals(session, page.items),
        ...(await total(session, module, request)),
      };
    },
    read: async (session: CrmSession, ids: string[]) =>
      withPortals(session, await readByIds(session.http, module, ids, fields)),
    full: '0s',
    map: loginRows(facts),
  });
}

/** The ids of portals that say they are active, as of this run; without the right to read them, none. */
const activePortals = ({ http, once }: CrmSession, active: string | undefined): Promise<Set<string>> =>
  once('portals', async () => {
    if (active === undefined) return new Set();
    const portals = await unless(['permission'], readAll(http, 'portals', { fields: ['id', active] }));
    return new Set((portals ?? []).filter((each) => isYes(each[active])).map(({ id }) => id));
  });

/** C-16: the links of each portal, few and read whole. */
function links(facts: Facts): AnyStream<CrmSettings> {
  const fields = columnsOf(vendorFacts(facts), 'portals');
  return stream<CrmSettings, Item>({
    ...common,
    page: (session, request) => pageOf(session, { module: 'portals', fields }, request),
    read: (session: CrmSession, ids: string[]) => readByIds(session.http, 'portals', ids, fields),
    full: '0s',
    map: linkRows(facts),
  });
}
