import { randomUUID } from 'node:crypto';

import type { ErrorRequestHandler, RequestHandler, Response } from 'express';

import type { Log } from '../log.js';

/** An error answer as RFC 9457 has it. */
export interface Problem {
  status: number;
  title: string;
  detail?: string;
  /** What a person quotes to find the log's line about it. */
  reference?: string;
}

export function sendProblem(response: Response, problem: Problem): void {
  response
    .status(problem.status)
    .set('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', ...problem }));
}

/** What no route has taken. */
export const notFound: RequestHandler = (_request, response) =>
  sendProblem(response, { status: 404, title: 'There is nothing here.' });

/** Titles of what express itself finds wrong with a request; its own texts may quote the request. */
const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  413: 'The request is too large.',
  415: 'The request is in a form that is not taken here.',
};

/** What a route threw: the reader gets a sentence and a reference, the log gets the rest (S45). */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    const title = titles[status];
    if (title) return sendProblem(response, { status, title });
    const reference = randomUUID();
    // The path alone: a query may carry a token, and so does the address of an invitation (S12).
    const path = request.path.replace(/^\/accept\/.*/, '/accept/…');
    log.error({ err: error, reference, method: request.method, path }, 'a request failed');
    sendProblem(response, {
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
