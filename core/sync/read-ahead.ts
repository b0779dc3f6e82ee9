import { createHash } from 'node:crypto';

import { Fault, type Json } from '../contract/contract.js';
import type { ReadPage } from './read-page.js';

/** So much may wait to be applied: enough to keep the database busy, little enough to stay small in memory. */
const mostItems = 400;

/** Pages that are read while others are applied. */
export interface PageSource {
  /** What has come since the last call, as one page; waits for the first. A failure comes after what preceded it. */
  take(): Promise<ReadPage>;
  /** Nobody takes any more. */
  stop(): void;
}

/**
 * Reads the pages of a pass one after another, ahead of their being applied. A vendor that is slower than the
 * database is applied page by page; one that is faster fills a larger page, so that its items share the cost of
 * a transaction. Nothing is kept of what was read and not applied: it is read again from the cursor.
 */
export function readAhead(
  name: string,
  read: (cursor: Json | undefined) => Promise<ReadPage>,
  from: Json | undefined,
): PageSource {
  let waiting: ReadPage[] = [];
  let failure: { error: unknown } | undefined;
  let isOver = false;
  let wake = (): void => undefined;
  const prints = new Set<string>();
  const changed = (): Promise<void> => new Promise((resolve) => (wake = resolve));
  const count = (): number => waiting.reduce((sum, page) => sum + Math.max(1, sizeOf(page)), 0);

  async function readOn(): Promise<void> {
    for (let cursor = from; !isOver;) {
      const page = await read(cursor);
      refuseRound(name, page, prints);
      waiting.push(page);
      isOver ||= page.next === undefined || page.unchanged;
      cursor = page.next;
      wake();
      while (!isOver && count() >= mostItems) await changed();
    }
  }
  readOn().catch((error: unknown) => {
    failure = { error };
    wake();
  });

  return {
    async take() {
      while (!waiting.length && !failure) await changed();
      const pages = waiting;
      waiting = [];
      wake();
      if (!pages.length && failure) throw failure.error;
      return pages.reduce(join);
    },
    stop() {
      isOver = true;
      wake();
    },
  };
}

const sizeOf = ({ items, refs }: ReadPage): number => items.length + (refs?.length ?? 0);

/** Two pages that follow each other, as one. */
function join(first: ReadPage, second: ReadPage): ReadPage {
  return {
    items: [...first.items, ...second.items],
    refs: first.refs && second.refs ? [...first.refs, ...second.refs] : (first.refs ?? second.refs),
    gone: [...first.gone, ...second.gone],
    next: second.next,
    total: second.total ?? first.total,
    // What a pass hands over is its first page's word.
    state: first.state,
    unchanged: second.unchanged,
    newest: later(first.newest, second.newest),
    closed: later(first.closed, second.closed),
  };
}

const later = (one: Date | undefined, other: Date | undefined): Date | undefined =>
  !one || (other && other > one) ? other : one;

/** A vendor that gives one page again and again under new cursors would never end. */
function refuseRound(name: string, { items, refs, next }: ReadPage, prints: Set<string>): void {
  if (next === undefined) return;
  const ids = refs ? refs.map(({ id }) => id) : items.map(({ id }) => id);
  const print = createHash('sha256').update(ids.join('\n')).digest('base64url').slice(0, 16);
  if (prints.has(print))
    throw new Fault(
      'contract',
      `${name}: the vendor gave the same page twice in one pass (${ids.length} items, the first is "${ids[0] ?? 'none'}"), as if its pages never ended. What was read before is kept; check the vendor's paging.`,
    );
  prints.add(print);
}
