import { listIssues } from '../../core/issues/issues.js';
import { exitCodes, type Command } from '../command.js';
import { fromNow } from '../say-time.js';

export const issuesCommand: Command = {
  usage: 'issues [connection]',
  summary: 'Open problems, each with what to do about it.',
  words: ['connection?'],
  async run({ words: [connectionId] }, { hub: open, print }) {
    const { database, connections, clock } = await open();
    if (connectionId !== undefined) await connections.known(connectionId);
    const issues = await listIssues(database.pool, { connectionId });
    const now = clock.now();
    print({ issues }, () =>
      issues.length
        ? issues
            .map(({ connection, kind, cause, sentence, remedy, times, firstAt }) =>
              [
                `${connection ?? 'hub'}  ${kind}${cause ? ` (${cause})` : ''}  since ${fromNow(firstAt, now)}${times > 1 ? `, ${times} times` : ''}`,
                `  ${sentence}`,
                `  → ${remedy}`,
              ].join('\n'),
            )
            .join('\n\n')
        : `No open issue${connectionId === undefined ? '' : ` at ${connectionId}`}. Nothing needs you.`,
    );
    return exitCodes.ok;
  },
};
