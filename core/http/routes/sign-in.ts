import { Router, type Request, type Response } from 'express';

import { nextTarget } from '../next-target.js';
import type { PortalViews, SignInForm } from '../portal-views.js';
import { textOf } from '../read-body.js';
import { closeSession, personOf } from '../sessions.js';
import { trySignIn, type TrySignInDeps } from '../try-sign-in.js';

export interface SignInDeps extends TrySignInDeps {
  views: PortalViews;
}

/** `/sign-in` and `/sign-out`: the pages, which work without script. */
export function signInRoutes({ views, ...deps }: SignInDeps): Router {
  const router = Router();
  const show = (response: Response, form: SignInForm, status = 200): void =>
    void response.status(status).set('cache-control', 'no-store').type('html').send(views.signIn(form));

  router.get('/sign-in', (request, response) => {
    const next = askedFor(request);
    if (personOf(request) !== undefined)
      return response.set('cache-control', 'no-store').redirect(303, next ?? '/');
    show(response, { next, ...('accepted' in request.query && { notice: 'accepted' }) });
  });
  router.post('/sign-in', async (request, response) => {
    const next = textOf(request, 'next') || undefined;
    const answer = await trySignIn(deps, request, response);
    if (answer.status === 200) return response.set('cache-control', 'no-store').redirect(303, answer.next);
    if (answer.retryAfter !== undefined) response.set('retry-after', String(answer.retryAfter));
    show(response, { problem: answer.sentence, next: next && nextTarget(next) }, answer.status);
  });
  router.post('/sign-out', async (request, response) => {
    await closeSession(request, response, deps.identity);
    response.set('cache-control', 'no-store').redirect(303, '/sign-in');
  });
  return router;
}

/** The page that a sign-in leads back to (S29). */
function askedFor({ query }: Request): string | undefined {
  const { next } = query;
  return typeof next === 'string' ? nextTarget(next) : undefined;
}
