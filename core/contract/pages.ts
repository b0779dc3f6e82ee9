import type { Json } from './json.js';
import type { Page } from './stream.js';

/** A page of a vendor that counts rows: the cursor is how many were read. Ends at a short page. */
export function byOffset<R>({
  cursor,
  size,
  items,
}: {
  cursor: Json | undefined;
  size: number;
  items: R[];
}): Page<R> {
  const offset = (typeof cursor === 'number' ? cursor : 0) + items.length;
  return items.length < size ? { items } : { items, next: offset };
}

/** A page of a vendor that counts pages from 1. Ends at a short page. */
export function byNumber<R>({
  cursor,
  size,
  items,
}: {
  cursor: Json | undefined;
  size: number;
  items: R[];
}): Page<R> {
  const page = typeof cursor === 'number' ? cursor : 1;
  return items.length < size ? { items } : { items, next: page + 1 };
}

/** A page ordered by a key: the cursor is the last key seen. Ends at a short page. */
export function byKey<R>({
  size,
  items,
  key,
}: {
  size: number;
  items: R[];
  key: (item: R) => string;
}): Page<R> {
  const last = items.at(-1);
  return last === undefined || items.length < size ? { items } : { items, next: key(last) };
}
