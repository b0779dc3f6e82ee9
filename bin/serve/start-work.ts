import { startMails, type MailWork } from '../../core/mail/start-mails.js';
import { startParticipantTicks } from '../../core/queue/participant-ticks.js';
import { startSchedules } from '../../core/queue/schedules.js';
import { startWorker, type QueueWorker } from '../../core/queue/start-worker.js';
import type { OpenHub } from '../open-hub.js';

/** Makes a hub's runs, asks for those that its schedules want, and sends its mails where it may. */
export async function startWork(hub: OpenHub): Promise<QueueWorker> {
  const mails = await openMails(hub);
  const worker = await startWorker(hub, {
    concurrency: hub.config.hub.sync?.concurrency ?? 4,
    ...(mails && { tasks: mails.tasks }),
  });
  const schedules = await startSchedules(hub);
  const ticks = await startParticipantTicks(hub);
  return {
    ended: worker.ended,
    async stop() {
      await ticks.stop();
      await schedules.stop();
      await worker.stop();
      await mails?.stop();
    },
  };
}

async function openMails(hub: OpenHub): Promise<MailWork | undefined> {
  const { url, from } = hub.config.hub.mail ?? {};
  if (url === undefined) return undefined;
  return startMails(hub, { url, from: from ?? `portico@${new URL(hub.identity.baseUrl).hostname}` });
}
