import { randomUUID } from 'node:crypto';

import type { ErrorRequestHandler, Request, RequestHandler } from 'express';

import { PorticoError } from '../../../contract/portico-error.js';
import type { Log } from '../../../log.js';
import { readAs } from '../../../portal/read-as.js';
import { isForPeople } from '../../is-for-people.js';
import { narrow } from '../../narrow.js';
import { nextTarget } from '../../next-target.js';
import { aroundOf, type PageDeps } from '../../portal-page.js';
import { sendPage } from '../../send-page.js';
import { customerOf } from '../../sessions.js';
import { badRequestView, errorView, notFoundView, outsideView } from '../../views/error-view.js';
import type { Around } from '../../views/layout.js';

export type PageErrorDeps = PageDeps & { log: Log };

/** Sentences of ours that say what to change in an address. */
const badRequests = new Set(['QUERY_REPEATED', 'QUERY_TOO_LONG', 'LIST_CURSOR']);

/** The page for what no route has taken; programs get their answer elsewhere. */
export const missingPage =
  (deps: PageErrorDeps): RequestHandler =>
  async (request, response, next) => {
    if (request.method !== 'GET' || !isForPeople(request)) return next();
    sendPage(response, notFoundView(await around(deps, request)), 404);
  };

/** Pages for what went wrong: a sentence and, where nobody foresaw it, a reference (S45). */
export const failedPage =
  (deps: PageErrorDeps): ErrorRequestHandler =>
  async (error: unknown, request, response, next) => {
    if (response.headersSent || request.path.startsWith('/api/')) return next(error);
    const code = error instanceof PorticoError ? error.code : undefined;
    if (code === 'RECORD_NOT_FOUND')
      return sendPage(response, notFoundView(await around(deps, request)), 404);
    if (code === 'OUTSIDE_COMPANY') {
      const next = nextTarget(request.originalUrl);
      return sendPage(response, outsideView({ ...(await around(deps, request)), next }), 409);
    }
    if (error instanceof PorticoError && badRequests.has(error.code)) {
      const sentence = error.message;
      return sendPage(response, badRequestView({ ...(await around(deps, request)), sentence }), 400);
    }
    if (!isForPeople(request)) return next(error);
    const reference = randomUUID();
    // The path alone: a query may carry what was searched for.
    deps.log.error({ err: error, reference, method: request.method, path: request.path }, 'a page failed');
    // Without the navigation: what it is made of may be what failed.
    sendPage(response, errorView({ site: deps.site, reference }), 500);
  };

async function around(deps: PageErrorDeps, request: Request): Promise<Around> {
  const personId = deps.personOf(request);
  if (personId === undefined) return { site: deps.site };
  return readAs(deps, personId, async (reader) =>
    aroundOf(deps, await narrow(reader, customerOf(request)), request),
  );
}
