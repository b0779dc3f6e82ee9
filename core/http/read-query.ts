import { PorticoError } from '../contract/portico-error.js';

/** What a request asks for behind its `?`, each name once, but for those that are lists. */
export interface GivenQuery {
  /** Trimmed; empty is as good as not given. */
  one(name: string): string | undefined;
  many(name: string): string[];
}

const longest = 500;
const mostValues = 50;

/**
 * Reads the query of a URL. Names in `lists` may be repeated, and nothing else (S47).
 * @throws PorticoError QUERY_REPEATED, QUERY_TOO_LONG
 */
export function readQuery(url: string, { lists = [] }: { lists?: readonly string[] } = {}): GivenQuery {
  const start = url.indexOf('?');
  const given = new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
  for (const name of new Set(given.keys())) {
    const values = given.getAll(name);
    if (values.length > (lists.includes(name) ? mostValues : 1))
      throw new PorticoError('QUERY_REPEATED', 'A parameter of this address is given too often.');
    if (name !== 'trail' && values.some((value) => value.length > longest))
      throw new PorticoError('QUERY_TOO_LONG', 'A parameter of this address is too long.');
  }
  return {
    one: (name) => given.get(name)?.trim() || undefined,
    many: (name) => [...new Set(given.getAll(name).filter((value) => value !== ''))],
  };
}
