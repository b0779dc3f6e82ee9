import { createHash } from 'node:crypto';

const sign = /\s*\[portico-[\da-f]{20}\]\s*$/;

/** What tells a create again, of signs that a query can carry. */
export const markOf = (key: string): string =>
  `portico-${createHash('sha256').update(key).digest('hex').slice(0, 20)}`;

/** A description that carries a mark (§5: edits with `crmid=0` are not idempotent). */
export const withMark = (description: unknown, mark: string): string =>
  [...(typeof description === 'string' && description ? [description] : []), `[${mark}]`].join('\n\n');

/** The description without the mark, for those who read it. */
export const withoutMark = (description: string): string => description.replace(sign, '');
