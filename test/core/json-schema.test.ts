import { expect } from 'chai';

import { compileValidator, describeMisfits, schemaValidator } from '../../core/json-schema.js';

/** The misfits of one value, in words. */
const told = (schema: object, value: unknown): string =>
  describeMisfits(compileValidator(schema).check(value));

const member = (schema: object): object => ({ type: 'object', properties: { a: schema } });

describe('Misfits', () => {
  const cases: [what: string, schema: object, value: unknown, text: string][] = [
    ['a missing member', { type: 'object', required: ['a'] }, {}, 'a: expected a value, found nothing'],
    [
      'a member too many',
      { type: 'object', properties: {}, additionalProperties: false },
      { b: 1 },
      'b: expected no member of this name, found one',
    ],
    ['another type', member({ type: 'string' }), { a: 1 }, 'a: expected string, found 1'],
    [
      'one of two types',
      member({ type: ['string', 'null'] }),
      { a: 1 },
      'a: expected string or null, found 1',
    ],
    ['a word that is none', member({ enum: ['x', 'y'] }), { a: 'z' }, 'a: expected one of x, y, found "z"'],
    ['another constant', member({ const: 1 }), { a: 2 }, 'a: expected 1, found 2'],
    ['empty text', member({ type: 'string', minLength: 1 }), { a: '' }, 'a: expected some text, found ""'],
    [
      'short text',
      member({ type: 'string', minLength: 3 }),
      { a: 'x' },
      'a: expected at least 3 characters, found "x"',
    ],
    [
      'long text, which is shortened',
      member({ type: 'string', maxLength: 50 }),
      { a: 'x'.repeat(70) },
      `a: expected at most 50 characters, found 70 characters ("${'x'.repeat(40)}...")`,
    ],
    [
      'a pattern, by the words of its schema',
      member({ type: 'string', pattern: '^#', expected: 'a colour' }),
      { a: 'red' },
      'a: expected a colour, found "red"',
    ],
    [
      'a pattern without words',
      member({ type: 'string', pattern: '^#' }),
      { a: 'x' },
      'a: expected text like ^#, found "x"',
    ],
    ['a format', member({ type: 'string', format: 'uri' }), { a: 'x' }, 'a: expected a uri, found "x"'],
    [
      'a number too low',
      member({ type: 'integer', minimum: 1 }),
      { a: 0 },
      'a: expected must be >= 1, found 0',
    ],
    ['the whole value', { type: 'object' }, 'x', 'it: expected object, found "x"'],
    [
      'a place in a list',
      member({ type: 'array', items: { type: 'string' } }),
      { a: ['x', 2] },
      'a.1: expected string, found 2',
    ],
    [
      'a member whose name has a slash',
      { type: 'object', additionalProperties: { type: 'string' } },
      { 'a/b~c': 1 },
      'a/b~c: expected string, found 1',
    ],
    [
      'a large object, which is shortened',
      member({ type: 'string' }),
      { a: { text: 'y'.repeat(100) } },
      `a: expected string, found {"text":"${'y'.repeat(77 - 9)}...`,
    ],
  ];
  for (const [what, schema, value, text] of cases)
    it(`say path, expected and found for ${what}`, () => {
      expect(told(schema, value)).to.equal(text);
    });

  it('are the first one for data, and every one for what a person wrote', () => {
    const data = { kind: 'partner', email: 'nobody' };
    const paths = (every: boolean): string[] =>
      schemaValidator('contact.json', { every })
        .check(data)
        .map(({ path }) => path);
    expect(paths(false)).to.have.length(1);
    expect(paths(true).sort()).to.deep.equal(['email', 'kind']);
    expect(told({ type: 'object', required: ['a', 'b'] }, {})).to.equal(
      'a: expected a value, found nothing; b: expected a value, found nothing',
    );
  });

  it('are none for a value that fits', () => {
    expect(schemaValidator('customer.json').check({ name: 'Northwind Fibre' })).to.deep.equal([]);
  });

  it('refuses a schema that is none, and a file that is not there', () => {
    expect(() => compileValidator({ type: 'text' })).to.throw('type');
    expect(() => compileValidator({ type: 'object', propertys: {} })).to.throw('propertys');
    expect(() => schemaValidator('nothing.json')).to.throw('schemas/nothing.json is missing');
  });

  it('fills in the defaults of settings, and leaves canonical data as it is', () => {
    const settings: { a?: number } = {};
    compileValidator(member({ type: 'integer', default: 20 })).check(settings);
    expect(settings).to.deep.equal({ a: 20 });
  });
});
