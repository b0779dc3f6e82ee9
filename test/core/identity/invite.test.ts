import { expect } from 'chai';

import { acceptInvitation, joinAccess, readInvitation } from '../../../core/identity/accept.js';
import { setManualPassword } from '../../../core/identity/manual-password.js';
import { signIn } from '../../../core/identity/sign-in.js';
import { switchAccess } from '../../../core/identity/switch-access.js';
import { codeOf, goodPassword, openLab, type Lab } from './identity-lab.js';

const who = 'a test';

describe('invite and accept', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') await lab.database.drop();
  });

  const accesses = (): Promise<Record<string, unknown>[]> =>
    lab.rows(
      'select contact_id, state, accepted_at is not null as accepted from access order by created_at, id',
    );
  const signInAs = (login: string, password: string) =>
    signIn(lab.identity, { login, password, address: '192.0.2.1' });
  const place = (externalId: string, connection = 'toy') => ({ connection, externalId });

  it('makes an invited access for a person who is nobody yet', async () => {
    await lab.addContact('7', ' Ada@Example.com ');
    const { address, name, mailed, link } = await lab.invite('7');
    expect({ address, name, mailed }).to.deep.equal({
      address: 'Ada@Example.com',
      name: 'Ada Lovelace',
      mailed: false,
    });
    expect(link).to.match(/^http:\/\/127\.0\.0\.1:3000\/accept\/[\w-]{43}$/);
    expect(await accesses()).to.deep.equal([{ contact_id: '7', state: 'invited', accepted: false }]);
    expect(await lab.rows('select password_hash, accepted_at from person')).to.deep.equal([
      { password_hash: null, accepted_at: null },
    ]);
  });

  it('refuses a contact without an address one can write to', async () => {
    await lab.addContact('1', null);
    await lab.addContact('2', 'ada@example.com, eve@example.com');
    await lab.addContact('3', 'ada@example.com\r\nBcc: eve@example.com');
    expect(await codeOf(lab.invite('1'))).to.equal('EMAIL_MISSING');
    expect(await codeOf(lab.invite('2'))).to.equal('EMAIL_INVALID');
    expect(await codeOf(lab.invite('3'))).to.equal('EMAIL_INVALID');
    expect(await codeOf(lab.invite('4'))).to.equal('CONTACT_UNKNOWN');
    expect(await accesses()).to.deep.equal([]);
  });

  it('O-09: the second contact with the same address is refused, and an issue says so until it is solved', async () => {
    await lab.addContact('1', 'ada@example.com');
    await lab.addContact('2', 'ADA@example.com');
    const codes = await Promise.all([codeOf(lab.invite('1')), codeOf(lab.invite('2'))]);
    expect(codes).to.have.members(['EMAIL_TAKEN', 'no error']);
    const second = codes[0] === 'EMAIL_TAKEN' ? '1' : '2';
    expect(await accesses()).to.have.length(1);
    const issues = (): Promise<Record<string, unknown>[]> =>
      lab.rows("select sentence from issue where kind = 'EMAIL_TAKEN' and closed_at is null");
    expect(String((await issues())[0]?.['sentence']))
      .to.contain(`toy:${second}`)
      .and.to.contain('already does');
    await lab.rows('update contact set email = $1 where external_id = $2', ['eve@example.com', second]);
    await lab.invite(second);
    expect(await issues()).to.deep.equal([]);
  });

  it('acceptance makes person and access active, once, and signs nobody in (S13)', async () => {
    await lab.addContact('7', 'ada@example.com');
    const { token } = await lab.invite('7');
    expect(await codeOf(acceptInvitation(lab.identity, { token, password: 'short' }))).to.equal(
      'PASSWORD_SHORT',
    );
    expect(await codeOf(acceptInvitation(lab.identity, { token, password: 'Lovelace1!' }))).to.equal(
      'PASSWORD_CONTEXT',
    );
    expect(await acceptInvitation(lab.identity, { token, password: goodPassword })).to.equal(true);
    expect(await accesses()).to.deep.equal([{ contact_id: '7', state: 'active', accepted: true }]);
    expect(await lab.rows('select 1 from session')).to.deep.equal([]);
    expect(await codeOf(lab.invite('7'))).to.equal('ACCESS_ACTIVE');
    expect((await signInAs('ADA@example.com', goodPassword)).outcome).to.equal('in');
  });

  it('another CRM joins the same person by a token to that address, and changes no password', async () => {
    await lab.addUser('7', 'ada@example.com');
    await lab.addConnection('other');
    await lab.addContact('9', 'ada@example.com', 'other');
    const { token } = await lab.invite('9', 'other');
    expect(await readInvitation(lab.identity, token)).to.include({ state: 'join' });
    expect(await acceptInvitation(lab.identity, { token, password: 'a password of somebody else' })).to.equal(
      true,
    );
    expect(
      await lab.rows('select count(distinct person_id)::int as people, count(*)::int as n from access'),
    ).to.deep.equal([{ people: 1, n: 2 }]);
    expect((await signInAs('ada@example.com', goodPassword)).outcome).to.equal('in');
  });

  it('who is signed in joins without a token, and nobody joins what is another person’s', async () => {
    const { personId } = await lab.addUser('7', 'ada@example.com');
    const eve = await lab.addUser('8', 'eve@example.com');
    await lab.addConnection('other');
    await lab.addContact('9', 'ada@example.com', 'other');
    const { accessId } = await lab.invite('9', 'other');
    expect(await joinAccess(lab.identity, { personId: eve.personId, accessId })).to.equal(false);
    expect(await joinAccess(lab.identity, { personId, accessId })).to.equal(true);
    expect(await joinAccess(lab.identity, { personId, accessId })).to.equal(false);
  });

  it('RPM-10: a password that staff set must be changed at the first sign-in, which accepts', async () => {
    await lab.addContact('7', 'ada@example.com');
    await setManualPassword(lab.identity, place('7'), { password: 'seven lamps by phone', who });
    expect(await accesses()).to.deep.equal([{ contact_id: '7', state: 'active', accepted: false }]);
    const first = await signInAs('ada@example.com', 'seven lamps by phone');
    if (first.outcome !== 'choose') throw new Error(first.outcome);
    expect(await acceptInvitation(lab.identity, { token: first.token, password: goodPassword })).to.equal(
      true,
    );
    expect((await signInAs('ada@example.com', 'seven lamps by phone')).outcome).to.equal('refused');
    expect((await signInAs('ada@example.com', goodPassword)).outcome).to.equal('in');
  });

  it('RPM-11: staff cannot set the password of somebody who has their own', async () => {
    await lab.addUser('7', 'ada@example.com');
    await lab.addConnection('other');
    await lab.addContact('9', 'ada@example.com', 'other');
    expect(
      await codeOf(
        setManualPassword(lab.identity, place('9', 'other'), { password: 'seven lamps by phone', who }),
      ),
    ).to.equal('PASSWORD_OWN');
    expect((await signInAs('ada@example.com', goodPassword)).outcome).to.equal('in');
  });

  it('a password that staff of one CRM handed out opens nothing of another: its mail asks for a new one', async () => {
    await lab.addContact('7', 'ada@example.com');
    await setManualPassword(lab.identity, place('7'), { password: 'seven lamps by phone', who });
    const first = await signInAs('ada@example.com', 'seven lamps by phone');
    if (first.outcome !== 'choose') throw new Error(first.outcome);
    const theirs = 'whoever staff gave it to';
    await acceptInvitation(lab.identity, { token: first.token, password: theirs });
    await lab.addConnection('other');
    await lab.addContact('9', 'ada@example.com', 'other');
    const { token, personId, accessId } = await lab.invite('9', 'other');
    expect(await joinAccess(lab.identity, { personId, accessId })).to.equal(false);
    expect(await readInvitation(lab.identity, token)).to.include({ state: 'password' });
    expect(await acceptInvitation(lab.identity, { token, password: goodPassword })).to.equal(true);
    expect((await signInAs('ada@example.com', theirs)).outcome).to.equal('refused');
    expect((await signInAs('ada@example.com', goodPassword)).outcome).to.equal('in');
  });

  it('APT-11: after a changed address the old person has nothing, and the new one is invited', async () => {
    await lab.addUser('7', 'ada@example.com');
    await lab.rows("update contact set email = 'new@example.com'");
    const { token } = await lab.invite('7');
    expect((await accesses()).map((each) => each['state'])).to.deep.equal(['disabled', 'invited']);
    expect(await acceptInvitation(lab.identity, { token, password: goodPassword })).to.equal(true);
    expect((await signInAs('ada@example.com', goodPassword)).outcome).to.equal('refused');
    expect((await signInAs('new@example.com', goodPassword)).outcome).to.equal('in');
  });

  it('S44: says who did what, in a log that only grows', async () => {
    await lab.addUser('7', 'ada@example.com');
    await switchAccess(lab.identity, place('7'), { on: false, who });
    await signInAs('ada@example.com', goodPassword);
    const log = await lab.rows('select action, decision, who from audit order by id');
    expect(log.map((each) => `${String(each['action'])} ${String(each['decision'])}`)).to.deep.equal([
      'access.invite done',
      'access.accept done',
      'access.disable done',
      'sign-in refused',
    ]);
    for (const sql of ['update audit set who = 1', 'delete from audit', 'truncate audit'])
      expect(await codeOf(lab.rows(sql)), sql).to.equal('P0001');
  });
});
