import { Router } from 'express';

import type { HubConfig } from '../../../contract/generated/config.js';
import { readHome } from '../../../portal/read-home.js';
import { portalPage, type PageDeps } from '../../portal-page.js';
import { homeView } from '../../views/home-view.js';

export type HomeDeps = PageDeps & Pick<HubConfig, 'branding' | 'landing'>;

/** `GET /`: the landing page of the company's choice. */
export function homeRoutes({ branding, landing = 'modules', ...deps }: HomeDeps): Router {
  const router = Router();
  const welcome = landing === 'welcome' ? branding?.texts?.['welcome'] : undefined;
  const page = portalPage(deps, async (reader, _request, around) =>
    homeView({ ...around, cards: await readHome(reader, { customers: reader.company?.customers }), welcome }),
  );
  router.get('/', (request, response) => {
    if (landing === 'me' && deps.personOf(request) !== undefined) return response.redirect(303, '/me');
    return page(request, response);
  });
  return router;
}
