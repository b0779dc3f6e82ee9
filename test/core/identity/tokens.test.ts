import { createHash } from 'node:crypto';

import { expect } from 'chai';

import { acceptInvitation, readInvitation } from '../../../core/identity/accept.js';
import { takeToken } from '../../../core/identity/tokens.js';
import { goodPassword, openLab, type Lab } from './identity-lab.js';

const hour = 3_600_000;

describe('tokens', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await openLab();
    await lab.addContact('7', 'ada@example.com');
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') await lab.database.drop();
  });

  it('S6: 32 random bytes, of which the database has the SHA-256 alone', async () => {
    const { token } = await lab.invite('7');
    expect(Buffer.from(token, 'base64url')).to.have.length(32);
    const [row] = await lab.rows('select hash from token');
    expect(row?.['hash']).to.deep.equal(createHash('sha256').update(token).digest());
    const dump = await lab.rows(
      `select (select json_agg(t) from token t)::text || (select json_agg(a) from audit a)::text as text`,
    );
    expect(String(dump[0]?.['text'])).not.to.contain(token);
  });

  it('S7: of 100 uses at once exactly one succeeds', async () => {
    const { token } = await lab.invite('7');
    const now = lab.identity.clock.now();
    const taken = await Promise.all(
      Array.from({ length: 100 }, () =>
        takeToken(lab.database.pool, token, { purposes: ['invite'], now }).then((each) => each !== undefined),
      ),
    );
    expect(taken.filter(Boolean)).to.have.length(1);
  });

  it('S7: of 40 acceptances at once exactly one succeeds', async () => {
    const { token } = await lab.invite('7');
    const accepted = await Promise.all(
      Array.from({ length: 40 }, () => acceptInvitation(lab.identity, { token, password: goodPassword })),
    );
    expect(accepted.filter(Boolean)).to.have.length(1);
    expect(await lab.rows("select 1 from audit where action = 'access.accept'")).to.have.length(1);
  });

  it('S8: is good at 71:59:59', async () => {
    const { token } = await lab.invite('7');
    lab.moveTime(72 * hour - 1000);
    expect(await readInvitation(lab.identity, token)).to.include({ state: 'password' });
    expect(await acceptInvitation(lab.identity, { token, password: goodPassword })).to.equal(true);
  });

  it('S8: is refused at 72:00:00', async () => {
    const { token } = await lab.invite('7');
    lab.moveTime(72 * hour);
    expect(await readInvitation(lab.identity, token)).to.equal(undefined);
    expect(await acceptInvitation(lab.identity, { token, password: goodPassword })).to.equal(false);
  });

  it('S9: a newer one voids the older', async () => {
    const first = await lab.invite('7');
    const second = await lab.invite('7');
    expect(await acceptInvitation(lab.identity, { token: first.token, password: goodPassword })).to.equal(
      false,
    );
    expect(await acceptInvitation(lab.identity, { token: second.token, password: goodPassword })).to.equal(
      true,
    );
  });

  it('S9: a changed e-mail address voids it', async () => {
    const { token } = await lab.invite('7');
    await lab.rows("update contact set email = 'other@example.com'");
    expect(await readInvitation(lab.identity, token)).to.equal(undefined);
    expect(await acceptInvitation(lab.identity, { token, password: goodPassword })).to.equal(false);
  });

  it('S9: a changed customer voids it where the access is bound to one', async () => {
    await lab.rows("update policy set binds = 'customer'");
    await lab.rows("update contact set principal = 'c1'");
    const { token } = await lab.invite('7');
    await lab.rows("update contact set principal = 'c2'");
    expect(await acceptInvitation(lab.identity, { token, password: goodPassword })).to.equal(false);
  });

  it('S10: is good for its purpose alone', async () => {
    const { token } = await lab.invite('7');
    const now = lab.identity.clock.now();
    expect(await takeToken(lab.database.pool, token, { purposes: ['reset'], now })).to.equal(undefined);
    expect(await takeToken(lab.database.pool, token, { purposes: ['invite'], now })).to.include({
      address: 'ada@example.com',
    });
  });
});
