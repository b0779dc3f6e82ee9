import { toJsonText } from '../database/json-text.js';
import { query, type Queryable } from '../database/open-database.js';

/** A problem worth a person's attention. One is open per connection, kind and cause. */
export interface IssueReport {
  connectionId?: string | undefined;
  /** UPPER_SNAKE, stable: SYNC_AUTH, QUARANTINE, HELD_DELETES. */
  kind: string;
  /** What tells this one from others of its kind: a stream, an item; may be empty. */
  cause: string;
  sentence: string;
  remedy: string;
  details?: Record<string, unknown>;
  runId?: number | undefined;
}

/** Opens an issue, or says of the open one that it happened again. */
export async function raiseIssue(on: Queryable, issue: IssueReport): Promise<void> {
  const { connectionId = null, kind, cause, sentence, remedy, details = {}, runId = null } = issue;
  await on.query(
    `insert into issue (connection_id, kind, cause, sentence, remedy, details, run_id) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (coalesce(connection_id, ''), kind, cause) where closed_at is null do update
     set sentence = excluded.sentence, remedy = excluded.remedy, details = excluded.details, run_id = excluded.run_id,
         times = issue.times + 1, last_at = now()`,
    [connectionId, kind, cause, sentence.replaceAll('\0', '\ufffd'), remedy, toJsonText(details), runId],
  );
}

/** Closes open issues of a connection and kind, of one cause or of all. */
export async function closeIssues(
  on: Queryable,
  { connectionId, kind, cause }: { connectionId: string; kind: string; cause?: string },
): Promise<void> {
  await on.query(
    `update issue set closed_at = now()
     where connection_id = $1 and kind = $2 and closed_at is null and ($3::text is null or cause = $3)`,
    [connectionId, kind, cause ?? null],
  );
}

export interface OpenIssue {
  id: number;
  connection: string | null;
  kind: string;
  cause: string;
  sentence: string;
  remedy: string;
  times: number;
  firstAt: Date;
  lastAt: Date;
}

/** Open issues, the newest first; of one connection or of all. */
export function listIssues(
  on: Queryable,
  { connectionId }: { connectionId?: string | undefined } = {},
): Promise<OpenIssue[]> {
  return query<OpenIssue>(
    on,
    `select id, connection_id as connection, kind, cause, sentence, remedy, times, first_at as "firstAt", last_at as "lastAt"
     from issue where closed_at is null and ($1::text is null or connection_id = $1) order by last_at desc, id desc`,
    [connectionId ?? null],
  );
}
