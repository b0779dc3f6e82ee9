import { json, Router } from 'express';

import type { Identity } from '../../identity/identity.js';
import { sendProblem } from '../problem.js';
import { closeSession } from '../sessions.js';
import { trySignIn } from '../try-sign-in.js';

export interface SessionDeps {
  identity: Identity;
}

/** `POST|DELETE /api/v1/session`: signing in and out, as JSON. */
export function sessionRoutes({ identity }: SessionDeps): Router {
  const router = Router();
  router.post('/api/v1/session', json({ limit: '10kb' }), async (request, response) => {
    const answer = await trySignIn(identity, request);
    response.set('cache-control', 'no-store');
    if (answer.status === 200) return void response.json({ next: answer.next });
    if (answer.retryAfter !== undefined) response.set('retry-after', String(answer.retryAfter));
    sendProblem(response, { status: answer.status, title: answer.sentence });
  });
  router.delete('/api/v1/session', async (request, response) => {
    await closeSession(request, response, identity);
    response.set('cache-control', 'no-store').status(204).end();
  });
  return router;
}
