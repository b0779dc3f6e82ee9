import { withoutSecrets } from '../../core/connections/without-secrets.js';
import { listQuarantine, readQuarantined } from '../../core/sync/list-quarantine.js';
import { exitCodes, type Command, type CommandGroup } from '../command.js';
import type { OpenHub } from '../open-hub.js';
import { numberOption } from '../read-command-line.js';
import { fromNow } from '../say-time.js';
import { count, shorten, table } from '../table.js';
import { openProgress } from '../show-progress.js';
import { UsageError } from '../usage-error.js';
import { describeReport, syncConnection } from './sync.js';

const list: Command = {
  usage: 'quarantine list [connection] | quarantine list <connection> --raw <stream> <item>',
  summary: 'Items that cannot be used, with the reason; with --raw one of them as the vendor sent it.',
  words: ['connection?', 'stream?', 'item?'],
  options: { raw: { type: 'boolean' }, size: { type: 'string' } },
  async run(input, { hub: open, print }) {
    const [connectionId, stream, item] = input.words;
    const raw = input.options['raw'] === true;
    if (raw && (connectionId === undefined || stream === undefined || item === undefined))
      throw new UsageError('Say whose raw form: portico quarantine list <connection> --raw <stream> <item>');
    if (!raw && stream !== undefined)
      throw new UsageError(`"${stream}" is a word too many. To see one item as it came, say --raw.`);
    const size = numberOption(input, 'size', { fallback: 100, max: 100_000 });
    const hub = await open();
    if (connectionId !== undefined) await hub.connections.known(connectionId);
    if (connectionId !== undefined && stream !== undefined && item !== undefined) {
      const connection = await hub.connections.open(connectionId);
      const found = withoutSecrets(
        await readQuarantined(hub.database.pool, { connectionId, stream, item }),
        connection.redact,
      );
      print(found, () => `${found.reason.sentence}\n\n${JSON.stringify(found.raw, null, 2)}`);
    } else await printList(hub, { connectionId, size }, print);
    return exitCodes.ok;
  },
};

async function printList(
  { database, clock, connections }: OpenHub,
  { connectionId, size }: { connectionId: string | undefined; size: number },
  print: (value: unknown, asText: () => string) => void,
): Promise<void> {
  const found = await listQuarantine(database.pool, { connectionId, size });
  const redactors = new Map<string, (text: string) => string>();
  for (const id of new Set(found.items.map(({ connection }) => connection)))
    redactors.set(id, await redactorOf(connections, id));
  const items = found.items.map((each) => withoutSecrets(each, redactors.get(each.connection) ?? same));
  const now = clock.now();
  print({ items, total: found.total }, () =>
    items.length
      ? [
          table(
            ['connection', 'stream', 'item', 'since', 'times', 'reason'],
            items.map(({ connection, stream, item, firstAt, times, reason }) => [
              connection,
              stream,
              item,
              fromNow(firstAt, now),
              times,
              shorten(reason.sentence, 300),
            ]),
          ),
          '',
          `${count(found.total, 'item')} in quarantine${found.total > items.length ? `, ${items.length} shown (--size)` : ''}. Correct them at the vendor or in the mapping, then: portico quarantine replay <connection>`,
        ].join('\n')
      : `Nothing is in quarantine${connectionId === undefined ? '' : ` at ${connectionId}`}.`,
  );
}

const same = (text: string): string => text;

/** One connection that cannot be opened (its plugin is missing) does not keep the others from being listed. */
async function redactorOf(
  connections: OpenHub['connections'],
  id: string,
): Promise<(text: string) => string> {
  try {
    return (await connections.open(id)).redact;
  } catch {
    return same;
  }
}

const replay: Command = {
  usage: 'quarantine replay <connection>',
  summary: 'Try what is in quarantine again: read anew where the vendor can be asked by id.',
  words: ['connection'],
  async run({ words: [id = ''], json }, { hub: open, print, signal, isTerminal }) {
    const hub = await open();
    const before = (await listQuarantine(hub.database.pool, { connectionId: id, size: 0 })).total;
    const progress = openProgress({ isTerminal, quiet: json });
    try {
      const report = await syncConnection(hub, id, { options: { replay: true }, signal, progress });
      const { total: after } = await listQuarantine(hub.database.pool, { connectionId: id, size: 0 });
      print({ before, after, report }, () =>
        before
          ? `${describeReport(report)}\n${before - after} of ${before} came out of quarantine, ${after} stay.`
          : `Nothing was in quarantine at ${id}.`,
      );
      return report.state === 'done' ? exitCodes.ok : exitCodes.failed;
    } finally {
      progress.stop();
    }
  },
};

export const quarantineCommands: CommandGroup = {
  usage: 'quarantine list|replay',
  summary: 'Items that cannot be used: look at them, try them again.',
  verbs: { list, replay },
};
