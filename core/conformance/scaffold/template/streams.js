// @ts-check
import { codec, contact, customer, members, readItem, record, stream } from 'portico/contract';

import { readList } from './client.js';
import { companyMapping, personMapping, ticketMapping } from './mapping.js';

/** @import { PageRequest, Row, Session } from 'portico/contract' */
/** @import { Settings } from './settings.js' */
/** @typedef {Record<string, unknown>} Item */

const idOf = (/** @type {Item} */ { id }) => readItem(codec.id, id, 'id');

/**
 * Every list of this CRM is read alike: what changed at or after a moment, in the order of change; and once a week
 * the whole of it, so that what is missing then is known to be deleted.
 * @param {string} path
 * @param {(item: Item, id: string) => Row[]} map
 */
const all = (path, map) =>
  stream({
    id: idOf,
    page: (/** @type {Session<Settings>} */ session, { cursor, since, size }) =>
      readList(session, path, {
        after: typeof cursor === 'string' ? cursor : undefined,
        since: since?.toISOString(),
        limit: size,
      }),
    changedAt: ({ updated }) => new Date(readItem(codec.iso, updated, 'updated')),
    order: 'ascending',
    full: '7d',
    enumerates: 'all',
    deletes: 'sweep',
    map: (item) => map(item, idOf(item)),
  });

/** What can be read, and what each item becomes. */
export const streams = () => ({
  companies: all('companies', (item, id) => [customer(id, companyMapping.read(item))]),
  people: all('people', (item, id) => [
    contact(id, () => personMapping.read(item)),
    members({ of: { contact: id }, are: [readItem(codec.id, item.company, 'company')] }),
  ]),
  tickets: all('tickets', (item, id) => [record('ticket', id, ticketMapping.read(item))]),
});
