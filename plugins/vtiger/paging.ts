import { byKey, type Json, type Page, type PageRequest } from 'portico/contract';

import { quote, type Item } from './client.js';

/** Asks one module for rows; `tail` is the query from WHERE on. */
export type Ask = (tail: string) => Promise<Item[]>;

/** V-6: vtiger caps a page at 100 without saying so. */
const mostRows = 100;

/**
 * Everything, by id. The server compares ids as it sorts them (c054), and the cursor is the last row as it
 * came, so it does not matter whether that is by number or by text.
 */
export async function pageById(ask: Ask, { cursor, size: asked }: PageRequest): Promise<Page<Item>> {
  const size = Math.min(asked, mostRows);
  const after = typeof cursor === 'string' ? `WHERE id > ${quote(cursor)} ` : '';
  return byKey({ size, items: await ask(`${after}ORDER BY id LIMIT ${size};`), key: ({ id }) => id });
}

/** Where an incremental pass stands: at the rows of one moment (after an id of them), or from a moment on. */
type Place = { time: string; after: string } | { time: string; how: '>=' | '>' };

/**
 * What changed since a moment, oldest first. Offset pages lose rows of equal times (V-7), so a page hands
 * over only moments that it holds whole: the last moment of a full page is asked for again, and one that
 * fills a page by itself is walked by id.
 */
export async function pageSince(
  ask: Ask,
  { cursor, size: asked }: PageRequest,
  since: string,
): Promise<Page<Item>> {
  const size = Math.min(asked, mostRows);
  const place = (cursor ?? { time: since, how: '>=' }) as Place;
  if ('after' in place) return moment(ask, { ...place, size });
  const changed = `WHERE modifiedtime ${place.how} ${quote(place.time)} ORDER BY modifiedtime LIMIT ${size};`;
  const items = await ask(changed);
  if (items.length < size) return { items };
  const time = String(items.at(-1)?.['modifiedtime']);
  const whole = items.filter((each) => each['modifiedtime'] !== time);
  return whole.length ? { items: whole, next: { time, how: '>=' } } : moment(ask, { time, size });
}

async function moment(
  ask: Ask,
  { time, after, size }: { time: string; after?: string; size: number },
): Promise<Page<Item>> {
  const beyond = after === undefined ? '' : `AND id > ${quote(after)} `;
  const items = await ask(`WHERE modifiedtime = ${quote(time)} ${beyond}ORDER BY id LIMIT ${size};`);
  const last = items.at(-1);
  const next: Json = items.length < size || !last ? { time, how: '>' } : { time, after: last.id };
  return { items, next };
}

/** All rows of a small module, or all children of some records. */
export async function allById(ask: (tail: string) => Promise<Item[]>, condition = ''): Promise<Item[]> {
  const found: Item[] = [];
  for (let last: Item | undefined; ;) {
    const conditions = [condition, last ? `id > ${quote(last.id)}` : ''].filter(Boolean).join(' AND ');
    const rows = await ask(`${conditions && `WHERE ${conditions} `}ORDER BY id LIMIT ${mostRows};`);
    found.push(...rows);
    last = rows.at(-1);
    if (rows.length < mostRows) return found;
  }
}
