import { Router } from 'express';

import { readMe } from '../../../portal/read-me.js';
import { portalPage, type PageDeps } from '../../portal-page.js';
import { meView } from '../../views/me-view.js';

/** `GET /me`: what a person sees of themselves. */
export function meRoutes(deps: PageDeps): Router {
  const router = Router();
  router.get(
    '/me',
    portalPage(deps, async (reader, _request, around) => meView({ ...around, me: await readMe(reader) })),
  );
  return router;
}
