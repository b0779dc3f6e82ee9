import { Router, type Request } from 'express';

import type { Connections } from '../../connections/connections.js';
import { Fault } from '../../contract/contract.js';
import { PorticoError } from '../../contract/portico-error.js';
import type { Log } from '../../log.js';
import { findFile } from '../../portal/find-file.js';
import { readAs, type PortalDeps } from '../../portal/read-as.js';
import { fetchFile } from '../../records/fetch-file.js';
import { sendProblem } from '../problem.js';

export interface FilesDeps extends PortalDeps {
  connections: Pick<Connections, 'open'>;
  log: Log;
  personOf(request: Request): string | undefined;
}

/**
 * `GET /api/v1/files/<id>`: a file of a record, judged anew at each request (S37), always as an attachment of a type
 * that no browser runs (S36). The vendor is asked after the judgement, outside its transaction.
 */
export function filesRoutes({ connections, log, personOf, ...deps }: FilesDeps): Router {
  const router = Router();
  router.get('/api/v1/files/:id', async (request, response) => {
    response.set('cache-control', 'no-store');
    const personId = personOf(request);
    if (personId === undefined)
      return sendProblem(response, { status: 401, title: 'Nobody is signed in. Sign in first.' });
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const file = await readAs(deps, personId, (reader) => findFile(reader, request.params['id']));
      const connection = await connections.open(file.connectionId);
      const { content } = await fetchFile(deps.database.pool, connection, { ...file, signal: gone.signal });
      response.attachment(file.name).type('application/octet-stream').send(Buffer.from(content));
    } catch (error) {
      if (error instanceof PorticoError && error.code === 'RECORD_NOT_FOUND')
        return sendProblem(response, { status: 404, title: error.message });
      if (gone.signal.aborted) return;
      if (!(error instanceof Fault) && !(error instanceof PorticoError)) throw error;
      log.warn({ code: error.code, ...error.details }, error.message);
      sendProblem(response, {
        status: 502,
        title: 'The file cannot be fetched from its system just now. Try again later.',
      });
    }
  });
  return router;
}
