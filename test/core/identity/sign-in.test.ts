import { hash } from '@node-rs/argon2';
import { expect } from 'chai';

import { setManualPassword } from '../../../core/identity/manual-password.js';
import { signIn, type SignInOutcome } from '../../../core/identity/sign-in.js';
import { switchAccess } from '../../../core/identity/switch-access.js';
import { goodPassword, openLab, secondsUntil, timed, type Lab } from './identity-lab.js';

const who = 'a test';

describe('sign-in', () => {
  let lab: Lab;
  let attempts = 0;
  beforeEach(async () => {
    lab = await openLab();
    await lab.addUser('7', 'ada@example.com');
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') await lab.database.drop();
  });

  const attempt = (login: string, password: string, address?: string): Promise<SignInOutcome> =>
    signIn(lab.identity, { login, password, address: address ?? `192.0.2.${(attempts += 1)}` });

  it('takes an address in any case, a user name, and a phone number', async () => {
    await lab.rows("insert into sign_in_name (name, person_id) select 'lady', id from person");
    await lab.rows("update person set phone = '+44123'");
    for (const login of ['ada@example.com', ' ADA@Example.com ', 'Lady', '+44123'])
      expect((await attempt(login, goodPassword)).outcome, login).to.equal('in');
  });

  it('S15, S16: unknown, wrong, disabled, invited and not counting: one answer, one hash, one line of the log', async () => {
    await lab.addUser('8', 'off@example.com');
    await switchAccess(lab.identity, { connection: 'toy', externalId: '8' }, { on: false, who });
    await lab.addContact('9', 'invited@example.com');
    await lab.invite('9');
    await lab.addUser('10', 'gone@example.com');
    await lab.rows("update contact set deleted_at = now() where external_id = '10'");
    await lab.addUser('11', 'suspended@example.com');
    await lab.rows("update person set state = 'suspended' where email = 'suspended@example.com'");
    const logged = async (): Promise<number> => (await lab.rows('select 1 from audit')).length;
    for (const [login, password] of [
      ['nobody@example.com', goodPassword],
      ['ada@example.com', 'not my password'],
      ['ada@example.com', ''],
      ['', ''],
      ['off@example.com', goodPassword],
      ['invited@example.com', goodPassword],
      ['gone@example.com', goodPassword],
      ['suspended@example.com', goodPassword],
    ] as const) {
      const before = [lab.hashes(), await logged()];
      expect(await attempt(login, password), login).to.deep.equal({ outcome: 'refused' });
      expect([lab.hashes(), await logged()], login).to.deep.equal(before.map((each) => each + 1));
    }
    const before = lab.hashes();
    expect((await attempt('ada@example.com', goodPassword)).outcome).to.equal('in');
    expect(lab.hashes()).to.equal(before + 1);
  });

  it('S1: makes a weaker hash anew when its password comes by', async () => {
    const weak = await hash(goodPassword, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await lab.rows('update person set password_hash = $1', [weak]);
    expect((await attempt('ada@example.com', goodPassword)).outcome).to.equal('in');
    expect((await lab.rows('select password_hash from person'))[0]?.['password_hash']).to.match(
      /m=19456,t=2,p=1/,
    );
    expect((await attempt('ada@example.com', goodPassword)).outcome).to.equal('in');
  });

  for (const login of ['ada@example.com', 'nobody@example.com'])
    it(`S18: five tries are free, then each waits longer, and never for good (${login})`, async () => {
      for (let round = 0; round < 4; round += 1)
        expect((await attempt(login, 'wrong')).outcome, `try ${round + 1}`).to.equal('refused');
      for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
        const shut = await timed(() => attempt(login, 'wrong'));
        expect(shut.given.outcome).to.equal('refused');
        const [gate] = await lab.holdThrottles('gate');
        expect(gate!.opens - seconds * 1000).to.be.within(shut.from, shut.to);
        const before = lab.hashes();
        const { given: outcome, ...asked } = await timed(() => attempt(login, goodPassword));
        if (outcome.outcome !== 'wait') throw new Error(outcome.outcome);
        expect(lab.hashes(), 'who waits costs no hash').to.equal(before);
        expect(outcome.seconds).to.be.within(...secondsUntil(gate!.held, asked));
        // The wait is over.
        await lab.rows("update throttle set expire = 0 where key like 'gate:%'");
      }
      await lab.rows('update throttle set expire = 0');
      expect((await attempt(login, 'wrong')).outcome).to.equal('refused');
    });

  it('S18: a right password ends the count, and many at once are no way around it', async () => {
    for (let round = 0; round < 4; round += 1) await attempt('ada@example.com', 'wrong');
    expect((await attempt('ada@example.com', goodPassword)).outcome).to.equal('in');
    const before = lab.hashes();
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () => attempt('ada@example.com', 'wrong').then(({ outcome }) => outcome)),
    );
    expect(outcomes.filter((each) => each === 'refused')).to.have.length(5);
    expect(lab.hashes() - before).to.equal(5);
  });

  it('S18: twenty tries a minute from one address, whatever they try', async () => {
    const tryOne = (round: number) => attempt(`someone${round}@example.com`, 'x', '198.51.100.9');
    const first = await timed(() => tryOne(0));
    const [window] = await lab.holdThrottles('address');
    expect(window!.opens - 60_000).to.be.within(first.from, first.to);
    for (let round = 1; round < 20; round += 1) expect((await tryOne(round)).outcome).to.equal('refused');
    expect((await attempt('ada@example.com', goodPassword, '198.51.100.9')).outcome).to.equal('wait');
    expect((await attempt('ada@example.com', goodPassword, '198.51.100.10')).outcome).to.equal('in');
  });

  it('RPM-11: an access prepared for later lets nobody in before it is switched on', async () => {
    const place = { connection: 'toy', externalId: '8' };
    await lab.addContact('8', 'later@example.com');
    await setManualPassword(lab.identity, place, { password: 'seven lamps by phone', who });
    await switchAccess(lab.identity, place, { on: false, who });
    expect((await attempt('later@example.com', 'seven lamps by phone')).outcome).to.equal('refused');
    await switchAccess(lab.identity, place, { on: true, who });
    expect((await attempt('later@example.com', 'seven lamps by phone')).outcome).to.equal('choose');
  });
});
