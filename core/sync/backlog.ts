import { query, type Database } from '../database/open-database.js';
import { closeIssues, raiseIssue } from '../issues/issues.js';
import type { PassContext } from './pass-context.js';

interface Backlog {
  stream: string;
  count: number;
  example: string;
}

/** Opens and closes the issues about what a connection has in quarantine and on its held list, stream by stream. */
export async function reportBacklog(
  pool: Database['pool'],
  connectionId: string,
  runId: number,
): Promise<void> {
  const quarantined = await query<Backlog>(
    pool,
    `select stream, count(*) as count, min(item_id || ': ' || (reason ->> 'sentence')) as example from quarantine where connection_id = $1 group by stream`,
    [connectionId],
  );
  const held = await query<Backlog>(
    pool,
    'select stream, count(*) as count, min(reason) as example from held where connection_id = $1 group by stream',
    [connectionId],
  );
  await report(pool, connectionId, runId, 'QUARANTINE', quarantined, (each) => ({
    sentence: `${each.count} of ${each.stream} cannot be used and wait in quarantine. ${each.example}`,
    remedy: `See \`portico quarantine list ${connectionId}\`; correct them at the vendor or in the mapping, then \`portico quarantine replay ${connectionId}\`.`,
  }));
  await report(pool, connectionId, runId, 'HELD', held, (each) => ({
    sentence: `${each.count} changes of ${each.stream} are held back. ${each.example}`,
    remedy: `See \`portico deletes list ${connectionId}\`; if it is right, \`portico deletes confirm ${connectionId}\`; if not, mend the vendor and sync again.`,
  }));
}

async function report(
  pool: Database['pool'],
  connectionId: string,
  runId: number,
  kind: string,
  backlog: Backlog[],
  say: (each: Backlog) => { sentence: string; remedy: string },
): Promise<void> {
  const open = await query<{ cause: string }>(
    pool,
    'select cause from issue where connection_id = $1 and kind = $2 and closed_at is null',
    [connectionId, kind],
  );
  for (const { cause } of open)
    if (!backlog.some(({ stream }) => stream === cause))
      await closeIssues(pool, { connectionId, kind, cause });
  for (const each of backlog)
    await raiseIssue(pool, { connectionId, kind, cause: each.stream, ...say(each), runId });
}

/** Which items of a stream have an open row in quarantine, on the held list or among the issues. */
export async function readBacklog(
  pool: Database['pool'],
  connectionId: string,
  name: string,
): Promise<Pick<PassContext, 'quarantined' | 'held' | 'troubled'>> {
  const ids = async (sql: string): Promise<Set<string>> =>
    new Set((await query<{ id: string }>(pool, sql, [connectionId, name])).map(({ id }) => id));
  return {
    quarantined: await ids('select item_id as id from quarantine where connection_id = $1 and stream = $2'),
    held: await ids('select item_id as id from held where connection_id = $1 and stream = $2'),
    troubled: await ids(
      `select substr(cause, length($2) + 2) as id from issue
       where connection_id = $1 and closed_at is null and starts_with(cause, $2 || '/')`,
    ),
  };
}
