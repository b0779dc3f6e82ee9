import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { callbackify } from 'node:util';

import { expect } from 'chai';
import { pino, type Logger } from 'pino';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

import { systemClock } from '../../../core/clock.js';
import { transaction } from '../../../core/database/open-database.js';
import { queueMail } from '../../../core/mail/queue-mail.js';
import { openMailer, sendMail } from '../../../core/mail/send-mail.js';
import { startMails } from '../../../core/mail/start-mails.js';
import { startWorker } from '../../../core/queue/start-worker.js';
import { until } from '../../bin/portico-process.js';
import { openLab, type Lab } from '../identity/identity-lab.js';

interface Arrived {
  from: string | undefined;
  to: string[];
  subject: string | undefined;
  text: string | undefined;
}

describe('mail', () => {
  let lab: Lab;
  let smtp: SMTPServer;
  let url: string;
  let arrived: Arrived[];
  let refuse: boolean;
  let logged: string;
  let log: Logger;
  let stops: (() => Promise<unknown>)[];

  beforeEach(async () => {
    arrived = [];
    refuse = false;
    logged = '';
    stops = [];
    log = pino(
      { level: 'trace' },
      new Writable({ write: (chunk, _encoding, done) => ((logged += String(chunk)), done()) }),
    );
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => callbackify(() => take(stream, session))(done),
    });
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    url = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
    lab = await openLab({ baseUrl: 'https://portal.example', mail: { url } });
  });
  afterEach(async function () {
    for (const stop of stops.toReversed()) await stop();
    await new Promise<void>((resolve) => smtp.close(resolve));
    if (this.currentTest?.state !== 'failed') await lab.database.drop();
  });

  const take = async (
    stream: SMTPServerDataStream,
    { envelope: { mailFrom, rcptTo } }: SMTPServerSession,
  ): Promise<void> => {
    const { subject, text } = await PostalMime.parse(await buffer(stream));
    if (refuse) throw Object.assign(new Error(`not now: ${text}`), { responseCode: 451 });
    const from = mailFrom ? mailFrom.address : undefined;
    arrived.push({ from, to: rcptTo.map(({ address }) => address), subject, text });
  };
  const mails = (): Promise<Record<string, unknown>[]> => lab.rows('select * from mail order by created_at');
  const work = async (): Promise<void> => {
    const { database } = lab;
    const given = { url, from: 'portico@portal.example', everyMs: 200 };
    const mail = await startMails({ database, log }, given);
    stops.push(() => mail.stop());
    const connections = { open: () => Promise.reject(new Error('no connection here')) };
    const deps = { database, connections, clock: systemClock, log };
    const worker = await startWorker(deps, { lookEveryMs: 200, tasks: mail.tasks });
    stops.push(() => worker.stop());
  };
  const linkIn = (text = ''): string => /https:\S+/.exec(text)?.[0] ?? '';

  it('S12: an invitation goes out with a link of the configured base, and its text is forgotten', async () => {
    await lab.addContact('7', 'ada@example.com');
    const { mailed, link } = await lab.invite('7');
    expect({ mailed, link }).to.deep.equal({ mailed: true, link: undefined });
    await work();
    await until(async () => (await mails())[0]?.['state'] === 'sent');
    expect(arrived).to.have.length(1);
    const [{ from, to, subject, text } = arrived[0]!] = arrived;
    expect({ from, to, subject }).to.deep.equal({
      from: 'portico@portal.example',
      to: ['ada@example.com'],
      subject: 'Your access to Portico',
    });
    expect(linkIn(text)).to.match(/^https:\/\/portal\.example\/accept\/[\w-]{43}$/);
    expect((await mails())[0]).to.include({ text: null, tries: 1 });
    expect(logged).not.to.contain(linkIn(text).split('/').at(-1));
  });

  it('what the server refuses is tried again, later each time, and given up in the end, without a word of it logged', async () => {
    refuse = true;
    await lab.addContact('7', 'ada@example.com');
    await lab.invite('7');
    const [mail] = await mails();
    const id = String(mail?.['id']);
    const token = linkIn(String(mail?.['text'])).split('/').at(-1)!;
    const mailer = openMailer({ url, from: 'portico@portal.example' });
    const { pool } = lab.database;
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      await sendMail({ pool, mailer, log }, id);
      const [row] = await lab.rows('select extract(epoch from not_before - now()) / 60 as minutes from mail');
      waits.push(Math.round(Number(row?.['minutes'])));
      await sendMail({ pool, mailer, log }, id);
      await lab.rows('update mail set not_before = now()');
    }
    expect(waits).to.deep.equal([1, 2, 4, 8, 16, 32, 64]);
    await sendMail({ pool, mailer, log }, id);
    expect((await mails())[0]).to.include({ state: 'failed', text: null, tries: 8 });
    mailer.close();
    expect(logged).to.contain('a mail is given up').and.to.contain('451');
    expect(logged).not.to.contain(token);
    expect(arrived).to.deep.equal([]);
  });

  it('goes out once, however many are told, and only if its transaction was committed', async () => {
    const { pool } = lab.database;
    const mail = { to: 'ada@example.com', subject: 'One\r\nBcc: eve@example.com', text: 'Hello' };
    await transaction(pool, async (tx) => {
      await queueMail(tx, mail);
      throw new Error('no');
    }).catch(() => undefined);
    await transaction(pool, (tx) => queueMail(tx, mail));
    await work();
    await until(async () => (await mails())[0]?.['state'] === 'sent');
    expect(arrived.map(({ to, subject }) => ({ to, subject }))).to.deep.equal([
      { to: ['ada@example.com'], subject: 'One Bcc: eve@example.com' },
    ]);
  });

  it('a mail whose worker fell is found again', async () => {
    const { pool } = lab.database;
    await transaction(pool, (tx) => queueMail(tx, { to: 'ada@example.com', subject: 'One', text: 'Hello' }));
    await lab.rows('delete from graphile_worker._private_jobs');
    await work();
    await until(async () => (await mails())[0]?.['state'] === 'sent');
    expect(arrived).to.have.length(1);
  });
});
