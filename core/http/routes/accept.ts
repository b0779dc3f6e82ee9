import { Router, type Request, type Response } from 'express';

import { PorticoError } from '../../contract/portico-error.js';
import { acceptInvitation, readInvitation } from '../../identity/accept.js';
import type { Identity } from '../../identity/identity.js';
import { isBusy } from '../../identity/passwords.js';
import { renewInvitation } from '../../identity/renew-invitation.js';
import { en } from '../messages/en.js';
import type { AcceptForm, FormProblem, PortalViews } from '../portal-views.js';
import { hasField, textOf } from '../read-body.js';

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
      if (differs(request)) return show(request, response, { status: 422, problem: notTheSame });
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
          return show(request, response, { status: 503, problem: { sentence: en.busy } });
        }
        if (!(error instanceof PorticoError) || !error.code.startsWith('PASSWORD_')) throw error;
        const problem: FormProblem = { field: 'password', sentence: error.message };
        await show(request, response, { status: 422, problem });
      }
    });
  return router;

  /** The same answer whether there was something to renew or not (S14). */
  async function renew(request: Request, response: Response): Promise<void> {
    await renewInvitation(identity, tokenOf(request));
    response.type('html').send(views.accept({ state: 'renewed' }));
  }

  async function show(
    request: Request,
    response: Response,
    { status = 200, problem }: { status?: number; problem?: FormProblem } = {},
  ): Promise<void> {
    const open = await readInvitation(identity, tokenOf(request));
    const form: AcceptForm = open ? { ...open, problem } : { state: 'over', renews: identity.mails };
    response
      .status(open ? status : 410)
      .type('html')
      .send(views.accept(form));
  }
}

const notTheSame: FormProblem = { field: 'repeat', sentence: en.notTheSame };

/** The page asks for the password twice; a program need not. */
const differs = (request: Request): boolean =>
  hasField(request, 'repeat') && textOf(request, 'repeat') !== textOf(request, 'password');

const tokenOf = ({ params }: Request): string => {
  const { token } = params;
  return typeof token === 'string' ? token : '';
};
