import { json, Router } from 'express';

import { sendProblem } from '../problem.js';
import { closeSession } from '../sessions.js';
import { trySignIn, type TrySignInDeps } from '../try-sign-in.js';

/** `POST|DELETE /api/v1/session`: signing in and out, as JSON. */
export function sessionRoutes(deps: TrySignInDeps): Router {
  const router = Router();
  router.post('/api/v1/session', json({ limit: '10kb' }), async (request, response) => {
    const answer = await trySignIn(deps, request, response);
    response.set('cache-control', 'no-store');
    if (answer.status === 200) return void response.json({ next: answer.next });
    if (answer.retryAfter !== undefined) response.set('retry-after', String(answer.retryAfter));
    sendProblem(response, { status: answer.status, title: answer.sentence });
  });
  router.delete('/api/v1/session', async (request, response) => {
    await closeSession(request, response, deps.identity);
    response.set('cache-control', 'no-store').status(204).end();
  });
  return router;
}
