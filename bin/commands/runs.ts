import { setTimeout as wait } from 'node:timers/promises';

import { PorticoError } from '../../core/contract/portico-error.js';
import { cancelRun } from '../../core/sync/lease-run.js';
import { listPasses, listRuns, readRun, type PassView, type RunView } from '../../core/sync/runs.js';
import { exitCodes, type Command, type CommandContext, type CommandGroup } from '../command.js';
import { describePass, describeRun, sumCounters } from '../describe-run.js';
import type { OpenHub } from '../open-hub.js';
import { numberOption } from '../read-command-line.js';
import { duration, moment } from '../say-time.js';
import { shorten, table } from '../table.js';
import { UsageError } from '../usage-error.js';

const list: Command = {
  usage: 'runs list [connection] [--size <number>] [--before <run>]',
  summary: 'The latest runs, of one connection or of all.',
  words: ['connection?'],
  options: { size: { type: 'string' }, before: { type: 'string' } },
  async run(input, { hub: open, print }) {
    const { database, connections } = await open();
    const size = numberOption(input, 'size', { fallback: 20, max: 1000 });
    const before = numberOption(input, 'before', { fallback: 0, max: Number.MAX_SAFE_INTEGER }) || undefined;
    const [connectionId] = input.words;
    if (connectionId !== undefined) await connections.known(connectionId);
    const runs = await listRuns(database.pool, { connectionId, before, size });
    print({ runs }, () =>
      runs.length
        ? table(
            [
              'run',
              'connection',
              'state',
              'by',
              'asked for',
              'took',
              'read',
              'new',
              'changed',
              'deleted',
              'quarantined',
              'held',
              'error',
            ],
            runs.map(toRow),
          )
        : `There was no run yet. Start one: \`portico sync ${connectionId ?? '--all'}\``,
    );
    return exitCodes.ok;
  },
};

function toRow(run: RunView): (string | number)[] {
  const { id, connection, state, reason, requestedAt, startedAt, finishedAt, streams, error } = run;
  const sum = sumCounters(streams);
  const took = startedAt && finishedAt ? duration((finishedAt.getTime() - startedAt.getTime()) / 1000) : '';
  return [
    id,
    connection,
    state,
    reason,
    moment(requestedAt),
    took,
    sum.read,
    sum.created,
    sum.updated,
    sum.deleted,
    sum.quarantined,
    sum.held,
    shorten(error?.message ?? '', 60),
  ];
}

const show: Command = {
  usage: 'runs show <run> [--watch]',
  summary: 'One run: what each stream did, what was taken away, what went wrong and what to do about it.',
  words: ['run'],
  options: { watch: { type: 'boolean' } },
  notes: '--watch follows a run until it ends, then shows it; the exit code is 1 unless it is done.',
  async run({ words, options, json }, context) {
    const id = runId(words[0]);
    const hub = await context.hub();
    const watch = options['watch'] === true;
    const run = watch
      ? await follow(hub, id, { ...context, quiet: json })
      : await readRun(hub.database.pool, id);
    const passes = isActive(run) ? await listPasses(hub.database.pool, run.connection) : [];
    context.print({ ...run, passes }, () => describeRun(run, passes, hub.clock.now()));
    return !watch || run.state === 'done' ? exitCodes.ok : exitCodes.failed;
  },
};

const isActive = ({ state }: RunView): boolean => state === 'queued' || state === 'running';

/** Looks at a run every second until it ends, or until nobody wants to know any more. */
async function follow(
  { database }: OpenHub,
  id: number,
  { signal, quiet }: Pick<CommandContext, 'signal'> & { quiet: boolean },
): Promise<RunView> {
  let shown = '';
  for (;;) {
    const run = await readRun(database.pool, id);
    if (!isActive(run) || signal.aborted) return run;
    const passes = await listPasses(database.pool, run.connection);
    const news = progressOf(run, passes);
    if (news !== shown && !quiet) process.stderr.write(`${news}\n`);
    shown = news;
    await wait(1000, undefined, { signal }).catch(() => undefined);
  }
}

const progressOf = (run: RunView, passes: PassView[]): string =>
  `run ${run.id} of ${run.connection} ${run.state}${passes.length ? `: ${passes.map(describePass).join('; ')}` : ''}`;

const cancel: Command = {
  usage: 'runs cancel <run>',
  summary: 'End a run at its next page; what it has applied stays, and the next run goes on from there.',
  words: ['run'],
  async run({ words }, { hub: open, print }) {
    const id = runId(words[0]);
    const { database } = await open();
    const before = await readRun(database.pool, id);
    if (!(await cancelRun(database.pool, id)))
      throw new PorticoError(
        'RUN_ENDED',
        `Run ${id} of ${before.connection} has ended already: ${before.state}.`,
      );
    const { state } = await readRun(database.pool, id);
    print({ id, state }, () =>
      state === 'cancelled'
        ? `Run ${id} is cancelled.`
        : `Run ${id} ends at its next page. Watch it by \`portico runs show ${id} --watch\`.`,
    );
    return exitCodes.ok;
  },
};

function runId(text = ''): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageError(`"${text}" is no number of a run. \`portico runs list\` shows those there are.`);
}

export const runsCommands: CommandGroup = {
  usage: 'runs list|show|cancel',
  summary: 'Look at runs, follow one, end one.',
  verbs: { list, show, cancel },
};
