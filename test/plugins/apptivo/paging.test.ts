import { expect } from 'chai';

import { Fault, type PageRequest } from '../../../core/contract/contract.js';
import type { Raw } from '../../../plugins/apptivo/client.js';
import { everyRow, listPage, type Ask } from '../../../plugins/apptivo/paging.js';

/** Rows, the last the newest; every second one was made after the one that changed after it. */
const rowsOf = (count: number): Raw[] =>
  Array.from({ length: count }, (_, at) => ({ id: `${at + 1}`, at, made: at % 2 ? at : at + 2 }));
const idOf = (row: Raw): string => String(row['id']);
const dateAt = (value: unknown): Date | undefined =>
  typeof value === 'number' ? new Date(value * 1000) : undefined;
const timesOf = (row: Raw) => ({ changed: dateAt(row['at']), created: dateAt(row['made']) });

/** A vendor that shows `cap` rows of each order at most and may keep its count to itself. */
const vendor =
  (rows: Raw[], { cap = Infinity, counts = true, most = Infinity } = {}): Ask =>
  async ({ start, size, dir }) => {
    const sorted = dir === 'asc' ? rows : rows.toReversed();
    const shown = sorted.slice(start, Math.min(start + Math.min(size, most), cap));
    return { rows: shown, ...(counts && { count: rows.length }) };
  };

async function walk(ask: Ask, request: Partial<PageRequest> = {}) {
  const ids: string[] = [];
  let total: number | undefined;
  let cursor: PageRequest['cursor'];
  let calls = 0;
  const counted: Ask = (place) => {
    calls += 1;
    return ask(place);
  };
  do {
    const page = await listPage(
      { ask: counted, idOf, timesOf },
      { size: 100, ...request, ...(cursor !== undefined && { cursor }) },
    );
    ids.push(...page.items.map(idOf));
    total = page.total ?? total;
    cursor = page.next;
  } while (cursor !== undefined && calls < 500);
  return { ids, total, calls };
}

describe('Apptivo paging', () => {
  it('ends at the count without another call, and without a count at an empty page', async () => {
    expect(await walk(vendor(rowsOf(200)))).to.deep.include({ total: 200, calls: 2 });
    const blind = await walk(vendor(rowsOf(200), { counts: false }));
    expect(blind).to.deep.include({ total: undefined, calls: 3 });
    expect(blind.ids).to.have.length(200);
  });

  it('reads on where pages are shorter than asked for', async () => {
    expect((await walk(vendor(rowsOf(120), { most: 50, counts: false }))).ids).to.have.length(120);
  });

  it('ends at a page that comes again, and what is missing by the count stays in the total', async () => {
    const stuck: Ask = async () => ({ rows: rowsOf(100), count: 300 });
    expect(await walk(stuck)).to.deep.include({ total: 300, calls: 3 });
    const ordered = vendor(rowsOf(7000), { cap: 5000 });
    const deaf = await walk((place) => ordered({ ...place, dir: 'asc' }));
    expect([deaf.ids.length, deaf.total]).to.deep.equal([5000, 7000]);
    const silent: Ask = async () => ({ rows: rowsOf(100) });
    expect((await walk(silent)).ids).to.have.length(100);
  });

  it('goes on from the other end where a listing is cut, each row once', async () => {
    const { ids, total } = await walk(vendor(rowsOf(7000), { cap: 5000 }));
    expect([new Set(ids).size, ids.length, total]).to.deep.equal([7000, 7000, 7000]);
  });

  it('says that rows are missing where even both ends do not meet, so that nothing is swept', async () => {
    const { ids, total = 0 } = await walk(vendor(rowsOf(11_000), { cap: 5000 }));
    expect(total).to.be.greaterThan(ids.length);
    const blind = await walk(vendor(rowsOf(6000), { cap: 5000, counts: false }));
    expect(new Set(blind.ids).size).to.equal(6000);
    expect(blind.total).to.be.greaterThan(blind.ids.length);
  });

  it('with since, reads the newest down to that moment, and everything where they are not sorted', async () => {
    const since = new Date(850_000);
    const recent = await walk(vendor(rowsOf(1000)), { since });
    expect(recent.calls).to.equal(2);
    expect(recent.ids.slice(0, 2)).to.deep.equal(['1000', '999']);
    const mixed = rowsOf(1000).with(998, { id: '999', at: 5000 });
    expect((await walk(vendor(mixed), { since })).ids).to.have.length(1000);
    const undated = rowsOf(1000).map(({ id }) => ({ id }));
    expect((await walk(vendor(undated), { since })).ids).to.have.length(1000);
  });

  it('with since, reads everything where rows may be sorted by creation, or not at all', async () => {
    const since = new Date(850_000);
    const byCreation: Raw[] = rowsOf(1000).map((row) => ({ ...row, made: row['at'] }));
    expect(
      (await walk(vendor(byCreation.with(10, { id: '11', at: 990, made: 10 })), { since })).ids,
    ).to.have.length(1000);
    const alike: Raw[] = rowsOf(1000).map(({ id, made }) => ({ id, made, at: 5 }));
    expect(
      (await walk(vendor(alike.with(500, { id: '501', at: 990, made: 1 })), { since })).ids,
    ).to.have.length(1000);
  });

  it('goes on from the other end where what lies behind the cut is refused, and says so of the first page', async () => {
    const cut = (rows: Raw[]): Ask => {
      const ask = vendor(rows, { cap: 500 });
      return async (place) => {
        if (place.start >= 500)
          throw new Fault('contract', 'Apptivo refused: "Search result limit exceeded".');
        return ask(place);
      };
    };
    const { ids, total } = await walk(cut(rowsOf(800)));
    expect([new Set(ids).size, total]).to.deep.equal([800, 800]);
    const most = await walk(cut(rowsOf(1200)));
    expect(most.total).to.be.greaterThan(most.ids.length);
    const broken: Ask = () => Promise.reject(new Fault('contract', 'Apptivo refused: "No".'));
    expect(await walk(broken).catch((error: unknown) => error)).to.be.instanceOf(Fault);
  });

  it('gathers a whole listing, each row once', async () => {
    expect(await everyRow(vendor(rowsOf(250)), idOf)).to.have.length(250);
  });
});
