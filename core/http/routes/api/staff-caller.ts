import type { Request, RequestHandler, Response } from 'express';

import type { Clock } from '../../../clock.js';
import type { Connections } from '../../../connections/connections.js';
import { PorticoError } from '../../../contract/portico-error.js';
import type { Database } from '../../../database/open-database.js';
import type { Identity } from '../../../identity/identity.js';
import { findStaffKey } from '../../../identity/staff-keys.js';
import { sendProblem } from '../../problem.js';

export interface StaffApiDeps {
  database: Database;
  connections: Pick<Connections, 'open'>;
  clock: Clock;
  identity: Identity;
}

/** What a program gets for the errors that are its own. */
const statuses: Readonly<Record<string, number>> = {
  BODY_INVALID: 400,
  RECORD_INVALID: 400,
  COMMENT_EMPTY: 400,
  FILE_EMPTY: 400,
  FILE_NAME: 400,
  FILE_TOO_LARGE: 413,
  CONNECTION_UNKNOWN: 404,
  ROW_UNKNOWN: 404,
  ROW_NAME: 404,
  RECORD_UNKNOWN: 404,
  CONNECTION_LEFT: 409,
  RECORD_NOT_KEPT: 409,
};

/**
 * A route for programs that act for staff: `Authorization: Bearer <key>` (RFC 6750), and nothing that a browser sends
 * by itself. Answers what `work` yields as JSON, or 204 for nothing; `who` is the key's name, for the log.
 */
export const staffAnswer =
  (
    deps: StaffApiDeps,
    work: (request: Request, who: string) => Promise<object | undefined>,
    { status = 200 }: { status?: number } = {},
  ): RequestHandler =>
  async (request: Request, response: Response): Promise<void> => {
    response.set('cache-control', 'no-store');
    const key = /^Bearer ([\w-]{43})$/.exec(request.get('authorization') ?? '')?.[1];
    const name = key === undefined ? undefined : await findStaffKey(deps.identity, key);
    if (name === undefined) {
      response.set('www-authenticate', 'Bearer');
      const title = 'The key is missing or not good. Make one by `portico staff add-key`.';
      return sendProblem(response, { status: 401, title });
    }
    try {
      const answer = await work(request, `key ${name}`);
      if (answer === undefined) response.status(204).end();
      else response.status(status).json(answer);
    } catch (error) {
      const known = error instanceof PorticoError ? statuses[error.code] : undefined;
      if (known === undefined || !(error instanceof PorticoError)) throw error;
      sendProblem(response, { status: known, title: error.message });
    }
  };
