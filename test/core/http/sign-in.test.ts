import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';

import { expect } from 'chai';
import { Router } from 'express';
import { pino } from 'pino';

import { createApp } from '../../../core/http/server.js';
import { csrfToken, ownOriginOnly } from '../../../core/http/own-origin.js';
import { listen, type WebServer } from '../../../core/http/listen.js';
import { personOf } from '../../../core/http/sessions.js';
import { switchAccess } from '../../../core/identity/switch-access.js';
import { goodPassword, openLab, type Lab } from '../identity/identity-lab.js';

const who = 'a test';
const minute = 60_000;

describe('signing in over HTTP', () => {
  let lab: Lab;
  let web: WebServer;
  let url: string;
  let logged: string;

  const open = async (config?: Parameters<typeof openLab>[0]): Promise<void> => {
    lab = await openLab(config);
    logged = '';
    const log = pino(
      { level: 'trace' },
      new Writable({ write: (chunk, _encoding, done) => ((logged += String(chunk)), done()) }),
    );
    const { database, identity } = lab;
    const connections = { open: () => Promise.reject(new Error('no connection here')) };
    const app = createApp({ database, connections, clock: identity.clock, log, identity });
    // What other routes see, before the one that knows nothing.
    const probe = Router();
    probe.get('/probe', (request, response) => {
      response.json({ person: personOf(request) ?? null, csrf: csrfToken(request) });
    });
    probe.post('/probe', (_request, response) => void response.status(204).end());
    const { stack } = app.router;
    app.use(ownOriginOnly(identity), probe);
    stack.splice(-3, 0, ...stack.splice(-2));
    web = await listen(app, { port: 0, host: '127.0.0.1' });
    url = `http://127.0.0.1:${web.port}`;
  };
  const reopen = async (config: Parameters<typeof openLab>[0]): Promise<void> => {
    await web.close();
    await lab.database.drop();
    await open(config);
  };

  beforeEach(async () => {
    await open();
    await lab.addUser('7', 'ada@example.com');
  });
  afterEach(async function () {
    await web.close();
    if (this.currentTest?.state !== 'failed') await lab.database.drop();
  });

  const call = (path: string, { method = 'POST', headers = {}, body }: RequestInit = {}): Promise<Response> =>
    fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { ...(method !== 'GET' && { origin: url }), ...(headers as Record<string, string>) },
      ...(body !== undefined && { body }),
    });
  const json = (value: unknown, headers: Record<string, string> = {}): RequestInit => ({
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  });
  const form = (value: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(value).toString(),
  });
  const mine = { login: 'ada@example.com', password: goodPassword };
  const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const signIn = async (): Promise<string> => cookieOf(await call('/api/v1/session', json(mine)));
  const personWith = async (cookie: string): Promise<unknown> =>
    ((await (await call('/probe', { method: 'GET', headers: { cookie } })).json()) as { person: unknown })
      .person;

  it('signs in and out as JSON and by the form, to a person that other routes see', async () => {
    const answer = await call('/api/v1/session', json(mine));
    expect([answer.status, await answer.json()]).to.deep.equal([200, { next: '/' }]);
    const cookie = cookieOf(answer);
    expect(await personWith(cookie)).to.be.a('string');
    expect((await call('/api/v1/session', { method: 'DELETE', headers: { cookie } })).status).to.equal(204);
    expect(await personWith(cookie)).to.equal(null);
    const posted = await call('/sign-in', form(mine));
    expect([posted.status, posted.headers.get('location')]).to.deep.equal([303, '/']);
    const second = cookieOf(posted);
    expect(await personWith(second)).to.be.a('string');
    const out = await call('/sign-out', { headers: { cookie: second } });
    expect([out.status, out.headers.get('location')]).to.deep.equal([303, '/sign-in']);
    expect(out.headers.getSetCookie()[0]).to.match(/^portico=; .*Expires=Thu, 01 Jan 1970/);
    expect(await personWith(second)).to.equal(null);
    expect((await (await call('/sign-in', { method: 'GET' })).text()).includes('action="/sign-in"')).to.equal(
      true,
    );
  });

  it('S15: unknown, wrong, invited, disabled and empty get the same status, headers and body, as page and JSON', async () => {
    await lab.addContact('8', 'invited@example.com');
    await lab.invite('8');
    await lab.addUser('9', 'off@example.com');
    await switchAccess(lab.identity, { connection: 'toy', externalId: '9' }, { on: false, who });
    for (const send of [
      (value: Record<string, string>) => call('/api/v1/session', json(value)),
      (value: Record<string, string>) => call('/sign-in', form(value)),
    ]) {
      const seen = new Set<string>();
      for (const login of ['nobody', 'ada@example.com', 'invited@example.com', 'off@example.com', '']) {
        const answer = await send({ login, password: login.startsWith('ada') ? 'wrong' : goodPassword });
        const headers = [...answer.headers].filter(([name]) => name !== 'date');
        seen.add(JSON.stringify([answer.status, headers, await answer.text()]));
      }
      expect([...seen]).to.have.length(1);
      expect([...seen][0])
        .to.match(/^\[401,/)
        .and.not.to.contain('set-cookie');
      await lab.forgetThrottles();
    }
  });

  it('S5, S18: says when to try again', async () => {
    for (let round = 0; round < 5; round += 1)
      await call('/api/v1/session', json({ ...mine, password: 'x' }));
    const answer = await call('/api/v1/session', json(mine));
    expect(answer.status).to.equal(429);
    expect(Number(answer.headers.get('retry-after'))).to.be.within(28, 30);
    expect(answer.headers.get('content-type')).to.contain('application/problem+json');
    await lab.forgetThrottles();
    const full = Array.from({ length: 52 }, () => lab.identity.passwords.verify('x', null));
    const busy = await call('/api/v1/session', json(mine));
    expect([busy.status, busy.headers.get('retry-after')]).to.deep.equal([503, '5']);
    await Promise.all(full);
  });

  it('S18, S19: twenty tries a minute, and a forged X-Forwarded-For is no other address', async () => {
    for (let round = 0; round < 20; round += 1)
      await call('/api/v1/session', json({ login: `nobody${round}`, password: 'x' }));
    const answer = await call('/api/v1/session', json(mine, { 'x-forwarded-for': '203.0.113.7' }));
    expect(answer.status).to.equal(429);
  });

  it('S21: a session id has 256 bits and is stored as its hash alone', async () => {
    const cookie = decodeURIComponent((await signIn()).split('=')[1] ?? '');
    const id = /^s:([^.]+)\./.exec(cookie)?.[1] ?? '';
    expect(Buffer.from(id, 'base64url')).to.have.length(32);
    const [row] = await lab.rows('select sid, sess::text as sess, person_id from session');
    expect(row?.['sid']).to.equal(createHash('sha256').update(id).digest('base64url'));
    expect(JSON.stringify(row)).not.to.contain(id);
    expect(row?.['person_id']).to.be.a('string');
  });

  it('S22: signing in gives a new id and ends the session there was', async () => {
    const first = await signIn();
    const second = cookieOf(await call('/api/v1/session', json(mine, { cookie: first })));
    expect(second).not.to.equal(first).and.not.to.equal('');
    expect(await personWith(first)).to.equal(null);
    expect(await personWith(second)).to.be.a('string');
    const fixed = `portico=${encodeURIComponent('s:an-id-of-an-attacker.signature')}`;
    expect(cookieOf(await call('/api/v1/session', json(mine, { cookie: fixed })))).not.to.contain('an-id');
  });

  it('S23: the cookie on http, and on https', async () => {
    const header = async (): Promise<string> =>
      (
        await call('/api/v1/session', json(mine, { origin: lab.identity.baseUrl }))
      ).headers.getSetCookie()[0] ?? '';
    const plain = (await call('/api/v1/session', json(mine))).headers.getSetCookie()[0] ?? '';
    expect(plain).to.match(/^portico=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
    await reopen({ baseUrl: 'https://portal.example' });
    await lab.addUser('7', 'ada@example.com');
    expect(await header()).to.match(/^__Host-portico=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('S23: 30 minutes idle end a session, use prolongs it, and 12 hours end it anyway', async () => {
    const idle = await signIn();
    lab.moveTime(30 * minute - 1000);
    expect(await personWith(idle)).to.be.a('string');
    lab.moveTime(30 * minute - 1000);
    expect(await personWith(idle)).to.be.a('string');
    lab.moveTime(30 * minute);
    expect(await personWith(idle)).to.equal(null);
    const busy = await signIn();
    for (let passed = 0; passed < 12 * 60 - 20; passed += 20) {
      lab.moveTime(20 * minute);
      expect(await personWith(busy), `${passed + 20} minutes`).to.be.a('string');
    }
    lab.moveTime(20 * minute);
    expect(await personWith(busy)).to.equal(null);
  });

  it('S24: with the last access that counts all sessions end, at the next request and for good', async () => {
    const [one, two] = [await signIn(), await signIn()];
    await lab.rows("update contact set deleted_at = now() where external_id = '7'");
    expect(await personWith(one)).to.equal(null);
    await lab.rows('update contact set deleted_at = null');
    expect(await personWith(two)).to.equal(null);
    const three = await signIn();
    await switchAccess(lab.identity, { connection: 'toy', externalId: '7' }, { on: false, who });
    expect(await lab.rows('select 1 from session')).to.deep.equal([]);
    await switchAccess(lab.identity, { connection: 'toy', externalId: '7' }, { on: true, who });
    expect(await personWith(three)).to.equal(null);
    expect(await lab.rows('select 1 from session')).to.deep.equal([]);
  });

  it('S24: a session of an earlier password is nobody’s', async () => {
    const cookie = await signIn();
    await lab.rows("update person set password_changed_at = password_changed_at + interval '1 second'");
    expect(await personWith(cookie)).to.equal(null);
  });

  it('S26: nothing is changed from another site, by any of the signs a browser gives', async () => {
    const cookie = await signIn();
    const post = async (headers: Record<string, string>, body = ''): Promise<number> =>
      (
        await fetch(`${url}/probe`, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body,
        })
      ).status;
    expect(await post({ origin: url })).to.equal(204);
    expect(await post({ 'sec-fetch-site': 'same-origin' })).to.equal(204);
    expect(await post({ origin: 'https://evil.example' })).to.equal(403);
    expect(await post({ origin: `${url}.evil.example` })).to.equal(403);
    expect(await post({ origin: url, 'sec-fetch-site': 'cross-site' })).to.equal(403);
    expect(await post({ origin: url, 'sec-fetch-site': 'same-site' })).to.equal(403);
    expect(await post({ origin: 'null' })).to.equal(403);
    expect(await post({})).to.equal(403);
    const { csrf } = (await (await call('/probe', { method: 'GET', headers: { cookie } })).json()) as {
      csrf: string;
    };
    expect(await post({}, `_csrf=${csrf}`)).to.equal(204);
    expect(await post({ cookie: '' }, `_csrf=${csrf}`)).to.equal(403);
    expect(await post({}, `_csrf=${csrf.slice(1)}x`)).to.equal(403);
    expect((await call('/api/v1/session', json(mine, { origin: 'https://evil.example' }))).status).to.equal(
      403,
    );
    expect(
      (await call('/sign-out', { headers: { cookie, origin: 'https://evil.example' } })).status,
    ).to.equal(403);
    expect(await personWith(cookie)).to.be.a('string');
  });

  it('S27, S28: pages have no inline anything, and what the signed-in see is stored nowhere', async () => {
    const answer = await call('/sign-in', { method: 'GET' });
    const { headers } = answer;
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'self'",
      "img-src 'self' data:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ])
      expect(policy).to.contain(part);
    expect(policy).not.to.contain('unsafe');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('strict-transport-security')).to.match(/max-age=\d{7,}/);
    expect(headers.get('referrer-policy')).to.equal('same-origin');
    expect(await answer.text()).not.to.match(/<script|<style|style=|\son\w+=/);
    const cookie = await signIn();
    const probe = await call('/probe', { method: 'GET', headers: { cookie } });
    expect(probe.headers.get('cache-control')).to.equal('no-store');
    expect((await call('/probe', { method: 'GET' })).headers.get('cache-control')).to.equal(null);
  });

  it('S11, S12, S13: looking at a link does nothing, posting accepts, signs nobody in, and works once', async () => {
    await lab.addContact('8', 'eve@example.com');
    const { token } = await lab.invite('8');
    for (let round = 0; round < 2; round += 1) {
      const shown = await call(`/accept/${token}`, { method: 'GET' });
      expect(shown.status).to.equal(200);
      expect(await shown.text())
        .to.contain('eve@example.com')
        .and.to.contain('type="password"');
      expect(shown.headers.get('cache-control')).to.equal('no-store');
      expect(shown.headers.get('referrer-policy')).to.equal('strict-origin');
    }
    const refused = await call(`/accept/${token}`, form({ password: 'password1' }));
    expect(refused.status).to.equal(422);
    expect(await refused.text()).to.contain('tried first');
    const accepted = await call(`/accept/${token}`, form({ password: goodPassword }));
    expect([accepted.status, accepted.headers.get('location')]).to.deep.equal([303, '/sign-in?accepted']);
    expect(accepted.headers.getSetCookie()).to.deep.equal([]);
    const over = [
      await call(`/accept/${token}`, form({ password: goodPassword })),
      await call(`/accept/${token}`, { method: 'GET' }),
      await call('/accept/no-such-token', { method: 'GET' }),
      await call('/accept/no-such-token', form({ password: goodPassword })),
    ];
    expect(over.map(({ status }) => status)).to.deep.equal([410, 410, 410, 410]);
    expect(new Set(await Promise.all(over.map((each) => each.text())))).to.have.property('size', 1);
  });

  it('S14: a link that ran out is renewed by mail, once, and the answer names nobody', async () => {
    await reopen({ baseUrl: 'http://127.0.0.1:3000', mail: { url: 'smtp://127.0.0.1:9' } });
    await lab.addContact('8', 'eve@example.com');
    const linked = async (): Promise<string[]> =>
      (await lab.rows('select text from mail order by created_at')).map(
        ({ text }) => /accept\/(\S+)/.exec(String(text))?.[1] ?? '',
      );
    await lab.invite('8');
    const [token = ''] = await linked();
    const renew = async (which: string): Promise<string> => {
      const answer = await call(`/accept/${which}`, form({ renew: '1' }));
      return `${answer.status} ${await answer.text()}`;
    };
    const early = await renew(token);
    expect(await linked(), 'one that is good needs no new one').to.have.length(1);
    lab.moveTime(72 * 60 * minute);
    const over = await call(`/accept/${token}`, { method: 'GET' });
    expect(await over.text())
      .to.contain('name="renew"')
      .and.not.to.contain('eve@example.com');
    const answers = [early, await renew(token), await renew(token), await renew('no-such-token')];
    expect(new Set(answers)).to.have.property('size', 1);
    expect(answers[0]).to.match(/^200 /).and.not.to.contain('eve@example.com');
    const [, second = '', third] = await linked();
    expect(third).to.equal(undefined);
    expect((await call(`/accept/${second}`, form({ password: goodPassword }))).status).to.equal(303);
  });

  it('S12, S40: neither password nor token nor session id is ever logged, even when all fails', async () => {
    await lab.addContact('8', 'eve@example.com');
    const { token } = await lab.invite('8');
    const cookie = await signIn();
    await lab.rows('alter table token rename to elsewhere');
    await lab.rows('alter table person rename to elsewhere_too');
    const answers = [
      await call(`/accept/${token}`, { method: 'GET' }),
      await call(`/accept/${token}`, form({ password: goodPassword })),
      await call('/api/v1/session', json(mine)),
      await call('/probe', { method: 'GET', headers: { cookie } }),
    ];
    expect(answers.map(({ status }) => status)).to.deep.equal([500, 500, 500, 500]);
    const texts = await Promise.all(answers.map((each) => each.text()));
    expect(logged).to.contain('a request failed');
    const id = decodeURIComponent(cookie).split(/[=.]s?:?/)[1] ?? '';
    for (const secret of [token, goodPassword, id])
      for (const text of [logged, ...texts]) expect(text).not.to.contain(secret);
  });
});
