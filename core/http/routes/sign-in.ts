import { Router, type Response } from 'express';

import type { Identity } from '../../identity/identity.js';
import type { PortalViews, SignInForm } from '../portal-views.js';
import { closeSession } from '../sessions.js';
import { trySignIn } from '../try-sign-in.js';

export interface SignInDeps {
  identity: Identity;
  views: PortalViews;
}

/** `/sign-in` and `/sign-out`: the pages, which work without script. */
export function signInRoutes({ identity, views }: SignInDeps): Router {
  const router = Router();
  const { hubName } = identity;
  const show = (response: Response, form: Omit<SignInForm, 'hubName'>, status = 200): void =>
    void response
      .status(status)
      .set('cache-control', 'no-store')
      .type('html')
      .send(views.signIn({ hubName, ...form }));

  router.get('/sign-in', (request, response) =>
    show(
      response,
      'accepted' in request.query ? { notice: 'Your access is ready. Sign in with your password.' } : {},
    ),
  );
  router.post('/sign-in', async (request, response) => {
    const answer = await trySignIn(identity, request);
    if (answer.status === 200) return response.set('cache-control', 'no-store').redirect(303, answer.next);
    if (answer.retryAfter !== undefined) response.set('retry-after', String(answer.retryAfter));
    show(response, { problem: answer.sentence }, answer.status);
  });
  router.post('/sign-out', async (request, response) => {
    await closeSession(request, response, identity);
    response.set('cache-control', 'no-store').redirect(303, '/sign-in');
  });
  return router;
}
