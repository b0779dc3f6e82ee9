import type { RequestHandler, Response } from 'express';

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
