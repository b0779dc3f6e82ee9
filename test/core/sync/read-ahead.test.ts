import { expect } from 'chai';
import fc from 'fast-check';

import { readAhead } from '../../../core/sync/read-ahead.js';
import type { ReadPage } from '../../../core/sync/read-page.js';

const pageOf = (ids: string[], next: number | undefined, more: Partial<ReadPage> = {}): ReadPage => ({
  items: ids.map((id) => ({ id, raw: {}, text: '{}', hash: id })),
  refs: undefined,
  gone: [],
  next,
  total: undefined,
  state: undefined,
  unchanged: false,
  newest: undefined,
  closed: undefined,
  ...more,
});

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('reading ahead', () => {
  it("hands over every item once, in the vendor's order, however fast either side is", async () => {
    const pages = fc.array(fc.record({ size: fc.nat(200), wait: fc.nat(2) }), {
      minLength: 1,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(pages, fc.nat(2), async (list, slow) => {
        let made = 0;
        const prepared = list.map(({ size, wait }, index) => {
          const ids = Array.from({ length: size }, () => `i${(made += 1)}`);
          // An empty page in the middle would look like the one before it.
          return { ids: ids.length ? ids : [`only${index}`], wait, index };
        });
        const wanted = prepared.flatMap(({ ids }) => ids);
        const source = readAhead(
          'toys',
          async (cursor) => {
            const at = typeof cursor === 'number' ? cursor : 0;
            await later(prepared[at]!.wait);
            return pageOf(prepared[at]!.ids, at + 1 < prepared.length ? at + 1 : undefined, {
              state: at === 0 ? 'first' : 'later',
            });
          },
          undefined,
        );
        const taken: string[] = [];
        let first: unknown;
        for (let isLast = false; !isLast;) {
          const page = await source.take();
          first ??= page.state;
          taken.push(...page.items.map(({ id }) => id));
          isLast = page.next === undefined;
          await later(slow);
        }
        expect(taken).to.deep.equal(wanted);
        expect(first).to.equal('first');
      }),
      { numRuns: 40 },
    );
  });

  it('hands over what came before a failure, and then the failure', async () => {
    const source = readAhead(
      'toys',
      async (cursor) => {
        if (cursor === 2) throw new Error('the third page');
        return pageOf([`i${Number(cursor ?? 0)}`], Number(cursor ?? 0) + 1);
      },
      undefined,
    );
    await later(5);
    expect((await source.take()).items.map(({ id }) => id)).to.deep.equal(['i0', 'i1']);
    expect(await source.take().catch((error: unknown) => String(error))).to.equal('Error: the third page');
  });

  it('waits with reading while enough waits to be applied, and stops when nobody takes any more', async () => {
    let reads = 0;
    const source = readAhead(
      'toys',
      async (cursor) => {
        reads += 1;
        const at = Number(cursor ?? 0);
        return pageOf(
          Array.from({ length: 100 }, (_, index) => `i${at}-${index}`),
          at + 1,
        );
      },
      undefined,
    );
    await later(20);
    const waiting = reads;
    expect(waiting).to.be.within(2, 10);
    await source.take();
    await later(20);
    expect(reads).to.be.above(waiting);
    source.stop();
    const stopped = reads;
    await later(20);
    expect(reads).to.be.at.most(stopped + 1);
  });

  it('refuses a vendor that gives one page again and again under new cursors', async () => {
    const source = readAhead(
      'toys',
      async (cursor) => pageOf(['a', 'b'], Number(cursor ?? 0) + 1),
      undefined,
    );
    await source.take();
    expect(await source.take().catch((error: unknown) => String(error))).to.contain('the same page twice');
  });
});
