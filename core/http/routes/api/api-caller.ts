import type { Request, Response } from 'express';

import { PorticoError } from '../../../contract/portico-error.js';
import { readAs, type PortalDeps } from '../../../portal/read-as.js';
import { narrow, type NarrowedReader } from '../../narrow.js';
import { sendProblem } from '../../problem.js';
import { customerOf } from '../../sessions.js';

export interface ApiDeps extends PortalDeps {
  personOf(request: Request): string | undefined;
}

/** What a caller gets for the errors that are theirs. */
const statuses: Readonly<Record<string, number>> = {
  RECORD_NOT_FOUND: 404,
  OUTSIDE_COMPANY: 409,
  LIST_CURSOR: 400,
  QUERY_REPEATED: 400,
  QUERY_TOO_LONG: 400,
  QUERY_INVALID: 400,
};

/** A route of the API: reads as the person who is signed in, answers as JSON. */
export const apiAnswer =
  (deps: ApiDeps, read: (reader: NarrowedReader, request: Request) => Promise<object>) =>
  async (request: Request, response: Response): Promise<void> => {
    const personId = deps.personOf(request);
    if (personId === undefined)
      return sendProblem(response, { status: 401, title: 'Nobody is signed in. Sign in first.' });
    try {
      const answer = await readAs(deps, personId, async (reader) =>
        read(await narrow(reader, customerOf(request)), request),
      );
      response.set('cache-control', 'no-store').json(answer);
    } catch (error) {
      const status = error instanceof PorticoError ? statuses[error.code] : undefined;
      if (status === undefined || !(error instanceof PorticoError)) throw error;
      sendProblem(response, { status, title: error.message });
    }
  };
