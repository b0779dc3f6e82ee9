import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Json, Page } from 'portico/contract';

import { quote, type Item } from '../../../plugins/vtiger/client.js';
import { allById, pageById, pageSince, type Ask } from '../../../plugins/vtiger/paging.js';

const since = '2026-06-01 09:30:00';
const time = (second: number): string => `2026-06-01 09:30:${String(second).padStart(2, '0')}`;

/** Rows in a table of the server: ids are its own, times may be equal, and ties come in any order. */
const table = fc
  .uniqueArray(
    fc.record({ number: fc.integer({ min: 1, max: 5000 }), second: fc.integer({ min: 0, max: 5 }) }),
    {
      selector: ({ number }) => number,
      maxLength: 60,
    },
  )
  .map((rows) =>
    rows.map(({ number, second }): Item => ({ id: `12x${number}`, modifiedtime: time(second) })),
  );

/** The few words of VTQL that paging says, as c031, c051-c054 show it; ties in any order. */
function server(rows: Item[], { textual = false, shuffle = 0 } = {}): Ask {
  let asked = shuffle;
  const key = (row: Item, column: string): number | string => {
    if (column !== 'id') return String(row[column]);
    return textual ? row.id : Number(row.id.split('x')[1]);
  };
  const less = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);
  return (tail) => {
    const match = /^(?:WHERE (.+) )?ORDER BY (\w+) LIMIT (\d+);$/.exec(tail);
    if (!match) throw new Error(`not understood: ${tail}`);
    const [, where, order = '', limit] = match;
    const conditions = (where?.split(' AND ') ?? []).map((text) => {
      const [, column = '', how, value = ''] = /^(\w+) (>=|>|=) '([^']*)'$/.exec(text) ?? [];
      const bound = key({ id: value, [column]: value }, column);
      return (row: Item) => {
        const found = less(key(row, column), bound);
        return how === '=' ? found === 0 : how === '>' ? found > 0 : found >= 0;
      };
    });
    asked += 1;
    const turn = rows.length ? (asked * 7) % rows.length : 0;
    const mixed = [...rows.slice(turn), ...rows.slice(0, turn)];
    const answered = mixed.filter((row) => conditions.every((holds) => holds(row)));
    answered.sort((a, b) => less(key(a, order), key(b, order)));
    return Promise.resolve(answered.slice(0, Number(limit)));
  };
}

async function walk(
  page: (cursor: Json | undefined) => Promise<Page<Item>>,
): Promise<{ items: Item[]; pages: number }> {
  const items: Item[] = [];
  for (let pages = 1, cursor: Json | undefined; ; pages += 1) {
    const { items: found, next } = await page(cursor);
    items.push(...found);
    if (next === undefined) return { items, pages };
    if (pages > 500) throw new Error('does not end');
    cursor = JSON.parse(JSON.stringify(next)) as Json;
  }
}

const ids = (items: Item[]): string[] => items.map(({ id }) => id);
const asked = (cursor: Json | undefined, size: number) => ({ size, ...(cursor !== undefined && { cursor }) });

describe('vtiger: paging', () => {
  it('V-7: an incremental pass gives each changed row once, oldest first, ties or not', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), fc.nat(50), async (rows, size, shuffle) => {
        const ask = server(rows, { shuffle });
        const from = time(2);
        const { items } = await walk((cursor) => pageSince(ask, asked(cursor, size), from));
        const times = items.map(({ modifiedtime }) => String(modifiedtime));
        expect(times).to.deep.equal([...times].sort());
        const changed = rows.filter(({ modifiedtime }) => String(modifiedtime) >= from);
        expect(ids(items).sort()).to.deep.equal(ids(changed).sort());
      }),
    );
  });

  it('V-7: offset pages over the same server do lose rows, so that the property can fail', async () => {
    const rows = Array.from({ length: 20 }, (_, index): Item => ({
      id: `12x${index + 1}`,
      modifiedtime: since,
    }));
    const ask = server(rows);
    const seen = new Set<string>();
    for (let offset = 0; offset < 20; offset += 5)
      for (const { id } of (await ask(`ORDER BY modifiedtime LIMIT ${offset + 5};`)).slice(offset))
        seen.add(id);
    expect(seen.size).to.be.lessThan(20);
  });

  it('V-7: a row that changes during the pass is given at its new time and nobody is lost', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 2, max: 9 }), async (rows, size) => {
        const live = rows.map((row) => ({ ...row }));
        let pages = 0;
        const { items } = await walk((cursor) => {
          const victim = live[(pages += 1) % Math.max(live.length, 1)];
          if (victim && pages < 6) victim['modifiedtime'] = `2026-06-01 10:00:0${pages}`;
          return pageSince(server(live), asked(cursor, size), time(0));
        });
        expect([...new Set(ids(items))].sort()).to.deep.equal(ids(rows).sort());
      }),
    );
  });

  it('V-7: a full pass by id gives each row once, whether ids compare as numbers or as text', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (rows, size, textual) => {
        const { items } = await walk((cursor) => pageById(server(rows, { textual }), asked(cursor, size)));
        expect(ids(items).sort()).to.deep.equal(ids(rows).sort());
      }),
    );
  });

  it('V-6: never asks for more than 100 rows, and ends at a short page', async () => {
    const rows = Array.from({ length: 250 }, (_, index): Item => ({
      id: `12x${index + 1}`,
      modifiedtime: since,
    }));
    const tails: string[] = [];
    const ask: Ask = (tail) => {
      tails.push(tail);
      return server(rows)(tail);
    };
    const full = await walk((cursor) => pageById(ask, asked(cursor, 1000)));
    expect(full).to.have.property('pages', 3);
    expect(tails[0]).to.equal('ORDER BY id LIMIT 100;');
    expect(tails[1]).to.equal("WHERE id > '12x100' ORDER BY id LIMIT 100;");
    expect(ids(await allById(server(rows))).length).to.equal(250);
    expect(ids((await walk((cursor) => pageSince(ask, asked(cursor, 1000), since))).items).length).to.equal(
      250,
    );
  });

  it('V-10: text comes back from its quoted form, and text with a backslash is refused', () => {
    const content = (literal: string): string => {
      expect(literal).to.match(/^'(?:[^']|'')*'$/s);
      return literal.slice(1, -1).replaceAll("''", "'");
    };
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^['\\;x ]*$/)), (text) => {
        if (text.includes('\\')) expect(() => quote(text)).to.throw(/backslash/);
        else expect(content(quote(text))).to.equal(text);
      }),
    );
    expect(quote("O'Neill")).to.equal("'O''Neill'");
  });
});
