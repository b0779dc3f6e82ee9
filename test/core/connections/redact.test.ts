import { inspect } from 'node:util';

import { expect } from 'chai';
import * as fc from 'fast-check';

import { createRedactor, removePaths, secretValues } from '../../../core/connections/redact.js';
import type { SettingsSchema } from '../../../core/contract/contract.js';

const redactorOf = (...secrets: string[]) => {
  const redact = createRedactor();
  redact.add(secrets);
  return redact;
};

describe('what is shown of a connection', () => {
  it('takes the secrets from the members that the schema marks, however deep', () => {
    const schema: SettingsSchema = {
      type: 'object',
      properties: {
        base: { type: 'string' },
        key: { type: 'string', secret: true },
        users: {
          type: 'array',
          items: { type: 'object', properties: { name: {}, password: { type: 'string', secret: true } } },
        },
      },
    };
    const settings = {
      base: 'b',
      key: 'k1',
      users: [{ name: 'n', password: 'p1' }, { password: 'p2' }],
      more: 1,
    };
    expect(secretValues(schema, settings)).to.deep.equal(['k1', 'p1', 'p2']);
  });

  it('has no secret in any form in which it may come back', () => {
    const letters = fc.string({ unit: 'grapheme', minLength: 4, maxLength: 20 });
    const forms: ((secret: string) => string)[] = [
      (secret) => secret,
      encodeURIComponent,
      (secret) =>
        encodeURIComponent(secret)
          .toLowerCase()
          .replaceAll(/%../g, (code) => code.toLowerCase()),
      (secret) => new URLSearchParams({ a: secret }).toString().slice(2),
      (secret) => JSON.stringify(secret).slice(1, -1),
      (secret) => Buffer.from(secret).toString('base64'),
    ];
    fc.assert(
      fc.property(
        letters,
        fc.constantFrom(...forms),
        fc.string(),
        fc.string(),
        (secret, form, before, after) => {
          // The lower-case form of an address is known for its codes only, not for its letters.
          fc.pre(form !== forms[2] || secret === secret.toLowerCase());
          // A secret of the mark's own letters would be found in the mark.
          fc.pre(!/[[\]secrt]/.test(form(secret)));
          const shown = redactorOf(secret).text(before + form(secret) + after);
          expect(shown).to.contain('[secret]');
          expect(shown).not.to.contain(form(secret));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('leaves no rest of secrets that overlap', () => {
    expect(redactorOf('abcdef', 'defghi', 'cd34').text('xabcdefghixcd34')).to.equal('x[secret]x[secret]');
    expect(redactorOf('abab').text('abababab!')).to.equal('[secret]!');
  });

  it('leaves text without secrets as it is, and does not take three letters for a secret', () => {
    fc.assert(fc.property(fc.string(), (text) => redactorOf('a', 'abc', '').text(text) === text));
  });

  it('goes through details: names, numbers, lists, errors, circles and bytes', () => {
    const redact = redactorOf('hunter22', '123456');
    const circle: Record<string, unknown> = { hunter22: 1, list: ['xhunter22', 123456, 12, null, true] };
    circle['self'] = circle;
    circle['error'] = Object.assign(new Error('hunter22'), { config: 'hunter22' });
    circle['bytes'] = Buffer.from('hunter22');
    circle['at'] = new URL('http://a/?k=hunter22');
    const shown = redact.value(circle);
    expect(inspect(shown, { depth: 9 })).not.to.match(/hunter22|123456/);
    expect(shown).to.deep.include({
      '[secret]': 1,
      list: ['x[secret]', '[secret]', 12, null, true],
      self: '[…]',
      error: 'Error: [secret]',
      bytes: '[8 bytes]',
    });
  });
});

describe('the secrets of a stream', () => {
  it('are taken out by path, through lists', () => {
    const answer = {
      pin: 1,
      contactList: [{ contact: { pin: 2, name: 'a' } }, { contact: [{ pin: 3 }] }, { contact: null }, 'x'],
    };
    expect(removePaths(answer, ['pin', 'contactList.contact.pin', 'not.there'])).to.deep.equal({
      contactList: [{ contact: { name: 'a' } }, { contact: [{}] }, { contact: null }, 'x'],
    });
  });

  it('are taken out of a list of answers', () => {
    expect(removePaths([{ pin: 1 }, { id: 2 }], ['pin'])).to.deep.equal([{}, { id: 2 }]);
  });

  it('never reach beyond the answer', () => {
    removePaths({}, ['__proto__.toString', 'constructor.prototype.toString']);
    expect(Reflect.get({}, 'toString')).to.be.a('function');
  });
});
