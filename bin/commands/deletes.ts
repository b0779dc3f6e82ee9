import { listHeld, type HeldItem, type HeldList, type Loss } from '../../core/sync/list-held.js';
import { describeLosses } from '../../core/sync/brake.js';
import { withoutSecrets } from '../../core/connections/without-secrets.js';
import { exitCodes, type Command, type CommandGroup } from '../command.js';
import { cleanText } from '../clean-text.js';
import { confirm } from '../confirm.js';
import type { OpenHub } from '../open-hub.js';
import { numberOption, textOption } from '../read-command-line.js';
import { fromNow } from '../say-time.js';
import { openProgress } from '../show-progress.js';
import { count, shorten } from '../table.js';
import { describeReport, syncConnection } from './sync.js';

const size = { size: { type: 'string' } } as const;

const list: Command = {
  usage: 'deletes list <connection>',
  summary: 'Changes that are held back because they would take much away, and what that is.',
  words: ['connection'],
  options: size,
  async run(input, { hub: open, print }) {
    const [id = ''] = input.words;
    const hub = await open();
    const held = await readHeld(hub, id, sizeOf(input));
    print(held, () =>
      held.total
        ? `${describeHeld(held, hub.clock.now())}\n\nIf this is right: portico deletes confirm ${id} --list ${held.version}\nIf not, mend it at the vendor and sync again.`
        : nothingHeld(id),
    );
    return exitCodes.ok;
  },
};

const confirmHeld: Command = {
  usage: 'deletes confirm <connection> [--list <version>] [--yes]',
  summary: 'List what is held back, and after a yes take it away.',
  words: ['connection'],
  options: { ...size, list: { type: 'string' }, yes: { type: 'boolean' } },
  notes: [
    'Only what was listed is applied: where the held changes are others by then, nothing is, and the new list is shown.',
    '--list <version>  the version that `deletes list` showed; without it, what this command itself lists.',
    '--yes             do not ask; needed where there is no terminal.',
  ].join('\n'),
  async run(input, { hub: open, print, signal, isTerminal }) {
    const { json, options } = input;
    const [id = ''] = input.words;
    const hub = await open();
    const held = await readHeld(hub, id, sizeOf(input));
    const now = hub.clock.now();
    if (!held.total) {
      print({ held, report: null }, () => nothingHeld(id));
      return exitCodes.ok;
    }
    const wanted = textOption(input, 'list') ?? held.version;
    if (wanted !== held.version) return refuse(held, `is no longer list ${wanted}`);
    if (!json) process.stderr.write(`${cleanText(describeHeld(held, now))}\n\n`);
    const question = `Take this away at ${id}?`;
    if (!(await confirm(question, { yes: options['yes'] === true, json, signal }))) {
      print({ held, report: null }, () => 'Nothing was changed.');
      return exitCodes.failed;
    }
    const progress = openProgress({ isTerminal, quiet: json });
    const report = await syncConnection(hub, id, {
      options: { confirm: true, held: held.version },
      signal,
      progress,
    }).finally(() => progress.stop());
    const after = await readHeld(hub, id, sizeOf(input));
    if (report.code === 'HELD_CHANGED') return refuse(after, 'has changed meanwhile');
    print({ held, report, left: after.total }, () =>
      [
        describeReport(report),
        `${held.total - after.total} of ${count(held.total, 'held change')} applied${after.total ? `, ${after.total} still held` : ''}.`,
      ].join('\n'),
    );
    return report.state === 'done' ? exitCodes.ok : exitCodes.failed;

    function refuse(current: HeldList, what: string): number {
      print({ held: current, report: null, changed: true }, () =>
        [
          `What is held back at ${id} ${what}, so nothing was applied. It is now:`,
          '',
          current.total ? describeHeld(current, now) : nothingHeld(id),
        ].join('\n'),
      );
      return exitCodes.failed;
    }
  },
};

const sizeOf = (input: Parameters<Command['run']>[0]): number =>
  numberOption(input, 'size', { fallback: 50, max: 100_000 });

const nothingHeld = (id: string): string => `Nothing is held back at ${id}.`;

async function readHeld({ connections, database }: OpenHub, id: string, size: number): Promise<HeldList> {
  const connection = await connections.open(id);
  return withoutSecrets(await listHeld(database.pool, connection, { size }), connection.redact);
}

function describeHeld({ items, total, version }: HeldList, now: Date): string {
  // A sweep that is held whole gives all of its items the same reason: it is said once.
  const lines = items.map((item, index) =>
    describeItem(item, { now, withReason: item.reason !== items[index - 1]?.reason }),
  );
  return [
    ...lines,
    '',
    `${count(total, 'change')} held back${items.length < total ? `, ${items.length} of them shown (--size)` : ''}; this is list ${version}.`,
  ].join('\n');
}

const most = 12;

function describeItem(
  { stream, item, change, losses, reason, since, takesAway }: HeldItem,
  { now, withReason }: { now: Date; withReason: boolean },
): string {
  const why = change === 'gone' ? 'gone at the vendor' : 'changed at the vendor';
  const lines = takesAway.slice(0, most).map((loss) => `    - ${describeLoss(loss)}`);
  if (takesAway.length > most) lines.push(`    - and ${takesAway.length - most} more`);
  return [
    ...(withReason ? [reason] : []),
    `  ${stream}/${item}  ${why}, held ${fromNow(since, now)}; takes away ${describeLosses(losses)}`,
    ...lines,
  ].join('\n');
}

function describeLoss({ what, key, name, of }: Loss): string {
  const called = shorten(name ?? key, 60);
  if (what === 'membership') return `${called} as a contact of ${of ?? '?'}`;
  if (what === 'email') return `the e-mail address ${called} of ${key}`;
  return `${key}${name ? ` (${called})` : ''}`;
}

export const deletesCommands: CommandGroup = {
  usage: 'deletes list|confirm <connection>',
  summary: 'Changes held back because they take much away: look at them, confirm them.',
  verbs: { list, confirm: confirmHeld },
};
