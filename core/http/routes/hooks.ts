import { raw, Router } from 'express';

import type { Clock } from '../../clock.js';
import type { Connection } from '../../connections/connection.js';
import type { Connections } from '../../connections/connections.js';
import { PorticoError } from '../../contract/portico-error.js';
import type { Database } from '../../database/open-database.js';
import { storeHints } from '../../hooks/store-hints.js';
import { readHints } from '../../hooks/read-hints.js';
import type { Log } from '../../log.js';
import { sendProblem } from '../problem.js';

export interface HooksDeps {
  database: Database;
  connections: Pick<Connections, 'open'>;
  clock: Clock;
  log: Log;
}

/**
 * `POST /hooks/<connection>`: a vendor says that something changed. What its plugin cannot verify, for
 * whatever reason, is the same 401 (S42); what it can is stored as a hint, to be read again, and answered
 * 202.
 */
export function hooksRoutes(deps: HooksDeps): Router {
  const router = Router();
  // The signature is over the bytes as they came: nothing is unpacked, whatever its content type.
  const body = raw({ type: () => true, limit: '1mb', inflate: false });
  router.post('/hooks/:connection', body, async (request, response) => {
    const given: unknown = request.body;
    const bytes = Buffer.isBuffer(given) ? given : Buffer.alloc(0);
    const connection = await findConnection(deps, request.params['connection']);
    const { webhooks } = connection?.plugin ?? {};
    const isGenuine =
      connection &&
      webhooks?.verify({
        headers: request.headers,
        body: bytes,
        settings: connection.settings,
        now: deps.clock.now(),
      });
    if (!isGenuine)
      return sendProblem(response, { status: 401, title: 'The signature is missing or not right.' });
    const hints = readHints(connection, bytes, deps.log);
    await storeHints(deps.database.pool, connection, hints);
    response.status(202).end();
  });
  return router;
}

/** Undefined where there is none that could take a hook; who asks is not told why. */
async function findConnection({ connections, log }: HooksDeps, id: string): Promise<Connection | undefined> {
  try {
    return await connections.open(id);
  } catch (error) {
    if (!(error instanceof PorticoError)) throw error;
    log.debug({ code: error.code }, 'a webhook came for a connection that cannot take it');
    return undefined;
  }
}
