import { PorticoError } from '../contract/portico-error.js';
import { query, type Queryable } from '../database/open-database.js';
import type { Counters } from './apply-page.js';
import type { Losses } from './brake.js';
import type { Run, RunOptions } from './lease-run.js';
import type { PassKind } from './stream-state.js';

/** What a stream's passes of a run did so far. */
export type StreamCounters = Counters & { kind: PassKind | 'taken up'; total?: number };

/** A run as people look at it. */
export interface RunView {
  id: number;
  connection: string;
  state: Run['state'];
  /** Who asked for it: cli, schedule, webhook. */
  reason: string;
  options: RunOptions;
  worker: string | null;
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** A queued run waits at least until then. */
  notBefore: Date | null;
  cancelRequested: boolean;
  streams: Record<string, StreamCounters>;
  /** What was held when it began, and what was taken away of it or held back. */
  base: Partial<Losses>;
  losses: Partial<Losses>;
  error: { code?: string; message: string; remedy?: string } | null;
}

/** A pass under way, as far as its last page. */
export interface PassView {
  stream: string;
  kind: PassKind;
  seen: number;
  total: number | null;
  startedAt: Date | null;
}

const columns = `id, connection_id as connection, state, reason, options, worker, requested_at as "requestedAt",
  started_at as "startedAt", finished_at as "finishedAt", not_before as "notBefore",
  cancel_requested as "cancelRequested", streams, base, losses, error`;

/** Runs, the newest first; of one connection or of all. `before` is the id of the last one of the page before. */
export function listRuns(
  on: Queryable,
  {
    connectionId,
    before,
    size,
  }: { connectionId?: string | undefined; before?: number | undefined; size: number },
): Promise<RunView[]> {
  return query<RunView>(
    on,
    `select ${columns} from run
     where ($1::text is null or connection_id = $1) and ($2::bigint is null or id < $2) order by id desc limit $3`,
    [connectionId ?? null, before ?? null, size],
  );
}

/**
 * One run.
 * @throws PorticoError RUN_UNKNOWN
 */
export async function readRun(on: Queryable, id: number): Promise<RunView> {
  const [run] = await query<RunView>(on, `select ${columns} from run where id = $1`, [id]);
  if (run) return run;
  throw new PorticoError(
    'RUN_UNKNOWN',
    `There is no run ${id}. \`portico runs list\` shows those there are.`,
    {
      details: { run: id },
    },
  );
}

/** The passes of a connection that have begun and not ended, in the order they began. */
export function listPasses(on: Queryable, connectionId: string): Promise<PassView[]> {
  return query<PassView>(
    on,
    `select name as stream, pass_kind as kind, pass_seen as seen, pass_total as total, pass_started_at as "startedAt"
     from stream where connection_id = $1 and pass_kind is not null order by pass_started_at, name`,
    [connectionId],
  );
}
