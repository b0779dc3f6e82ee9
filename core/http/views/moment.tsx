import type { VNode } from 'preact';

import { formatDate } from './format.js';

/** A day or a moment, for people and for machines. */
export function Moment({ at, zone }: { at: unknown; zone: string }): VNode {
  const text = at instanceof Date ? at.toISOString() : String(at);
  return <time dateTime={text}>{formatDate(text, zone)}</time>;
}
