import { randomUUID } from 'node:crypto';

import type { ErrorRequestHandler } from 'express';

import type { Log } from '../log.js';
import type { PortalViews } from './portal-views.js';
import type { Problem } from './problem.js';
import { tellFailure } from './tell-failure.js';

/** Titles of what express itself finds wrong with a request; its own texts may quote the request. */
const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  413: 'The request is too large.',
  415: 'The request is in a form that is not taken here.',
};

/** What a route threw: the reader gets a sentence and a reference, the log gets the rest (S45). */
export function problemHandler({ log, views }: { log: Log; views: PortalViews }): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const tell = (problem: Problem): void => tellFailure(views, { request, response, problem });
    const status = statusOf(error);
    const title = titles[status];
    if (title) return tell({ status, title });
    const reference = randomUUID();
    // The path alone: a query may carry a token, and so does the address of an invitation (S12).
    const path = request.path.replace(/^\/accept\/.*/, '/accept/…');
    log.error({ err: error, reference, method: request.method, path }, 'a request failed');
    tell({
      status: 500,
      title: 'Something went wrong here.',
      detail: `Try again. If it stays, report it with the reference ${reference}.`,
      reference,
    });
  };
}

function statusOf(error: unknown): number {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? (titles[status] ? status : 400) : 500;
}
