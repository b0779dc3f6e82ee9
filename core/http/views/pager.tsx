import type { VNode } from 'preact';

import { newerHref, olderHref, type ListRequest } from '../list-request.js';
import { en } from '../messages/en.js';

interface PagerProps {
  path: string;
  asked: ListRequest;
  next: string | undefined;
  /** Is the list by date, newest first? */
  byDate?: boolean;
}

/** The ways to the pages before and after; nothing where one page is all. */
export function Pager({ path, asked, next, byDate = asked.sort === undefined }: PagerProps): VNode | null {
  const before = newerHref(path, asked);
  if (!before && next === undefined) return null;
  const [first, back, on] = byDate ? [en.newest, en.newer, en.older] : [en.first, en.previous, en.next];
  return (
    <nav class="pager" aria-label={en.pages}>
      {before && (
        <a class="button" rel="prev" href={before.href}>
          <span aria-hidden="true">← </span>
          {before.isFirst ? first : back}
        </a>
      )}
      {next !== undefined && (
        <a class="button on" rel="next" href={olderHref(path, asked, next)}>
          {on}
          <span aria-hidden="true"> →</span>
        </a>
      )}
    </nav>
  );
}
