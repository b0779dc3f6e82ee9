import { createTask } from 'node-cron';

import type { Database } from '../database/open-database.js';
import type { Log } from '../log.js';
import { takeParticipantsTick } from './nudge-participants.js';
import type { Repetition } from './repeat.js';

/**
 * Asks for auto-add every five minutes (design §7), once over any number of processes. A tick that nobody was there
 * for is not caught up: the next one does its work.
 */
export async function startParticipantTicks(
  { database: { pool }, log }: { database: Pick<Database, 'pool'>; log: Log },
  { expression = '*/5 * * * *' }: { expression?: string } = {},
): Promise<Repetition> {
  const task = createTask(
    expression,
    ({ date }) =>
      takeParticipantsTick(pool, date).catch((error: unknown) =>
        log.warn({ err: error }, 'a tick of auto-add could not be taken'),
      ),
    { timezone: 'UTC', suppressMissedWarning: true },
  );
  await task.start();
  return {
    async stop() {
      await task.destroy();
    },
  };
}
