import { expect } from 'chai';

import { switchAccess } from '../../../core/identity/switch-access.js';
import { goodPassword, secondsUntil, timed } from '../identity/identity-lab.js';
import { cookieOf, form, json, mine, openDoorLab, type DoorLab } from './door-lab.js';

const who = 'a test';
const minute = 60_000;

describe('signing in over HTTP', () => {
  let door: DoorLab;
  beforeEach(async () => {
    door = await openDoorLab();
  });
  afterEach(function () {
    return door.close({ keep: this.currentTest?.state === 'failed' });
  });

  it('signs in and out as JSON and by the form, to a person that other routes see', async () => {
    const answer = await door.call('/api/v1/session', json(mine));
    expect([answer.status, await answer.json()]).to.deep.equal([200, { next: '/' }]);
    const cookie = cookieOf(answer);
    expect(await door.personWith(cookie)).to.be.a('string');
    expect((await door.call('/api/v1/session', { method: 'DELETE', headers: { cookie } })).status).to.equal(
      204,
    );
    expect(await door.personWith(cookie)).to.equal(null);
    const posted = await door.call('/sign-in', form(mine));
    expect([posted.status, posted.headers.get('location')]).to.deep.equal([303, '/']);
    const second = cookieOf(posted);
    expect(await door.personWith(second)).to.be.a('string');
    const out = await door.call('/sign-out', { headers: { cookie: second } });
    expect([out.status, out.headers.get('location')]).to.deep.equal([303, '/sign-in']);
    expect(out.headers.getSetCookie()[0]).to.match(/^portico=; .*Expires=Thu, 01 Jan 1970/);
    expect(await door.personWith(second)).to.equal(null);
    expect(
      (await (await door.call('/sign-in', { method: 'GET' })).text()).includes('action="/sign-in"'),
    ).to.equal(true);
  });

  it('S15: unknown, wrong, invited, disabled and empty get the same status, headers and body, as page and JSON', async () => {
    await door.lab.addContact('8', 'invited@example.com');
    await door.lab.invite('8');
    await door.lab.addUser('9', 'off@example.com');
    await switchAccess(door.lab.identity, { connection: 'toy', externalId: '9' }, { on: false, who });
    for (const send of [
      (value: Record<string, string>) => door.call('/api/v1/session', json(value)),
      (value: Record<string, string>) => door.call('/sign-in', form(value)),
    ]) {
      const seen = new Set<string>();
      for (const login of ['nobody', 'ada@example.com', 'invited@example.com', 'off@example.com', '']) {
        const before = door.lab.hashes();
        const answer = await send({ login, password: login.startsWith('ada') ? 'wrong' : goodPassword });
        expect(door.lab.hashes(), `"${login}" costs one hash (S16)`).to.equal(before + 1);
        const headers = [...answer.headers].filter(([name]) => name !== 'date');
        seen.add(JSON.stringify([answer.status, headers, await answer.text()]));
      }
      expect([...seen]).to.have.length(1);
      expect([...seen][0])
        .to.match(/^\[401,/)
        .and.not.to.contain('set-cookie');
      await door.lab.forgetThrottles();
    }
  });

  it('takes name and password of the body alone: one in the address is refused before anything is tried', async () => {
    const before = door.lab.hashes();
    const { login, password } = mine;
    for (const query of [
      { password },
      { login },
      { login, password },
      { next: '/me', password: '' },
    ] as Record<string, string>[])
      for (const body of [mine, { login }, { password }, {}])
        for (const path of ['/api/v1/session', '/sign-in']) {
          const address = `${path}?${new URLSearchParams(query).toString()}`;
          const answer = await door.call(address, path === '/sign-in' ? form(body) : json(body));
          expect(answer.status, address).to.equal(400);
          expect(answer.headers.getSetCookie()).to.deep.equal([]);
          expect(await answer.text()).to.contain('never in the address');
        }
    for (const name of ['pass%77ord', '%6Cogin'])
      expect((await door.call(`/api/v1/session?${name}=x`, json(mine))).status).to.equal(400);
    expect(door.lab.hashes()).to.equal(before);
    expect(await door.lab.rows("select 1 from audit where action = 'sign-in'")).to.deep.equal([]);
    expect(await door.lab.rows('select 1 from throttle')).to.deep.equal([]);
    expect(door.logged()).not.to.contain(new URLSearchParams({ password }).toString().split('=')[1]);
    expect((await door.call('/api/v1/session', json(mine))).status).to.equal(200);
  });

  it('S15: what is no text is as wrong as any other', async () => {
    for (const odd of [
      { login: 'ada@example.com', password: 12_345_678 },
      { login: 'ada@example.com', password: [goodPassword] },
      { login: { toString: 'ada@example.com' }, password: goodPassword },
      ['ada@example.com', goodPassword],
    ]) {
      const answer = await door.call('/api/v1/session', json(odd));
      expect([answer.status, await answer.json()]).to.deep.equal([
        401,
        { type: 'about:blank', status: 401, title: 'The user name or the password is not right.' },
      ]);
    }
  });

  it('S29: leads back to the page that was asked for, through a mistake too, and to no page of others', async () => {
    const page = await (
      await door.call('/sign-in?next=%2Frecords%2Fticket%3Fstatus%3DOpen', { method: 'GET' })
    ).text();
    expect(page).to.contain('name="next" value="/records/ticket?status=Open"');
    const wrong = await door.call('/sign-in', form({ ...mine, password: 'x', next: '/me' }));
    expect(await wrong.text()).to.contain('name="next" value="/me"');
    for (const [next, target] of [
      ['/records/ticket?status=Open', '/records/ticket?status=Open'],
      ['//evil.example/', '/'],
      ['https://evil.example/', '/'],
      ['', '/'],
    ] as const) {
      const answer = await door.call('/sign-in', form({ ...mine, next }));
      expect([answer.status, answer.headers.get('location')]).to.deep.equal([303, target]);
    }
    const cookie = await door.signIn();
    const again = await door.call('/sign-in?next=%2Fme', { method: 'GET', headers: { cookie } });
    expect([again.status, again.headers.get('location')], 'who is in needs no door').to.deep.equal([
      303,
      '/me',
    ]);
  });

  it('S5, S18: says when to try again', async () => {
    const wrong = () => door.call('/api/v1/session', json({ ...mine, password: 'x' }));
    for (let round = 0; round < 4; round += 1) await wrong();
    const fifth = await timed(wrong);
    const [gate] = await door.lab.holdThrottles('gate');
    expect(gate!.opens - 30_000).to.be.within(fifth.from, fifth.to);
    const { given: answer, ...asked } = await timed(() => door.call('/api/v1/session', json(mine)));
    expect(answer.status).to.equal(429);
    expect(Number(answer.headers.get('retry-after'))).to.be.within(...secondsUntil(gate!.held, asked));
    expect(answer.headers.get('content-type')).to.contain('application/problem+json');
    await door.lab.forgetThrottles();
    const held = door.lab.holdHashes();
    const full = Array.from({ length: 52 }, () => door.lab.identity.passwords.verify('x', null));
    try {
      const busy = await door.call('/api/v1/session', json(mine));
      expect([busy.status, busy.headers.get('retry-after')]).to.deep.equal([503, '5']);
    } finally {
      held.release();
      await Promise.all(full);
    }
    expect((await door.call('/api/v1/session', json(mine))).status, 'with room again').to.equal(200);
  });

  it('S18, S19: twenty tries a minute, and a forged X-Forwarded-For is no other address', async () => {
    const attempt = (round: number) =>
      door.call('/api/v1/session', json({ login: `nobody${round}`, password: 'x' }));
    const first = await timed(() => attempt(0));
    const [window] = await door.lab.holdThrottles('address');
    expect(window!.opens - minute).to.be.within(first.from, first.to);
    for (let round = 1; round < 20; round += 1) expect((await attempt(round)).status).to.equal(401);
    const answer = await door.call('/api/v1/session', json(mine, { 'x-forwarded-for': '203.0.113.7' }));
    expect(answer.status).to.equal(429);
  });
});
