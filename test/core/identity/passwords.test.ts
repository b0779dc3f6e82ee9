import { hash } from '@node-rs/argon2';
import { expect } from 'chai';

import { checkPassword } from '../../../core/identity/password-policy.js';
import { createPasswords } from '../../../core/identity/passwords.js';
import { codeOf } from './identity-lab.js';

describe('passwords', () => {
  it('S1: are argon2id with m=19456, t=2, p=1, and weaker ones are known', async () => {
    const passwords = createPasswords();
    const stored = await passwords.hash('a password of mine');
    expect(stored).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(passwords.isWeak(stored)).to.equal(false);
    expect(passwords.isWeak(await hash('x', { memoryCost: 8192, timeCost: 1, parallelism: 1 }))).to.equal(
      true,
    );
    expect(await passwords.verify('a password of mine', stored)).to.equal(true);
    expect(await passwords.verify('a password of yours', stored)).to.equal(false);
    expect(await passwords.verify('', undefined)).to.equal(false);
  });

  it('S2: nothing is cut off, and the same letters are the same password', async () => {
    const passwords = createPasswords();
    const stored = await passwords.hash(`${'x'.repeat(200)}1é`);
    expect(await passwords.verify(`${'x'.repeat(200)}2é`, stored)).to.equal(false);
    expect(await passwords.verify(`${'x'.repeat(200)}1e\u0301`, stored)).to.equal(true);
  });

  it('S5: two hashes at once, fifty wait, the next is refused at once', async () => {
    let running = 0;
    let most = 0;
    let free = (): void => undefined;
    const gate = new Promise<void>((resolve) => (free = resolve));
    const slow = async (): Promise<boolean> => {
      running += 1;
      most = Math.max(most, running);
      await gate;
      running -= 1;
      return true;
    };
    const passwords = createPasswords({ argon2: { hash, verify: slow } });
    const tries = Array.from({ length: 60 }, () => codeOf(passwords.verify('x', 'y')));
    await new Promise((resolve) => setImmediate(resolve));
    free();
    const codes = await Promise.all(tries);
    expect(codes.filter((code) => code === 'HASHING_BUSY')).to.have.length(8);
    expect(codes.filter((code) => code === 'no error')).to.have.length(52);
    expect(most).to.equal(2);
    expect(await passwords.verify('x', 'y')).to.equal(true);
  });

  const judge = (password: string, context: string[] = []): Promise<unknown> =>
    codeOf(Promise.resolve().then(() => checkPassword(password, { context })));

  it('S2: 8 characters of any kind are enough, 7 are not', async () => {
    expect(await judge('gmbtrkw')).to.equal('PASSWORD_SHORT');
    for (const good of [
      'gmbtrkwq',
      '🦊🐌🪁🧦🥝🪜🧊🪣',
      'four words without a link',
      'w'.repeat(3) + 'kjhqpz '.repeat(60),
    ])
      expect(await judge(good), good).to.equal('no error');
    expect(await judge('kj'.repeat(513))).to.equal('PASSWORD_LONG');
  });

  it('S3: the common ones are refused, disguised and decorated too', async () => {
    for (const bad of [
      'password',
      'P@ssw0rd!',
      'Summer2026!',
      '12345678',
      '1234567890',
      '87654321',
      'abcdefgh',
      'aaaaaaaa',
      'abcabcabc',
      'qwertyuiop',
      'Iloveyou1',
      '1q2w3e4r5t',
    ])
      expect(await judge(bad), bad).to.equal('PASSWORD_COMMON');
  });

  it('S3: words of the context are refused, alone and together, not where they are a small part', async () => {
    const context = ['Prairie Telecom', 'ada.lovelace@northwind.example', 'portico'];
    for (const bad of ['Northwind1!', 'PrairieTelecom', 'lovelace2026', 'portico-ada'])
      expect(await judge(bad, context), bad).to.equal('PASSWORD_CONTEXT');
    expect(await judge('northwind keeps nineteen geese', context)).to.equal('no error');
  });
});
