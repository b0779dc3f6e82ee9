import { validate } from 'node-cron';

import { PorticoError } from '../contract/portico-error.js';

/**
 * Holds a schedule to what a tick can be made of; empty and absent ones are fine (never, and the default).
 * @throws PorticoError SCHEDULE_INVALID
 */
export function checkSchedule(schedule: string | undefined): void {
  if (!schedule || validate(schedule)) return;
  throw new PorticoError(
    'SCHEDULE_INVALID',
    `"${schedule}" is no schedule. Write a cron expression of five or six fields ("*/15 * * * *": every 15 minutes), or an empty one for never.`,
    { details: { schedule } },
  );
}
