import { createHash } from 'node:crypto';
import { Agent, get } from 'node:http';
import { gunzipSync } from 'node:zlib';

import pg from 'pg';

import { takeInput } from '../run-program.js';

export interface ProbeInput {
  database: string;
  connectionId: string;
  /** The very calls that the sync made, and the stream each belongs to. */
  pages: { url: string; stream: string }[];
}

export interface ProbeAnswer {
  /** Fetch, hash and probe. */
  seconds: number;
  /** The same from pages that are in memory already. */
  secondsWithoutHttp: number;
  found: number;
}

/**
 * The peer of an unchanged sync, in a process of its own: for each page a fetch, a hash of each raw item and
 * the probing select; nothing is judged or written. The next page is on its way while one is probed.
 */
const { database, connectionId, pages } = await takeInput<ProbeInput>();
const agent = new Agent({ keepAlive: true });
const client = new pg.Client({ connectionString: database });
await client.connect();

const kept: Buffer[] = [];
let found = 0;
const started = performance.now();
let pending = fetchPage(pages[0]?.url);
for (const [index, { stream }] of pages.entries()) {
  const bytes = await pending;
  pending = fetchPage(pages[index + 1]?.url);
  kept.push(bytes);
  found += await probe(bytes, stream);
}
const seconds = (performance.now() - started) / 1000;
const again = performance.now();
for (const [index, bytes] of kept.entries()) await probe(bytes, pages[index]?.stream ?? '');
const answer: ProbeAnswer = { seconds, secondsWithoutHttp: (performance.now() - again) / 1000, found };
agent.destroy();
await client.end();
process.stdout.write(`${JSON.stringify(answer)}\n`);

async function probe(bytes: Buffer, stream: string): Promise<number> {
  const { result } = JSON.parse(bytes.toString('utf8')) as { result: { id: string }[] };
  const hashes = new Map(
    result.map((item) => [item.id, createHash('sha256').update(JSON.stringify(item)).digest('hex')]),
  );
  const { rows } = await client.query<{ item_id: string; hash: Buffer }>(
    'select item_id, hash from item where connection_id = $1 and stream = $2 and item_id = any($3)',
    [connectionId, stream, [...hashes.keys()]],
  );
  // The engine's hash has the mapping's version in it, so that this one never equals; it is compared anyway.
  return rows.filter(({ item_id, hash }) => hash.toString('hex') !== hashes.get(item_id)).length;
}

function fetchPage(url: string | undefined): Promise<Buffer> {
  if (!url) return Promise.resolve(Buffer.alloc(0));
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve(response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes);
      });
    }).on('error', reject);
  });
}
