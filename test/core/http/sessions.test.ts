import { createHash } from 'node:crypto';

import { expect } from 'chai';

import { switchAccess } from '../../../core/identity/switch-access.js';
import { cookieOf, json, mine, openDoorLab, type DoorLab } from './door-lab.js';

const who = 'a test';
const minute = 60_000;

describe('sessions', () => {
  let door: DoorLab;
  beforeEach(async () => {
    door = await openDoorLab();
  });
  afterEach(function () {
    return door.close({ keep: this.currentTest?.state === 'failed' });
  });

  it('S21: a session id has 256 bits and is stored as its hash alone', async () => {
    const cookie = decodeURIComponent((await door.signIn()).split('=')[1] ?? '');
    const id = /^s:([^.]+)\./.exec(cookie)?.[1] ?? '';
    expect(Buffer.from(id, 'base64url')).to.have.length(32);
    const [row] = await door.lab.rows('select sid, sess::text as sess, person_id from session');
    expect(row?.['sid']).to.equal(createHash('sha256').update(id).digest('base64url'));
    expect(JSON.stringify(row)).not.to.contain(id);
    expect(row?.['person_id']).to.be.a('string');
  });

  it('S22: signing in gives a new id and ends the session there was', async () => {
    const first = await door.signIn();
    const second = cookieOf(await door.call('/api/v1/session', json(mine, { cookie: first })));
    expect(second).not.to.equal(first).and.not.to.equal('');
    expect(await door.personWith(first)).to.equal(null);
    expect(await door.personWith(second)).to.be.a('string');
    const fixed = `portico=${encodeURIComponent('s:an-id-of-an-attacker.signature')}`;
    expect(cookieOf(await door.call('/api/v1/session', json(mine, { cookie: fixed })))).not.to.contain(
      'an-id',
    );
  });

  it('S23: the cookie on http, and on https', async () => {
    const header = async (): Promise<string> =>
      (
        await door.call('/api/v1/session', json(mine, { origin: door.lab.identity.baseUrl }))
      ).headers.getSetCookie()[0] ?? '';
    const plain = (await door.call('/api/v1/session', json(mine))).headers.getSetCookie()[0] ?? '';
    expect(plain).to.match(/^portico=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
    await door.close();
    door = await openDoorLab({ baseUrl: 'https://portal.example' });
    expect(await header()).to.match(/^__Host-portico=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('S23: 30 minutes idle end a session, use prolongs it, and 12 hours end it anyway', async () => {
    const idle = await door.signIn();
    door.lab.moveTime(30 * minute - 1000);
    expect(await door.personWith(idle)).to.be.a('string');
    door.lab.moveTime(30 * minute - 1000);
    expect(await door.personWith(idle)).to.be.a('string');
    door.lab.moveTime(30 * minute);
    expect(await door.personWith(idle)).to.equal(null);
    const busy = await door.signIn();
    for (let passed = 0; passed < 12 * 60 - 20; passed += 20) {
      door.lab.moveTime(20 * minute);
      expect(await door.personWith(busy), `${passed + 20} minutes`).to.be.a('string');
    }
    door.lab.moveTime(20 * minute);
    expect(await door.personWith(busy)).to.equal(null);
  });

  it('S24: with the last access that counts all sessions end, at the next request and for good', async () => {
    const [one, two] = [await door.signIn(), await door.signIn()];
    await door.lab.rows("update contact set deleted_at = now() where external_id = '7'");
    expect(await door.personWith(one)).to.equal(null);
    await door.lab.rows('update contact set deleted_at = null');
    expect(await door.personWith(two)).to.equal(null);
    const three = await door.signIn();
    await switchAccess(door.lab.identity, { connection: 'toy', externalId: '7' }, { on: false, who });
    expect(await door.lab.rows('select 1 from session')).to.deep.equal([]);
    await switchAccess(door.lab.identity, { connection: 'toy', externalId: '7' }, { on: true, who });
    expect(await door.personWith(three)).to.equal(null);
    expect(await door.lab.rows('select 1 from session')).to.deep.equal([]);
  });

  it('S24: a session of an earlier password is nobody’s', async () => {
    const cookie = await door.signIn();
    await door.lab.rows("update person set password_changed_at = password_changed_at + interval '1 second'");
    expect(await door.personWith(cookie)).to.equal(null);
  });
});
