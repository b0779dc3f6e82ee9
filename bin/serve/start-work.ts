import { startParticipantTicks } from '../../core/queue/participant-ticks.js';
import { startSchedules } from '../../core/queue/schedules.js';
import { startWorker, type QueueWorker } from '../../core/queue/start-worker.js';
import type { OpenHub } from '../open-hub.js';

/** Makes a hub's runs, and asks for those that its schedules want. */
export async function startWork(hub: OpenHub): Promise<QueueWorker> {
  const worker = await startWorker(hub, { concurrency: hub.config.hub.sync?.concurrency ?? 4 });
  const schedules = await startSchedules(hub);
  const ticks = await startParticipantTicks(hub);
  return {
    ended: worker.ended,
    async stop() {
      await ticks.stop();
      await schedules.stop();
      await worker.stop();
    },
  };
}
