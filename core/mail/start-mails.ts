import type { Database } from '../database/open-database.js';
import type { Log } from '../log.js';
import { repeat } from '../queue/repeat.js';
import { mailTask, nudgeMails, type MailJob } from './queue-mail.js';
import { openMailer, sendMail } from './send-mail.js';

export interface MailWork {
  /** For the worker. */
  tasks: Record<string, (payload: unknown) => Promise<void>>;
  stop(): Promise<void>;
}

/** Sends what waits in the table `mail`, and looks every few seconds for what nobody was told of. */
export async function startMails(
  { database: { pool }, log }: { database: Pick<Database, 'pool'>; log: Log },
  { url, from, everyMs = 5000 }: { url: string; from: string; everyMs?: number },
): Promise<MailWork> {
  const mailer = openMailer({ url, from });
  const looks = await repeat(log, {
    what: 'the look for mails',
    everyMs,
    work: () => nudgeMails(pool),
  });
  return {
    // Whoever adds such a job is queue-mail.
    tasks: { [mailTask]: (payload) => sendMail({ pool, mailer, log }, (payload as MailJob).mailId) },
    async stop() {
      await looks.stop();
      mailer.close();
    },
  };
}
