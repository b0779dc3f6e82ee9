import { readHubStatus, type ConnectionStatus } from '../../core/sync/hub-status.js';
import { listIssues } from '../../core/issues/issues.js';
import { exitCodes, type Command } from '../command.js';
import { describePass, describeRunState } from '../describe-run.js';
import { fromNow, moment } from '../say-time.js';
import { count, pairs } from '../table.js';

export const statusCommand: Command = {
  usage: 'status',
  summary: 'How each connection stands: its last run, what it holds, what waits for you.',
  words: [],
  async run(_input, { hub: open, print }) {
    const { database, connections, clock } = await open();
    const list = await connections.list();
    const states = await readHubStatus(
      database.pool,
      list.map(({ id }) => id),
    );
    const now = clock.now();
    // Issues of no connection concern the hub itself.
    const hubIssues = (await listIssues(database.pool)).filter(({ connection }) => connection === null);
    const all = list.map((summary) => ({ ...summary, ...states.find(({ id }) => id === summary.id) }));
    print({ connections: all, issues: hubIssues }, () =>
      [
        ...list.map((summary, index) => {
          const state = states[index];
          return `${summary.id}  ${summary.title} (plugin ${summary.plugin})\n${state ? describe(summary, state, now) : ''}`;
        }),
        ...(list.length
          ? []
          : ['There is no connection yet. Add one to the config file, or by `portico connections add`.']),
        ...hubIssues.map(({ sentence, remedy }) => `Issue: ${sentence} ${remedy}`),
      ].join('\n\n'),
    );
    return exitCodes.ok;
  },
};

function describe(
  { id, paused, left, schedule }: { id: string; paused: boolean; left: boolean; schedule: string },
  status: ConnectionStatus,
  now: Date,
): string {
  const { active, last, nextAt, quarantined, held, issues } = status;
  const records = Object.entries(status.records).map(([module, number]) => `${number} ${module}`);
  const waits = [
    ...(quarantined ? [`${quarantined} in quarantine (portico quarantine list ${id})`] : []),
    ...(held ? [`${count(held, 'change')} held back (portico deletes list ${id})`] : []),
  ];
  return pairs(
    [
      [
        'state',
        left ? 'left: no longer in the config file' : paused ? 'paused' : active ? undefined : 'idle',
      ],
      ['run', active && [describeRunState(active, now), ...active.passes.map(describePass)].join('\n')],
      [
        'last run',
        last ? describeRunState(last, now) : active ? undefined : `none yet: \`portico sync ${id}\``,
      ],
      ['next run', paused || left ? undefined : nextOf(schedule, nextAt, now)],
      [
        'holds',
        `${count(status.customers, 'customer')}, ${count(status.contacts, 'contact')}, ${count(status.logins, 'login')}`,
      ],
      ['records', records.length ? records.join(', ') : 'none'],
      ['waiting', waits.join(', ')],
      ['issues', issues ? `${issues} open (portico issues ${id})` : 'none'],
    ],
    '  ',
  );
}

function nextOf(schedule: string, nextAt: Date | undefined, now: Date): string {
  if (schedule === '') return 'never by itself (no schedule)';
  return nextAt ? `${moment(nextAt)} (${fromNow(nextAt, now)})` : `by schedule ${schedule}`;
}
