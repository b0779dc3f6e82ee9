import type { ConnectionConfig } from '../../core/contract/generated/config.js';
import { againstLimit, againstPeer, type Figure } from './figure.js';
import { keepRows, loadByCopy } from './peers/load-by-copy.js';
import type { ProbeAnswer, ProbeInput } from './peers/probe-pages.js';
import { runProgram, startProgram } from './run-program.js';
import type { Stage } from './stage.js';
import type { SyncAnswer, SyncInput } from './sync-once.js';

const megabytesAllowed = 200;

/** The first sync of everybody, then a full one that finds nothing new: speed and memory. */
export async function vtigerSyncs(stage: Stage): Promise<Figure[]> {
  const { size, folder, say } = stage;
  const simulator = startProgram('test/simulators/vtiger/serve.js', [
    '--crowd',
    `${Math.ceil(size / 20)},${size},0,0`,
  ]);
  const database = await stage.database();
  try {
    const vendor = (await simulator.line()) as { url: string; user: string; accessKey: string };
    const connection: ConnectionConfig = { id: 'crm', plugin: 'vtiger', settings: vendor };
    say(`first sync of ${size} contacts`);
    const first = await sync(stage, { database: database.url, connection, watched: 'contacts' });
    await keepRows(database.url, folder);
    const copied = await stage.database();
    say('the same rows by COPY and upsert');
    const peer = await loadByCopy(copied.url, folder);
    await copied.drop();

    await fetch(`${vendor.url}/_control/log`, { method: 'DELETE' });
    say('full sync, nothing new');
    const again = await sync(stage, { database: database.url, connection, watched: 'contacts', full: true });
    if (again.created || again.updated || again.deleted)
      throw new Error('something changed in between: this is no unchanged sync');
    const pages = await pagesOf(vendor.url);
    say(`the hash probe alone over the same ${pages.length} pages`);
    const probed = await runProgram<ProbeAnswer>('test/bench/peers/probe-pages.js', {
      database: database.url,
      connectionId: connection.id,
      pages,
    } satisfies ProbeInput);
    if (probed.found < size) throw new Error(`the probe met ${probed.found} items, not ${size}`);

    return [
      againstPeer(`first sync, ${first.created} items, ${peer.rows} rows`, {
        ours: first.seconds,
        peer: peer.seconds,
        against: 'COPY and upsert',
        atLeast: 0.3,
      }),
      againstPeer(`unchanged full sync, ${again.unchanged} items`, {
        ours: again.seconds,
        peer: probed.seconds,
        against: 'hash probe alone',
        atLeast: 0.6,
      }),
      againstPeer('unchanged full sync', {
        ours: again.seconds,
        peer: probed.secondsWithoutHttp,
        against: 'hash probe without HTTP',
      }),
      ...memory('first sync', first),
      ...memory('unchanged full sync', again),
    ];
  } finally {
    await simulator.stop();
    await database.drop();
  }
}

async function sync(stage: Stage, input: SyncInput): Promise<SyncAnswer> {
  const answer = await runProgram<SyncAnswer>(
    'test/bench/sync-once.js',
    { ...input, queries: stage.queries },
    stage.profile,
  );
  if (answer.state !== 'done') throw new Error(`the sync is ${answer.state}: ${answer.error ?? 'no reason'}`);
  for (const { sql, calls, ms } of answer.queries) stage.say(`${ms.toFixed(0)} ms, ${calls} × ${sql}`);
  return answer;
}

function memory(name: string, { peak, memory: at }: SyncAnswer): Figure[] {
  return [
    againstLimit(`${name}, peak memory`, {
      ours: peak,
      limit: megabytesAllowed,
      unit: 'MB',
      against: 'limit',
    }),
    againstLimit(`${name}, memory after 100 % (60 %: ${at['60 %']} MB)`, {
      ours: at['100 %'],
      // Flat: what the garbage collector leaves lying about is not growth.
      limit: Math.round(at['20 %'] * 1.25),
      unit: 'MB',
      against: 'after 20 % plus a quarter',
    }),
  ];
}

/** The pages of people that the sync has just fetched, as the vendor's log has them. */
async function pagesOf(url: string): Promise<ProbeInput['pages']> {
  const log = (await (await fetch(`${url}/_control/log`)).json()) as { path: string }[];
  return log.flatMap(({ path }) => {
    const asked = new URL(path, url).searchParams.get('query') ?? '';
    const module = /FROM (Contacts|Accounts) .*ORDER BY id/.exec(asked)?.[1];
    return module ? [{ url: `${url}${path}`, stream: module.toLowerCase() }] : [];
  });
}
