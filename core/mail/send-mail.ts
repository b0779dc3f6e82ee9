import { createTransport } from 'nodemailer';

import { query, type Pool } from '../database/open-database.js';
import type { Log } from '../log.js';
import type { OutgoingMail } from './queue-mail.js';

/** A way to send; it throws what the mail server said. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
}

/** Mails through the server of config `mail.url`. */
export function openMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = createTransport(url, { from });
  return {
    async send({ to, subject, text }) {
      // The address apart from any name, so that nothing in it is read as a second recipient.
      await transport.sendMail({ to: { name: '', address: to }, subject, text });
    },
    close: () => transport.close(),
  };
}

const tries = 8;

/** While somebody sends it, nobody else does; a fallen sender's mail is due again after this. */
const leaseMinutes = 10;

/**
 * Sends one mail, if it is still to be sent. What the server refuses is tried again, after 1, 2, 4 … minutes,
 * and given up after eight tries; sent or given up, its text is forgotten. The log never sees text or
 * subject.
 */
export async function sendMail(
  { pool, mailer, log }: { pool: Pool; mailer: Mailer; log: Log },
  mailId: string,
): Promise<void> {
  const [mail] = await query<OutgoingMail & { tries: number }>(
    pool,
    `update mail set tries = tries + 1, not_before = now() + make_interval(mins => $2)
     where id = $1 and state = 'waiting' and not_before <= now()
     returning recipient as "to", subject, text, tries`,
    [mailId, leaseMinutes],
  );
  if (!mail) return;
  try {
    await mailer.send(mail);
  } catch (error) {
    const isLast = mail.tries >= tries;
    await pool.query(
      isLast
        ? "update mail set state = 'failed', text = null where id = $1 and state = 'waiting'"
        : `update mail set not_before = now() + make_interval(mins => ${2 ** (mail.tries - 1)}) where id = $1`,
      [mailId],
    );
    log[isLast ? 'error' : 'warn'](
      { mail: mailId, tries: mail.tries, ...reasonOf(error) },
      isLast ? 'a mail is given up' : 'a mail could not be sent; it is tried again',
    );
    return;
  }
  await pool.query("update mail set state = 'sent', sent_at = now(), text = null where id = $1", [mailId]);
}

/** Its kind and the server's number; its words may quote the mail. */
function reasonOf(error: unknown): { code: unknown; responseCode: unknown } {
  const read = (name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined);
  return { code: read('code'), responseCode: read('responseCode') };
}
