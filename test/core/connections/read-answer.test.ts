import { expect } from 'chai';
import * as fc from 'fast-check';

import { retryAfter } from '../../../core/connections/judge-answer.js';
import { isDeeperThan, visibleText } from '../../../core/connections/read-answer.js';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map((each) => depthOf(each)))
    : 0;

describe('reading an answer', () => {
  it('counts its depth as its value would have it, whatever brackets its texts have', () => {
    const text = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', 'a', ';', '\n') });
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'grapheme' }), text, (value, more) => {
        const whole = { [more]: [value, more] };
        const depth = depthOf(whole);
        for (const space of [0, 2]) {
          expect(isDeeperThan(JSON.stringify(whole, null, space), depth)).to.equal(false);
          expect(isDeeperThan(JSON.stringify(whole, null, space), depth - 1)).to.equal(true);
        }
      }),
    );
  });

  it('shows of a page what a person would see', () => {
    const page =
      '<!-- a --><head><style>b</style></head><script>if (a < b) c</script><h1>Out  of\norder</h1> 1 &lt; 2';
    expect(visibleText(page)).to.equal('Out of order 1 < 2');
    expect(visibleText('<script>never closed')).to.equal('');
  });

  it('shows a hostile page as fast as any', () => {
    for (const part of ['<', '<!--', '<script', '<script>', '&'])
      expect(visibleText(part.repeat(20_000 / part.length)).length).to.be.at.most(20_000);
  }).timeout(1000);

  it('knows a moment from seconds or a date, and nothing from anything else', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    const at = (said: string) => retryAfter({ 'retry-after': said }, now)?.toISOString();
    expect(at('90')).to.equal('2026-11-21T12:01:30.000Z');
    expect(at('Sat, 21 Nov 2026 13:00:00 GMT')).to.equal('2026-11-21T13:00:00.000Z');
    for (const said of ['', 'soon', '9'.repeat(30)]) expect(at(said)).to.equal(undefined);
    expect(retryAfter({}, now)).to.equal(undefined);
  });
});
