import { expect } from 'chai';
import fc from 'fast-check';

import { codec, Fault, Mismatch, readAnswer, readItem, type Codec } from '../../../core/contract/contract.js';

const decode = <T>(by: Codec<T>, value: unknown): T | undefined => by.decode(value, 'Path');

/** Each value is a Mismatch that says where, what was expected and what was found. */
function refuses(by: Codec<unknown>, ...values: unknown[]): void {
  for (const value of values) {
    let said: unknown;
    try {
      said = decode(by, value);
    } catch (error) {
      said = error;
    }
    expect(said, JSON.stringify(value)).to.be.instanceOf(Mismatch);
    const { misfit } = said as Mismatch;
    expect(misfit.path).to.match(/^Path/);
    expect(misfit.expected).not.to.equal('');
  }
}

const scalars = [
  codec.text,
  codec.html,
  codec.id,
  codec.integer,
  codec.number,
  codec.boolean,
  codec.email,
  codec.money(),
  codec.date,
  codec.utc,
  codec.iso,
  codec.zoned(['M/d/yyyy'], 'UTC'),
  codec.word({ Open: 'open' }),
] as Codec<unknown>[];

describe('Codecs', () => {
  it('take what is there but empty as nothing', () => {
    for (const by of scalars)
      for (const value of [undefined, null, '']) expect(decode(by, value), by.expected).to.equal(undefined);
  });

  it('refuse lists and objects where one value is due', () => {
    for (const by of scalars) refuses(by, [], {}, ['a'], { a: 1 });
  });

  it('say path, expected and found, shortened', () => {
    expect(() => codec.integer.decode('many', 'Order.Count')).to.throw(
      Mismatch,
      'Order.Count: expected a whole number, found "many".',
    );
    const { misfit, details, kind, code } = new Mismatch('A', 'a number', 'x'.repeat(200));
    expect(misfit.found).to.have.length(80);
    expect(details).to.deep.equal(misfit);
    expect({ kind, code }).to.deep.equal({ kind: 'invalidRecord', code: 'FAULT_INVALID_RECORD' });
    expect(new Mismatch('', 'an object', undefined).message).to.equal(
      'The answer: expected an object, found nothing.',
    );
  });

  it('text: without blanks at its ends; blank text is empty', () => {
    expect(decode(codec.text, '  Ada  ')).to.equal('Ada');
    expect(decode(codec.text, ' \t')).to.equal(undefined);
    expect(decode(codec.text, 0)).to.equal('0');
  });

  it('html: names of characters are decoded once, and only whole ones', () => {
    expect(decode(codec.html, 'Smith &amp; Sons &quot;Ltd&quot; &#39;x&#39; caf&eacute;')).to.equal(
      'Smith & Sons "Ltd" \'x\' café',
    );
    expect(decode(codec.html, '&amp;lt;')).to.equal('&lt;');
    expect(decode(codec.html, 'AT&T ?a=1&copy=2')).to.equal('AT&T ?a=1&copy=2');
    expect(codec.html.encode?.('Smith & Sons')).to.equal('Smith & Sons');
  });

  it('html: what a vendor escapes comes back as it was sent', () => {
    const escape = (text: string): string =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
    const sent = fc.string({ minLength: 1 }).filter((text) => text.trim() === text);
    fc.assert(
      fc.property(sent, (text) => {
        expect(decode(codec.html, escape(String(codec.html.encode?.(text))))).to.equal(text);
      }),
    );
  });

  it('id: numbers and text are one; 0 is none', () => {
    expect(decode(codec.id, 4021)).to.equal('4021');
    expect(decode(codec.id, ' 11x5 ')).to.equal('11x5');
    for (const none of [0, '0']) expect(decode(codec.id, none)).to.equal(undefined);
    refuses(codec.id, true, 1.5, 2 ** 60, Number.NaN);
  });

  it('whole numbers and numbers, from either spelling', () => {
    expect(decode(codec.integer, ' -12 ')).to.equal(-12);
    expect(decode(codec.number, '1.5e3')).to.equal(1500);
    expect(decode(codec.number, '.5')).to.equal(0.5);
    refuses(codec.integer, '1.5', 1.5, '0x10', '1e3', '1234567890123456', true, 'one');
    refuses(codec.number, '1,5', 'NaN', Number.NaN, Number.POSITIVE_INFINITY, '.', '--1', false);
  });

  it('yes or no, however it is written', () => {
    for (const yes of [true, 1, '1', 'Yes', 'on', 'TRUE']) expect(decode(codec.boolean, yes)).to.equal(true);
    for (const no of [false, 0, '0', 'No', 'off', ' n ']) expect(decode(codec.boolean, no)).to.equal(false);
    refuses(codec.boolean, 2, 'perhaps', 'ja');
  });

  it('e-mail: one address as it is spelled', () => {
    expect(decode(codec.email, ' Ada@Northwind.example ')).to.equal('Ada@Northwind.example');
    refuses(codec.email, 'ada', 'a@b@c', 'Ada <ada@a.example>', 'a@b.example, c@d.example');
  });

  it('money: exact, in minor units, rounded by the first digit that is too much', () => {
    const cases: [string | number, number][] = [
      ['12.50', 1250],
      [12.5, 1250],
      ['0.1', 10],
      [0.1 + 0.2, 30],
      ['1.005', 101],
      ['-1.005', -101],
      ['-0.00', 0],
      ['19.99', 1999],
      ['8.', 800],
      ['9999999999999.99', 999_999_999_999_999],
    ];
    for (const [given, minor] of cases) expect(decode(codec.money(), given), String(given)).to.equal(minor);
    expect(decode(codec.money(0), '1250')).to.equal(1250);
    expect(decode(codec.money(3), '1.2345')).to.equal(1235);
    refuses(codec.money(), '1,250.00', '€ 5', '1e3', '12.50 EUR', '.', '-');
    refuses(codec.money(4), '9999999999999.9999');
  });

  it('money: every amount comes back as it was sent, whatever the decimals', () => {
    const minor = fc
      .integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 })
      .map((value) => value || 0);
    fc.assert(
      fc.property(minor, fc.integer({ min: 0, max: 4 }), (value, decimals) => {
        const by = codec.money(decimals);
        const sent = by.encode?.(value);
        expect(sent).to.match(decimals ? new RegExp(`^-?\\d+\\.\\d{${decimals}}$`) : /^-?\d+$/);
        expect(decode(by, sent)).to.equal(value);
      }),
    );
  });

  it('day: the day alone, and only one that there is', () => {
    expect(decode(codec.date, '2025-06-02')).to.equal('2025-06-02');
    expect(decode(codec.date, '2025-06-02 10:00:00')).to.equal('2025-06-02');
    refuses(codec.date, '2025-02-30', '2.6.2025', '0000-00-00', 20250602, '2025-6-2');
  });

  it('utc: a moment that does not say its zone', () => {
    expect(decode(codec.utc, '2025-06-02 10:20:30')).to.equal('2025-06-02T10:20:30.000Z');
    expect(decode(codec.utc, '2025-06-02T10:20:30.000Z')).to.equal('2025-06-02T10:20:30.000Z');
    expect(codec.utc.encode?.('2025-06-02T12:20:30.000+02:00')).to.equal('2025-06-02 10:20:30');
    refuses(codec.utc, '2025-06-02', '2025-06-02 25:00:00', '2025-02-30 10:00:00', '0000-00-00 00:00:00');
    refuses(codec.utc, '2025-06-02 10:20:30+02:00', '2025-06-02T10:20:30-0700', '2025-06-02 10:20:30 PM');
  });

  it('iso: a moment that says its offset, kept in UTC', () => {
    expect(decode(codec.iso, '2025-06-02T10:20:30+02:00')).to.equal('2025-06-02T08:20:30.000Z');
    expect(decode(codec.iso, '2025-06-02T10:20:30.123Z')).to.equal('2025-06-02T10:20:30.123Z');
    expect(decode(codec.iso, '2025-06-02T10:20:30-0700')).to.equal('2025-06-02T17:20:30.000Z');
    refuses(codec.iso, '2025-06-02T10:20:30', '2025-06-02', 'soon Z', '2025-02-30T10:00:00Z');
  });

  it("zoned: the vendor's formats and zone, the first of them written", () => {
    const by = codec.zoned(['M/d/yyyy h:mm:ss a', 'M/d/yyyy'], 'America/Denver');
    expect(decode(by, '6/2/2025 4:40:12 PM')).to.equal('2025-06-02T22:40:12.000Z');
    expect(decode(by, '1/2/2025')).to.equal('2025-01-02T07:00:00.000Z');
    expect(by.encode?.('2025-01-02T07:00:00.000Z')).to.equal('1/2/2025 12:00:00 AM');
    expect(by.encode?.('2025-01-02'), 'a day is one in the zone').to.equal('1/2/2025 12:00:00 AM');
    refuses(by, '2/30/2025', '2025-06-02', '13/1/2025 1:00:00 AM');
  });

  it('moments come back as they were sent', () => {
    const second = fc
      .integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) })
      .map((at) => new Date(at - (at % 1000)).toISOString());
    const zoned = codec.zoned(['yyyy-MM-dd HH:mm:ss ZZ', 'yyyy-MM-dd'], 'Europe/Berlin');
    fc.assert(
      fc.property(second, (moment) => {
        for (const by of [codec.utc, codec.iso, zoned])
          expect(decode(by, by.encode?.(moment)), by.expected).to.equal(moment);
      }),
    );
  });

  it('no moment is ever written that is none', () => {
    for (const by of [codec.utc, codec.zoned(['M/d/yyyy'], 'UTC')])
      expect(() => by.encode?.('soon'), by.expected).to.throw(Mismatch, '"soon"');
  });

  it("word: the vendor's words by a table, and no other", () => {
    const by = codec.word({ Open: 'open', 'In Progress': 'open', Done: 'closed' });
    expect(decode(by, ' In Progress ')).to.equal('open');
    expect(by.encode?.('closed')).to.equal('Done');
    refuses(by, 'done', 'Lost', 1, 'constructor', 'toString', '__proto__', 'hasOwnProperty');
    for (const word of ['lost', 'constructor'])
      expect(() => by.encode?.(word as 'open'), word).to.throw(Mismatch, word);
  });

  it('list: one kind; an absent list is no empty one', () => {
    const by = codec.list(codec.id);
    expect(decode(by, [1, 'a', ''])).to.deep.equal(['1', 'a']);
    expect(decode(by, [])).to.deep.equal([]);
    for (const absent of [undefined, null, '']) expect(decode(by, absent)).to.equal(undefined);
    refuses(by, {}, 'a', [null], [{}], [true]);
    expect(() => by.decode([1, {}], 'Ids')).to.throw('Ids[1]: expected an id, found {}.');
    expect(by.encode).to.equal(undefined);
  });

  it('object: its known members, each with its path; the rest is left alone', () => {
    const by = codec.object({ Name: codec.required(codec.text), Tags: codec.list(codec.text) });
    expect(decode(by, { Name: 'a', Other: 1 })).to.deep.equal({ Name: 'a', Tags: undefined });
    expect(() => by.decode({ Name: 'a', Tags: [{}] }, 'Form')).to.throw('Form.Tags[0]: expected text');
    expect(() => by.decode({ Name: '' }, '')).to.throw('Name: expected text, found "".');
    expect(() => by.decode({}, 'Form')).to.throw('Form.Name: expected text, found nothing.');
    for (const absent of [undefined, null, '']) expect(decode(by, absent)).to.equal(undefined);
    refuses(by, [], 'a', 1);
  });

  it('any object and any value: as they came', () => {
    const value = { a: [1] };
    expect(decode(codec.anyObject, value)).to.equal(value);
    expect(decode(codec.raw, 7)).to.equal(7);
    refuses(codec.anyObject, [], 'a');
  });

  it('an item that does not fit is a record for quarantine; an answer that does not fit is a broken contract', () => {
    const by = codec.object({ Rows: codec.required(codec.list(codec.raw)) });
    expect(() => readItem(by, {})).to.throw(Mismatch, 'Rows: expected a list of anything, found nothing.');
    expect(() => readItem(by, null, 'Item')).to.throw(Mismatch, 'Item: expected an object, found null.');
    expect(readAnswer(by, { Rows: [1] }, 'List')).to.deep.equal({ Rows: [1] });
    let fault: unknown;
    try {
      readAnswer(by, { Rows: 'none' }, 'List');
    } catch (error) {
      fault = error;
    }
    expect(fault).to.be.instanceOf(Fault).and.include({ kind: 'contract' });
    expect((fault as Fault).message).to.equal(
      'The answer to List is not what the plugin knows. Rows: expected a list of anything, found "none".',
    );
    expect((fault as Fault).details).to.deep.equal({
      operation: 'List',
      path: 'Rows',
      expected: 'a list of anything',
      found: '"none"',
    });
    const broken = { expected: 'a bug', decode: () => JSON.parse('{') as unknown };
    expect(() => readAnswer(broken, 1, 'List')).to.throw(SyntaxError);
  });

  it('never throw anything but a Mismatch, whatever the vendor sends', () => {
    const every = [...scalars, codec.list(codec.text), codec.object({ a: codec.required(codec.id) })];
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const by of every) {
          try {
            decode(by, value);
          } catch (error) {
            expect(error, by.expected).to.be.instanceOf(Mismatch);
          }
        }
      }),
    );
  });
});
