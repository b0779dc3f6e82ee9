import { PorticoError } from '../../core/contract/portico-error.js';
import {
  dropCommand,
  listOutbox,
  replayCommands,
  type OutboxEntry,
} from '../../core/sync/outbox/list-outbox.js';
import { exitCodes, type Command, type CommandGroup } from '../command.js';
import { numberOption } from '../read-command-line.js';
import { fromNow } from '../say-time.js';
import { count, shorten, table } from '../table.js';
import { UsageError } from '../usage-error.js';

const list: Command = {
  usage: 'outbox list [connection] [--all]',
  summary:
    'Changes that wait for their vendor, were refused, or need a person; with --all the done ones too.',
  words: ['connection?'],
  options: { all: { type: 'boolean' }, size: { type: 'string' } },
  async run(input, { hub: open, print }) {
    const [connectionId] = input.words;
    const size = numberOption(input, 'size', { fallback: 100, max: 100_000 });
    const { database, connections, clock } = await open();
    if (connectionId !== undefined) await connections.known(connectionId);
    const all = ['waiting', 'writing', 'manual', 'failed', 'dead', 'done', 'dropped'];
    const found = await listOutbox(database.pool, {
      connectionId,
      size,
      ...(input.options['all'] === true && { states: all }),
    });
    const now = clock.now();
    print(found, () =>
      found.commands.length
        ? [
            table(
              ['id', 'connection', 'action', 'record', 'state', 'tries', 'asked', 'by', 'what'],
              found.commands.map((each) => [
                each.id,
                each.connection,
                each.action,
                each.module === null ? each.target : `${each.module} ${each.record ?? ''}`,
                each.state,
                each.tries,
                fromNow(each.requestedAt, now),
                each.requestedBy,
                shorten(describe(each, now), 200),
              ]),
            ),
            '',
            `${count(found.total, 'change')}${found.total > found.commands.length ? `, ${found.commands.length} shown (--size)` : ''}.`,
          ].join('\n')
        : `Nothing waits in the outbox${connectionId === undefined ? '' : ` of ${connectionId}`}.`,
    );
    return exitCodes.ok;
  },
};

function describe({ state, step, error, notBefore, differs }: OutboxEntry, now: Date): string {
  if (state === 'manual') return step ?? '';
  const parts = [];
  if (error && state !== 'done') parts.push(error.message);
  if (state === 'waiting' && notBefore) parts.push(`again ${fromNow(notBefore, now)}`);
  if (differs?.length) parts.push(`the vendor kept otherwise: ${differs.join(', ')}`);
  return parts.join('; ');
}

const replay: Command = {
  usage: 'outbox replay <connection> [id]',
  summary: 'Try again what the vendor refused or what died: one command, or all.',
  words: ['connection', 'id?'],
  async run({ words: [connectionId = '', id] }, { hub: open, print }) {
    const number = id === undefined ? undefined : numberOf(id);
    const { database, connections } = await open();
    await connections.known(connectionId);
    const replayed = await replayCommands(database, { connectionId, id: number });
    if (number !== undefined && !replayed) throw notThere(connectionId, number, 'replayed');
    print({ replayed }, () => `${count(replayed, 'change')} will be tried again.`);
    return exitCodes.ok;
  },
};

const drop: Command = {
  usage: 'outbox drop <connection> <id>',
  summary: 'Give a change up, or take a manual one from the list when its step is done.',
  words: ['connection', 'id'],
  async run({ words: [connectionId = '', id = ''] }, { hub: open, print }) {
    const number = numberOf(id);
    const { database, connections } = await open();
    await connections.known(connectionId);
    if (!(await dropCommand(database, { connectionId, id: number })))
      throw notThere(connectionId, number, 'dropped');
    print({ dropped: number }, () => `Change ${number} was dropped.`);
    return exitCodes.ok;
  },
};

function numberOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`"${text}" is no number of a change. See: portico outbox list`);
}

const notThere = (connection: string, id: number, what: string): PorticoError =>
  new PorticoError(
    'COMMAND_UNKNOWN',
    `Change ${id} of ${connection} cannot be ${what}: it is not there, is done, or is being written. See \`portico outbox list ${connection} --all\`.`,
    { details: { connection, command: id } },
  );

export const outboxCommands: CommandGroup = {
  usage: 'outbox list|replay|drop',
  summary: 'Changes on their way to the vendors: look at them, try them again, give them up.',
  verbs: { list, replay, drop },
};
