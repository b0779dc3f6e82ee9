import { expect } from 'chai';

import { goodPassword } from '../identity/identity-lab.js';
import { form, json, mine, openDoorLab, type DoorLab } from './door-lab.js';

const minute = 60_000;

describe('the link of an invitation', () => {
  let door: DoorLab;
  beforeEach(async () => {
    door = await openDoorLab();
  });
  afterEach(function () {
    return door.close({ keep: this.currentTest?.state === 'failed' });
  });

  it('S11, S12, S13: looking at a link does nothing, posting accepts, signs nobody in, and works once', async () => {
    await door.lab.addContact('8', 'eve@example.com');
    const { token } = await door.lab.invite('8');
    for (let round = 0; round < 2; round += 1) {
      const shown = await door.call(`/accept/${token}`, { method: 'GET' });
      expect(shown.status).to.equal(200);
      expect(await shown.text())
        .to.contain('eve@example.com')
        .and.to.contain('type="password"');
      expect(shown.headers.get('cache-control')).to.equal('no-store');
      expect(shown.headers.get('referrer-policy')).to.equal('strict-origin');
    }
    const refused = await door.call(`/accept/${token}`, form({ password: 'password1' }));
    expect(refused.status).to.equal(422);
    expect(await refused.text()).to.contain('tried first');
    const different = await door.call(
      `/accept/${token}`,
      form({ password: goodPassword, repeat: 'another' }),
    );
    expect(different.status).to.equal(422);
    expect(await different.text()).to.contain('not the same');
    const once = await door.call(`/accept/${token}`, form({ password: goodPassword, repeat: '' }));
    expect(once.status, 'the page wants it twice').to.equal(422);
    const accepted = await door.call(
      `/accept/${token}`,
      form({ password: goodPassword, repeat: goodPassword }),
    );
    expect([accepted.status, accepted.headers.get('location')]).to.deep.equal([303, '/sign-in?accepted']);
    expect(accepted.headers.getSetCookie()).to.deep.equal([]);
    const over = [
      await door.call(`/accept/${token}`, form({ password: goodPassword })),
      await door.call(`/accept/${token}`, { method: 'GET' }),
      await door.call('/accept/no-such-token', { method: 'GET' }),
      await door.call('/accept/no-such-token', form({ password: goodPassword })),
    ];
    expect(over.map(({ status }) => status)).to.deep.equal([410, 410, 410, 410]);
    expect(new Set(await Promise.all(over.map((each) => each.text())))).to.have.property('size', 1);
  });

  it('S14: a link that ran out is renewed by mail, once, and the answer names nobody', async () => {
    await door.close();
    door = await openDoorLab({ baseUrl: 'http://127.0.0.1:3000', mail: { url: 'smtp://127.0.0.1:9' } });
    await door.lab.addContact('8', 'eve@example.com');
    const linked = async (): Promise<string[]> =>
      (await door.lab.rows('select text from mail order by created_at')).map(
        ({ text }) => /accept\/(\S+)/.exec(String(text))?.[1] ?? '',
      );
    await door.lab.invite('8');
    const [token = ''] = await linked();
    const renew = async (which: string): Promise<string> => {
      const answer = await door.call(`/accept/${which}`, form({ renew: '1' }));
      return `${answer.status} ${await answer.text()}`;
    };
    const early = await renew(token);
    expect(await linked(), 'one that is good needs no new one').to.have.length(1);
    door.lab.moveTime(72 * 60 * minute);
    const over = await door.call(`/accept/${token}`, { method: 'GET' });
    expect(await over.text())
      .to.contain('name="renew"')
      .and.not.to.contain('eve@example.com');
    const answers = [early, await renew(token), await renew(token), await renew('no-such-token')];
    expect(new Set(answers)).to.have.property('size', 1);
    expect(answers[0]).to.match(/^200 /).and.not.to.contain('eve@example.com');
    const [, second = '', third] = await linked();
    expect(third).to.equal(undefined);
    expect((await door.call(`/accept/${second}`, form({ password: goodPassword }))).status).to.equal(303);
  });

  it('S12, S40: neither password nor token nor session id is ever logged, even when all fails', async () => {
    await door.lab.addContact('8', 'eve@example.com');
    const { token } = await door.lab.invite('8');
    const cookie = await door.signIn();
    await door.lab.rows('alter table token rename to elsewhere');
    await door.lab.rows('alter table person rename to elsewhere_too');
    const answers = [
      await door.call(`/accept/${token}`, { method: 'GET' }),
      await door.call(`/accept/${token}`, form({ password: goodPassword })),
      await door.call('/api/v1/session', json(mine)),
      await door.call('/probe', { method: 'GET', headers: { cookie } }),
    ];
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    answers.push(await door.call(`/accept/${token}`, { method: 'GET', headers: { accept } }));
    expect(answers.map(({ status }) => status)).to.deep.equal([500, 500, 500, 500, 500]);
    expect(answers.map((answer) => answer.headers.get('content-type')?.split(';')[0])).to.deep.equal([
      ...Array.from({ length: 4 }, () => 'application/problem+json'),
      'text/html',
    ]);
    const texts = await Promise.all(answers.map((each) => each.text()));
    expect(door.logged()).to.contain('a request failed');
    const id = decodeURIComponent(cookie).split(/[=.]s?:?/)[1] ?? '';
    for (const secret of [token, goodPassword, id])
      for (const text of [door.logged(), ...texts]) expect(text).not.to.contain(secret);
  });
});
