import { Router, type Request, type Response } from 'express';

import { PorticoError } from '../../contract/portico-error.js';
import { acceptInvitation, readInvitation } from '../../identity/accept.js';
import type { Identity } from '../../identity/identity.js';
import { isBusy } from '../../identity/passwords.js';
import { renewInvitation } from '../../identity/renew-invitation.js';
import type { PortalViews } from '../portal-views.js';
import { textOf } from '../try-sign-in.js';

export interface AcceptDeps {
  identity: Identity;
  views: PortalViews;
}

/**
 * `/accept/<token>`: GET shows what would happen, since mail scanners follow links; POST does it (S11). A link
 * that is over looks the same whatever ended it (S15).
 */
export function acceptRoutes({ identity, views }: AcceptDeps): Router {
  const router = Router();
  router.use('/accept', (_request, response, next) => {
    // The address of this page lets somebody in: it goes into no cache and no Referer (S12).
    response.set({ 'cache-control': 'no-store', 'referrer-policy': 'strict-origin' });
    next();
  });
  router
    .route('/accept/:token')
    .get((request, response) => show(request, response))
    .post(async (request, response) => {
      if (textOf(request, 'renew') !== '') return renew(request, response);
      try {
        const accepted = await acceptInvitation(identity, {
          token: tokenOf(request),
          password: textOf(request, 'password'),
          address: request.ip,
        });
        if (accepted) return response.redirect(303, '/sign-in?accepted');
        await show(request, response);
      } catch (error) {
        if (isBusy(error)) {
          response.set('retry-after', '5');
          return show(request, response, 503, 'Many people are signing in just now. Try again soon.');
        }
        if (!(error instanceof PorticoError) || !error.code.startsWith('PASSWORD_')) throw error;
        await show(request, response, 422, error.message);
      }
    });
  return router;

  /** The same answer whether there was something to renew or not (S14). */
  async function renew(request: Request, response: Response): Promise<void> {
    await renewInvitation(identity, tokenOf(request));
    response.type('html').send(views.accept({ hubName: identity.hubName, state: 'renewed' }));
  }

  async function show(request: Request, response: Response, status = 200, problem?: string): Promise<void> {
    const open = await readInvitation(identity, tokenOf(request));
    const { hubName } = identity;
    const markup = open
      ? views.accept({
          hubName,
          state: open.choosesPassword ? 'password' : 'join',
          address: open.address,
          ...(problem !== undefined && { problem }),
        })
      : views.accept({ hubName, state: 'over', renews: identity.mails });
    response
      .status(open ? status : 410)
      .type('html')
      .send(markup);
  }
}

const tokenOf = ({ params }: Request): string => {
  const { token } = params;
  return typeof token === 'string' ? token : '';
};
