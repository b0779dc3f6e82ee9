import { codec, type Json, type Page, type PageRequest } from 'portico/contract';

import { mostRows } from './assumed.js';
import { readPage, type CrmSession, type Item } from './client.js';

/** Where a pass stands: at page `page` of what changed since `from`; `handed` are its rows of that very moment. */
interface Place {
  page: number;
  from?: string;
  handed?: string[];
}

interface Reading {
  module: string;
  fields: readonly string[];
  /** The attribute that tells when a row was changed; without one a module is read by page numbers. */
  changed?: string | undefined;
}

/**
 * One page, oldest change first. The lower bound rises to the last change seen, so that rows which move while they
 * are read are met again instead of lost (crm-service.md §3, page drift); a moment that fills a whole page by itself,
 * or an hour that the clock repeats, is read on by page numbers.
 */
export async function pageOf(
  session: CrmSession,
  reading: Reading,
  { cursor, size: asked }: Pick<PageRequest, 'cursor' | 'size'>,
  since?: string,
): Promise<Page<Item>> {
  const { http } = session;
  const { module, fields, changed } = reading;
  const place = placeOf(cursor, since);
  const { page, from, handed = [] } = place;
  const size = Math.min(asked, mostRows);
  if (changed === undefined) {
    const { items, last } = await readPage(http, module, { fields, sort: 'id', page, size });
    return last ? { items } : { items, next: { page: page + 1 } };
  }
  const { items: rows, last } = await readPage(http, module, {
    fields: [...new Set([...fields, changed])],
    sort: `${changed},id`,
    ...(from !== undefined && { filter: { $gte: [changed, from] } }),
    page,
    size,
  });
  const items = rows.filter(({ id }) => !handed.includes(id));
  if (last) return { items };
  const newest = rows.at(-1)?.[changed];
  const goesOn = typeof newest === 'string' && newest > (from ?? '');
  const next: Place = goesOn
    ? { page: 1, from: newest, handed: rows.filter((row) => row[changed] === newest).map(({ id }) => id) }
    : { ...place, page: page + 1 };
  // A page of nothing but rows handed over before says nothing to the engine.
  const onward = { ...next } satisfies { [name: string]: Json };
  return items.length ? { items, next: onward } : pageOf(session, reading, { cursor: onward, size });
}

const places = codec.object({
  page: codec.required(codec.integer),
  from: codec.text,
  handed: codec.list(codec.text),
});

function placeOf(cursor: Json | undefined, since: string | undefined): Place {
  const { page = 1, from = since, handed } = places.decode(cursor, 'cursor') ?? {};
  return { page, ...(from !== undefined && { from }), ...(handed && { handed }) };
}
