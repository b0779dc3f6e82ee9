import { expect } from 'chai';
import fc from 'fast-check';

import {
  byKey,
  byNumber,
  byOffset,
  Fault,
  faultKinds,
  milliseconds,
  PorticoError,
  problem,
  members,
  type Duration,
  type FaultKind,
  type Json,
  type Page,
} from '../../../core/contract/contract.js';

describe('Durations', () => {
  it('are a whole number and a unit', () => {
    const cases: [Duration, number][] = [
      ['0s', 0],
      ['30s', 30_000],
      ['5m', 300_000],
      ['2h', 7_200_000],
      ['7d', 604_800_000],
    ];
    for (const [duration, ms] of cases) expect(milliseconds(duration)).to.equal(ms);
  });

  it('refuse anything else with a sentence', () => {
    for (const text of ['', '1', 'd', '1x', '1.5h', '-1s', ' 1s', '1s ', '1 s', '1sm', '1S'])
      expect(() => milliseconds(text as Duration), text).to.throw(RangeError, `"${text}" is not a duration.`);
  });
});

/** All items of a vendor that answers page after page. */
function readAll(total: number, page: (cursor: Json | undefined) => Page<number>): number[] {
  const found: number[] = [];
  let cursor: Json | undefined;
  for (let pages = 0; pages <= total + 1; pages += 1) {
    const { items, next } = page(cursor);
    found.push(...items);
    if (next === undefined) return found;
    cursor = next;
  }
  throw new Error('The pages never end.');
}

describe('Pages', () => {
  const sizes = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }));
  const rows = (total: number): number[] => Array.from({ length: total }, (_, index) => index);

  it('by offset, by number and by key give every item once, and end', () => {
    fc.assert(
      fc.property(sizes, ([total, size]) => {
        const all = rows(total);
        const offset = readAll(total, (cursor) => {
          const from = Number(cursor ?? 0);
          return byOffset({ cursor, size, items: all.slice(from, from + size) });
        });
        const number = readAll(total, (cursor) => {
          const from = (Number(cursor ?? 1) - 1) * size;
          return byNumber({ cursor, size, items: all.slice(from, from + size) });
        });
        const key = readAll(total, (cursor) => {
          const items = all.filter((each) => cursor === undefined || each > Number(cursor)).slice(0, size);
          return byKey({ size, items, key: String });
        });
        expect([offset, number, key]).to.deep.equal([all, all, all]);
      }),
    );
  });

  it('by offset survives a vendor that gives more than was asked for', () => {
    expect(byOffset({ cursor: 10, size: 2, items: [1, 2, 3] }).next).to.equal(13);
  });
});

describe('Faults', () => {
  it('have a code, a kind, a remedy, details and a cause', () => {
    const cause = new Error('socket');
    const retryAt = new Date();
    const fault = new Fault('rateLimited', 'The vendor said 429.', {
      retryAt,
      cause,
      details: { status: 429 },
    });
    expect(fault).to.be.instanceOf(PorticoError).and.instanceOf(Error);
    expect(fault).to.include({
      code: 'FAULT_RATE_LIMITED',
      kind: 'rateLimited',
      message: 'The vendor said 429.',
      name: 'Fault',
      cause,
      retryAt,
    });
    expect(fault.details).to.deep.equal({ status: 429 });
    expect(fault.remedy).to.equal(faultKinds.rateLimited);
  });

  it('tell a person what to do next, whatever their kind', () => {
    for (const kind of Object.keys(faultKinds) as FaultKind[]) {
      const { code, remedy } = new Fault(kind, 'It failed.');
      expect(code).to.match(/^FAULT_[A-Z]+(_[A-Z]+)*$/);
      expect(remedy).to.match(/^[A-Z].*\.$/);
    }
  });

  it('have no cause where there is none', () => {
    expect(Object.hasOwn(new Fault('bug', 'It failed.'), 'cause')).to.equal(false);
  });
});

describe('Rows', () => {
  it('of memberships name the primary only where there is one', () => {
    expect(members({ of: { customer: '1' }, are: ['2'], primary: undefined })).to.deep.equal({
      kind: 'members',
      of: { customer: '1' },
      are: ['2'],
    });
  });

  it('of problems have a code, a sentence and a remedy', () => {
    expect(problem('A_CODE', 'It is so.', 'Do this.')).to.deep.equal({
      kind: 'problem',
      code: 'A_CODE',
      sentence: 'It is so.',
      remedy: 'Do this.',
    });
  });
});
