import type { Connection } from '../connections/connection.js';
import type { Log } from '../log.js';
import { checkStreams } from '../sync/check-streams.js';
import { noFacts } from '../sync/discover.js';

/** What a webhook points at: an item of a stream, to be read again. */
export interface Hint {
  stream: string;
  id: string;
}

/** An id as vendors have them; what is longer, or has control characters in it, is none. */
const saneId = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/**
 * The hints in a webhook that has been verified, those alone that can be read again. One that its plugin
 * cannot make sense of yields none: the next run finds the change.
 */
export function readHints(connection: Connection, body: Buffer, log: Log): Hint[] {
  const { plugin, settings, facts = noFacts } = connection;
  try {
    const streams = checkStreams(plugin, facts, settings);
    const events = plugin.webhooks?.events(parseBody(body), { settings, facts }) ?? [];
    const hints = events.filter(
      ({ stream, id }) =>
        typeof id === 'string' && saneId.test(id) && Object.hasOwn(streams, stream) && streams[stream]?.read,
    );
    return [...new Map(hints.map((hint) => [`${hint.stream} ${hint.id}`, hint])).values()];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log.warn(
      { connection: connection.id, error: connection.redact(message) },
      'a webhook could not be understood',
    );
    return [];
  }
}

/** JSON, or else the text itself: a vendor that sends something else has a plugin that knows. */
function parseBody(body: Buffer): unknown {
  const text = body.toString('utf8');
  try {
    // Without what could become a prototype somewhere on its way (S47).
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value)) as unknown;
  } catch {
    return text;
  }
}
