// @ts-check
import { createServer } from 'node:http';

/** @import { IncomingMessage } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */
/** @import { StartedVendor } from 'portico/testing' */

/** @typedef {{ id: string, updated: string, [field: string]: string | boolean }} Row */
/** @typedef {Record<string, Row[]>} Data */

const key = 'kept-by-the-simulated-crm';

const moment = (/** @type {number} */ minute) => new Date(Date.UTC(2026, 1, 2, 8, minute)).toISOString();

const account = {
  zone: 'Europe/Helsinki',
  statuses: [
    { name: 'New', done: false },
    { name: 'Working', done: false },
    { name: 'Solved', done: true },
  ],
};

/** What the CRM holds: made up, and the same at every start. Two and two were changed at one moment. */
const madeUp = () => ({
  companies: ['North', 'South', 'East', 'West', 'Centre'].map((name, index) => ({
    id: `c${index + 1}`,
    updated: moment(index >> 1),
    name,
    phone: `+1 202 555 01${index}0`,
  })),
  people: ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gil'].map((first, index) => ({
    id: `p${index + 1}`,
    updated: moment(10 + (index >> 1)),
    company: `c${(index % 5) + 1}`,
    first,
    last: 'Example',
    email: `${first.toLowerCase()}@acme.example`,
  })),
  tickets: ['No light', 'Door stuck', 'New key', 'Noise', 'Leak', 'Cold room', 'Lost badge'].map(
    (title, index) => ({
      id: `t${index + 1}`,
      updated: moment(20 + (index >> 1)),
      company: `c${(index % 5) + 1}`,
      title,
      text: `It began on floor ${index + 1}.`,
      status: index % 3 ? 'Working' : 'Solved',
      done: index % 3 === 0,
      urgent: index === 4,
    }),
  ),
});

/**
 * The field of each list that staff change most.
 * @type {Record<string, string>}
 */
const edited = { companies: 'name', people: 'last', tickets: 'title' };

/**
 * Starts a simulated CRM on loopback: lists of everything by the time of change, in pages, and a way to open tickets.
 * @returns {Promise<StartedVendor>}
 */
export async function start() {
  /** @type {Data} */
  const data = madeUp();
  let minute = 60;
  let last = data.tickets.length;
  const now = () => moment((minute += 1));

  /** @returns {Promise<[status: number, answer: unknown]>} */
  async function reply(/** @type {IncomingMessage} */ request) {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://acme.example');
    const [, api, name = ''] = pathname.split('/');
    if (request.headers.authorization !== `Bearer ${key}`) return [401, { error: 'Who are you?' }];
    if (api === 'api' && name === 'account') return [200, account];
    if (api !== 'api' || !Object.hasOwn(data, name)) return [404, { error: 'There is no such thing.' }];
    const rows = data[name];
    if (request.method !== 'POST') return [200, listed(rows, searchParams)];
    const { title, text, company, ref } = JSON.parse(await bodyOf(request));
    if (!title) return [422, { error: 'A ticket needs a title.' }];
    const id = `t${(last += 1)}`;
    rows.push({ id, updated: now(), company, title, text, status: 'New', done: false, urgent: false, ref });
    return [200, { id }];
  }

  const server = createServer((request, response) => {
    const send = (/** @type {[status: number, answer: unknown]} */ [status, answer]) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    };
    reply(request).then(send, () => response.destroy());
  });
  await new Promise((listens) => server.listen(0, '127.0.0.1', () => listens(undefined)));
  const { port } = /** @type {AddressInfo} */ (server.address());
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    settings: { url, key },
    close: () => server.close(),
    // What only the CRM's own staff do, and one good command for each operation that the plugin writes.
    change: {
      edit(list, id) {
        const row = data[list].find((each) => each.id === id);
        return row !== undefined && Object.assign(row, { [edited[list]]: 'Edited', updated: now() });
      },
      remove: (list, id) => void (data[list] = data[list].filter((each) => each.id !== id)),
    },
    commands: {
      'ticket.create': { body: { subject: 'Window', body: 'It does not close.', customer: 'c1' } },
    },
  };
}

/** The rows that changed at or after `since`, in the order of their change; `next` is where the next page starts. */
function listed(/** @type {Row[]} */ rows, /** @type {URLSearchParams} */ query) {
  const asked = (/** @type {string} */ name) => query.get(name) ?? '';
  const found = rows
    .filter(({ updated }) => updated >= asked('since'))
    .filter(({ ref }) => !query.has('ref') || ref === asked('ref'))
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const left = found.filter((row) => placeOf(row) > asked('after'));
  const page = left.slice(0, Number(query.get('limit') ?? 100));
  const last = page.at(-1);
  return { rows: page, ...(last && page.length < left.length && { next: placeOf(last) }) };
}

const placeOf = (/** @type {Row} */ { updated, id }) => `${updated} ${id}`;

async function bodyOf(/** @type {AsyncIterable<Buffer>} */ request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
