import { lossKinds, type Losses } from '../core/sync/brake.js';
import type { PassView, RunView, StreamCounters } from '../core/sync/runs.js';
import { addCounters, noCounters, type Counters } from '../core/sync/apply-page.js';
import { duration, fromNow, moment } from './say-time.js';
import { pairs, table } from './table.js';

/** "run 12 done 3 min ago, in 14 s" and, where it failed, why. */
export function describeRunState(
  { id, state, startedAt, finishedAt, notBefore, error, cancelRequested }: RunView,
  now: Date,
): string {
  const took = startedAt && finishedAt ? (finishedAt.getTime() - startedAt.getTime()) / 1000 : undefined;
  const when = finishedAt
    ? ` ${fromNow(finishedAt, now)}`
    : startedAt
      ? `, begun ${fromNow(startedAt, now)}`
      : '';
  const parts = [
    `run ${id} ${state}${when}`,
    ...(took === undefined ? [] : [`in ${duration(took)}`]),
    ...(state === 'queued' && notBefore ? [`goes on ${fromNow(notBefore, now)}`] : []),
    ...(cancelRequested && state === 'running' ? ['is being cancelled'] : []),
  ];
  return `${parts.join(', ')}${error && state === 'failed' ? `: ${error.message}` : ''}`;
}

/** "tickets: full, 120 of 400" */
export const describePass = ({ stream, kind, seen, total }: PassView): string =>
  `${stream}: ${kind}, ${seen}${total === null ? '' : ` of ${total}`} seen`;

/** What all streams of a run did together. */
export function sumCounters(streams: Record<string, StreamCounters>): Counters {
  const sum = noCounters();
  for (const each of Object.values(streams)) addCounters(sum, each);
  return sum;
}

/** A run with everything that is known of it. */
export function describeRun(run: RunView, passes: PassView[], now: Date): string {
  const { id, connection, state, reason, options, worker, requestedAt, startedAt, error, streams } = run;
  const counters = ['read', 'created', 'updated', 'unchanged', 'deleted', 'quarantined', 'held'] as const;
  const head = ['stream', 'pass', 'read', 'new', 'changed', 'unchanged', 'deleted', 'quarantined', 'held'];
  const rows = Object.entries(streams)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, each]) => [name, each.kind, ...counters.map((counter) => each[counter])]);
  const given = Object.entries(options).map(([name, value]) =>
    value === true ? name : `${name} ${String(value)}`,
  );
  return [
    pairs([
      ['run', `${id} of ${connection}`],
      ['state', describeRunState({ ...run, error: null }, now)],
      ['asked for', `${moment(requestedAt)} by ${reason}${given.length ? ` (${given.join(', ')})` : ''}`],
      ['started', startedAt && moment(startedAt)],
      ['worker', state === 'running' ? worker : undefined],
      ['under way', passes.map(describePass).join('\n')],
      ['takes away', describeTaken(run)],
      ['error', error?.message],
      ['remedy', error?.remedy],
    ]),
    ...(rows.length ? ['', table(head, rows)] : ['', 'No page was applied.']),
  ].join('\n');
}

const words: Record<keyof Losses, string> = {
  record: 'records',
  member: 'memberships',
  login: 'logins',
  email: 'e-mail addresses',
};

/** What the run took away or held back, of what was there when it began; the brake holds what is over 5 %. */
function describeTaken({ base, losses }: RunView): string | undefined {
  const parts = lossKinds.flatMap((kind) =>
    losses[kind] ? [`${losses[kind]} of ${base[kind] ?? 0} ${words[kind]}`] : [],
  );
  return parts.length ? `${parts.join(', ')} (held back ones included)` : undefined;
}
