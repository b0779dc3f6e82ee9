import { codec, Fault, stream } from 'portico/contract';
import type { AnyStream, Facts, Page, PageRequest, Row } from 'portico/contract';

import { assumed } from './assumed.js';
import type { Item, OpencrmSession } from './client.js';
import { mapCompany } from './company-mapping.js';
import { vendorFacts } from './discover.js';
import { count, listPage, type Asked } from './listing.js';
import { mapContact, mapLead } from './person-mapping.js';
import { mapRecord } from './record-mapping.js';
import type { OpencrmSettings } from './settings.js';
import { sources } from './sources.js';

/** A stream for each module that discover found readable. */
export function streams(facts: Facts, settings: OpencrmSettings): Record<string, AnyStream<OpencrmSettings>> {
  const known = vendorFacts(facts);
  const all: [string, string, (item: Item) => Row[]][] = [
    ['companies', 'company', mapCompany],
    ['contacts', 'contact', mapContact],
    ['leads', 'lead', mapLead],
    ...Object.entries(sources).map(([name, source]): (typeof all)[number] => [
      name,
      source.module,
      mapRecord(source, known, settings),
    ]),
  ];
  return Object.fromEntries(
    all
      .filter(([, module]) => known.modules.includes(module))
      .map(([name, module, map]) => [name, streamOf(module, map, settings)]),
  );
}

/**
 * There is no "changed since" (§3): everything is read in every run, or, where the settings say that the tenant
 * answers `modifiedtime`, once a day and in between what was changed today and yesterday. Deletes show by absence,
 * guarded by the vendor's own count.
 */
function streamOf(
  module: string,
  map: (item: Item) => Row[],
  { changedByDay = false, fullEvery }: OpencrmSettings,
): AnyStream<OpencrmSettings> {
  return stream<OpencrmSettings, Item>({
    id: ({ id }) => id,
    // Readable by the API account (§6), kept by nobody.
    secrets: ['password'],
    page: (session, request) => fullPage(session, module, request),
    ...(changedByDay && {
      recent: (session: OpencrmSession, request: PageRequest) => dayPage(session, module, request),
    }),
    full: fullEvery ?? (changedByDay ? '1d' : '0s'),
    enumerates: 'all',
    deletes: 'sweep',
    map,
  });
}

const place = codec.object({ from: codec.integer, total: codec.integer, day: codec.integer });

/** The count is taken before the list: a record that goes meanwhile leaves the pass short, and nothing is swept. */
async function fullPage(
  session: OpencrmSession,
  module: string,
  { cursor, size }: PageRequest,
): Promise<Page<Item>> {
  const { from = 0, total: counted } = place.decode(cursor, 'cursor') ?? {};
  const total = counted ?? (await count(session, module));
  const { items, next } = await listPage(session, module, { from, size, total });
  return { items, ...(from === 0 && { total }), ...(next !== undefined && { next: { from: next, total } }) };
}

/** One page of one day, today first. */
async function dayPage(
  session: OpencrmSession,
  module: string,
  { cursor, size }: PageRequest,
): Promise<Page<Item>> {
  const { from = 0, day = 0 } = place.decode(cursor, 'cursor') ?? {};
  const condition = changedOn(session, day);
  try {
    const { items, next } = await listPage(session, module, { from, size, condition });
    if (next !== undefined) return { items, next: { from: next, day } };
    return day + 1 < assumed.recentDays ? { items, next: { from: 0, day: day + 1 } } : { items };
  } catch (fault) {
    if (!(fault instanceof Fault) || fault.kind !== 'contract' || fault.details['said'] === undefined)
      throw fault;
    throw new Fault('config', `OpenCRM cannot be asked for ${assumed.changed}. Switch changedByDay off.`, {
      cause: fault,
    });
  }
}

function changedOn({ settings: { zone = assumed.zone }, now }: OpencrmSession, daysAgo: number): Asked {
  const moment = new Date(now().getTime() - daysAgo * 86_400_000);
  // This locale writes days as ISO 8601 does.
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(moment);
  return { field: assumed.changed, op: 'LIKE', value: `${day}%` };
}
