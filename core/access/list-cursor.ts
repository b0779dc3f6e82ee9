import { PorticoError } from '../contract/portico-error.js';

/** The last row of a page: what it was sorted by, and who it is. */
export interface ListCursor {
  /** As text; null where the row has no such value, or the reader may not see it. */
  key: string | null;
  connectionId: string;
  id: string;
}

/** A place in a list, as text for the next request. */
export const writeCursor = ({ key, connectionId, id }: ListCursor): string =>
  Buffer.from(JSON.stringify([key, connectionId, id])).toString('base64url');

/** @throws PorticoError LIST_CURSOR when it is none of ours. */
export function readCursor(text: string): ListCursor {
  try {
    const [key, connectionId, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    if (
      (key === null || typeof key === 'string') &&
      typeof connectionId === 'string' &&
      typeof id === 'string'
    )
      return { key, connectionId, id };
  } catch {
    // Told below, like anything else that is no cursor.
  }
  throw new PorticoError('LIST_CURSOR', 'This list cannot go on from there. Start again at its first page.');
}
