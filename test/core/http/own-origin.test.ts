import { expect } from 'chai';

import { json, mine, openDoorLab, type DoorLab } from './door-lab.js';

describe('what a browser is told and asked', () => {
  let door: DoorLab;
  beforeEach(async () => {
    door = await openDoorLab();
  });
  afterEach(function () {
    return door.close({ keep: this.currentTest?.state === 'failed' });
  });

  it('S26: nothing is changed from another site, by any of the signs a browser gives', async () => {
    const cookie = await door.signIn();
    const post = async (headers: Record<string, string>, body = ''): Promise<number> =>
      (
        await fetch(`${door.url}/probe`, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body,
        })
      ).status;
    expect(await post({ origin: door.url })).to.equal(204);
    expect(await post({ 'sec-fetch-site': 'same-origin' })).to.equal(204);
    expect(await post({ origin: 'https://evil.example' })).to.equal(403);
    expect(await post({ origin: `${door.url}.evil.example` })).to.equal(403);
    expect(await post({ origin: door.url, 'sec-fetch-site': 'cross-site' })).to.equal(403);
    expect(await post({ origin: door.url, 'sec-fetch-site': 'same-site' })).to.equal(403);
    expect(await post({ origin: 'null' })).to.equal(403);
    expect(await post({})).to.equal(403);
    const { csrf } = (await (await door.call('/probe', { method: 'GET', headers: { cookie } })).json()) as {
      csrf: string;
    };
    expect(await post({}, `_csrf=${csrf}`)).to.equal(204);
    expect(await post({ cookie: '' }, `_csrf=${csrf}`)).to.equal(403);
    expect(await post({}, `_csrf=${csrf.slice(1)}x`)).to.equal(403);
    expect(
      (await door.call('/api/v1/session', json(mine, { origin: 'https://evil.example' }))).status,
    ).to.equal(403);
    expect(
      (await door.call('/sign-out', { headers: { cookie, origin: 'https://evil.example' } })).status,
    ).to.equal(403);
    const told = await door.call('/sign-out', { headers: { cookie, origin: 'null', accept: 'text/html' } });
    expect(told.status).to.equal(403);
    expect(await told.text()).to.contain('did not come from a page of this site');
    expect(await door.personWith(cookie)).to.be.a('string');
  });

  it('S27, S28: pages have no inline anything, and what the signed-in see is stored nowhere', async () => {
    const answer = await door.call('/sign-in', { method: 'GET' });
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
    const cookie = await door.signIn();
    const probe = await door.call('/probe', { method: 'GET', headers: { cookie } });
    expect(probe.headers.get('cache-control')).to.equal('no-store');
    expect((await door.call('/probe', { method: 'GET' })).headers.get('cache-control')).to.equal(null);
  });
});
