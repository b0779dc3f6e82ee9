import { Writable } from 'node:stream';

import { Router } from 'express';
import { pino } from 'pino';

import { listen } from '../../../core/http/listen.js';
import { csrfToken } from '../../../core/http/own-origin.js';
import { createApp } from '../../../core/http/server.js';
import { personOf } from '../../../core/http/sessions.js';
import { goodPassword, openLab, type Lab } from '../identity/identity-lab.js';

/** Who is there from the beginning, unless invitations are mailed, and how they sign in. */
export const mine = { login: 'ada@example.com', password: goodPassword };

/** The doors of a served hub with one user, and a route `/probe` behind them that says who is in. */
export interface DoorLab {
  lab: Lab;
  url: string;
  /** All that was logged so far. */
  logged(): string;
  /** Asks as a page of this site; POST unless it says otherwise. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** The cookie of a new session. */
  signIn(): Promise<string>;
  /** Who is in with this cookie; null for nobody. */
  personWith(cookie: string): Promise<unknown>;
  /** A failed test's database is kept. */
  close(options?: { keep: boolean }): Promise<void>;
}

export async function openDoorLab(config?: Parameters<typeof openLab>[0]): Promise<DoorLab> {
  const lab = await openLab(config);
  if (!lab.identity.mails) await lab.addUser('7', mine.login);
  let logged = '';
  const log = pino(
    { level: 'trace' },
    new Writable({ write: (chunk, _encoding, done) => ((logged += String(chunk)), done()) }),
  );
  const { database, identity } = lab;
  const connections = { open: () => Promise.reject(new Error('no connection here')) };
  const portal = Router();
  portal.get('/probe', (request, response) => {
    response.json({ person: personOf(request) ?? null, csrf: csrfToken(request) });
  });
  portal.post('/probe', (_request, response) => void response.status(204).end());
  const app = createApp({ database, connections, clock: identity.clock, log, identity, portal });
  const web = await listen(app, { port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${web.port}`;
  const call: DoorLab['call'] = (path, { method = 'POST', headers = {}, body } = {}) =>
    fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { ...(method !== 'GET' && { origin: url }), ...(headers as Record<string, string>) },
      ...(body !== undefined && { body }),
    });
  return {
    lab,
    url,
    logged: () => logged,
    call,
    signIn: async () => cookieOf(await call('/api/v1/session', json(mine))),
    async personWith(cookie) {
      const answer = await call('/probe', { method: 'GET', headers: { cookie } });
      return ((await answer.json()) as { person: unknown }).person;
    },
    async close({ keep } = { keep: false }) {
      await web.close();
      if (!keep) await database.drop();
    },
  };
}

/** A request with a JSON body. */
export const json = (value: unknown, headers: Record<string, string> = {}): RequestInit => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/** A request as a form makes it. */
export const form = (value: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: new URLSearchParams(value).toString(),
});

/** What a browser sends back of the cookie it got. */
export const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
