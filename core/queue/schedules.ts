import { createTask, validateDetailed, type Logger, type ScheduledTask } from 'node-cron';

import type { Connections, ConnectionSummary } from '../connections/connections.js';
import type { Database } from '../database/open-database.js';
import { closeIssues, raiseIssue } from '../issues/issues.js';
import type { Log } from '../log.js';
import { repeat, type Repetition } from './repeat.js';
import { findMissedTicks, takeTick } from './take-tick.js';

export interface SchedulesDeps {
  database: Pick<Database, 'pool'>;
  connections: Pick<Connections, 'list'>;
  log: Log;
}

/** One over N processes and machines: all must mean the same moment by an expression. */
const timezone = 'UTC';

/**
 * Asks for a run at every tick of every connection's schedule (five or six fields, in UTC; empty, paused,
 * removed or no longer configured: never). Any number of processes may do so: each tick is taken once. A
 * tick that nobody was there for is caught up, once; a changed schedule counts within half a minute; one
 * that cannot be read is an issue.
 */
export async function startSchedules(
  { database: { pool }, connections, log }: SchedulesDeps,
  { everyMs = 20_000 }: { everyMs?: number } = {},
): Promise<Repetition> {
  const known = new Map<string, string>();
  const tasks = new Map<string, ScheduledTask>();

  async function take(connectionId: string, task: ScheduledTask, at: Date): Promise<void> {
    const outcome = await takeTick(pool, { connectionId, at, next: task.getNextRun() });
    log.debug({ connection: connectionId, at, outcome }, 'tick');
  }

  async function drop(id: string): Promise<void> {
    known.delete(id);
    await tasks.get(id)?.destroy();
    tasks.delete(id);
  }

  async function follow(id: string, expression: string): Promise<void> {
    const problem = expression && findProblem(expression);
    if (problem) await report(id, expression, problem);
    else await closeIssues(pool, { connectionId: id, kind: 'SCHEDULE' });
    if (expression && !problem) {
      const task: ScheduledTask = createTask(
        expression,
        // What fails here is a tick not taken, which the next look catches up.
        ({ date }) =>
          take(id, task, date).catch((error: unknown) =>
            log.warn({ err: error, connection: id }, 'a tick could not be taken'),
          ),
        { timezone, missedExecutionTolerance: 10_000, suppressMissedWarning: true, logger: cronLogger(log) },
      );
      tasks.set(id, task);
      await task.start();
    }
    // Last, so that a failure on the way is tried again.
    known.set(id, expression);
  }

  function report(id: string, expression: string, problem: string): Promise<void> {
    log.warn({ connection: id, schedule: expression }, `schedule: ${problem}`);
    return raiseIssue(pool, {
      connectionId: id,
      kind: 'SCHEDULE',
      cause: '',
      sentence: `Connection ${id} is not synced by itself: its schedule "${expression}" cannot be read (${problem}).`,
      remedy: `Give it five or six cron fields, as in "*/15 * * * *", in the config file or by \`portico connections set ${id}\`.`,
    });
  }

  const refresh = await repeat(log, {
    what: 'the look at the schedules',
    everyMs,
    work: async () => {
      const wanted = new Map((await connections.list()).map((each) => [each.id, expressionOf(each)]));
      for (const [id, expression] of known) if (wanted.get(id) !== expression) await drop(id);
      for (const [id, expression] of wanted) if (!known.has(id)) await follow(id, expression);
      for (const { connectionId, at } of await findMissedTicks(pool, [...tasks.keys()])) {
        const task = tasks.get(connectionId);
        // The schedule may have changed since it said when its next tick would be.
        if (task?.match(at)) await take(connectionId, task, at);
      }
    },
  });
  return {
    async stop() {
      await refresh.stop();
      for (const id of tasks.keys()) await drop(id);
    },
  };
}

const expressionOf = ({ schedule, paused, left }: ConnectionSummary): string =>
  paused || left ? '' : schedule.trim();

function findProblem(expression: string): string | undefined {
  try {
    const { valid, errors } = validateDetailed(expression);
    return valid ? undefined : errors.map(({ message }) => message).join('; ');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const cronLogger = (log: Log): Logger => ({
  info: (message) => log.debug(message),
  warn: (message) => log.warn(message),
  error: (message, error) => log.error({ err: error ?? message }, 'schedule'),
  debug: (message) => log.debug(String(message)),
});
