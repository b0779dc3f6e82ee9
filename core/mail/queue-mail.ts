import { query, type Queryable } from '../database/open-database.js';
import { newId } from '../new-id.js';

export const mailTask = 'mail';

export interface MailJob {
  mailId: string;
}

export interface OutgoingMail {
  to: string;
  subject: string;
  text: string;
}

/** A mail that goes out if, and only if, the transaction it is part of is committed. */
export async function queueMail(tx: Queryable, { to, subject, text }: OutgoingMail): Promise<void> {
  const id = newId();
  await tx.query('insert into mail (id, recipient, subject, text) values ($1, $2, $3, $4)', [
    id,
    to,
    subject.replace(/\s+/g, ' '),
    text,
  ]);
  await nudge(tx, [id]);
}

/** Mails that are due, and that nobody is nudged about: their worker fell, or their time has come. */
export async function nudgeMails(on: Queryable): Promise<void> {
  const due = await query<{ id: string }>(
    on,
    "select id from mail where state = 'waiting' and not_before <= now() order by not_before limit 1000",
  );
  await nudge(
    on,
    due.map(({ id }) => id),
  );
}

/** A nudge, not the truth: whoever takes it looks at the mail's row. */
async function nudge(on: Queryable, ids: readonly string[]): Promise<void> {
  if (!ids.length) return;
  await query(
    on,
    `select graphile_worker.add_job($1, json_build_object('mailId', id), job_key := 'mail:' || id, max_attempts := 1)
     from unnest($2::uuid[]) as mail (id)`,
    [mailTask, ids],
  );
}
