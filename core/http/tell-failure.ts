import type { Request, Response } from 'express';

import { isForPeople } from './is-for-people.js';
import type { PortalViews } from './portal-views.js';
import { sendProblem, type Problem } from './problem.js';

/** Answers what went wrong: a page for people, a problem for programs. */
export function tellFailure(
  views: PortalViews | undefined,
  { request, response, problem }: { request: Request; response: Response; problem: Problem },
): void {
  if (!views || !isForPeople(request)) return sendProblem(response, problem);
  const { status, reference } = problem;
  response
    .status(status)
    .set('cache-control', 'no-store')
    .type('html')
    .send(views.failed({ status, reference }));
}
