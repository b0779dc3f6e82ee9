import { Router, type Request } from 'express';

import type { Connections } from '../connections/connections.js';
import type { HubConfig } from '../contract/generated/config.js';
import type { Log } from '../log.js';
import type { PortalDeps } from '../portal/read-as.js';
import { siteOf, type PageDeps } from './portal-page.js';
import { meApi } from './routes/api/me.js';
import { recordsApi } from './routes/api/records.js';
import { filesRoutes } from './routes/files.js';
import { assetsRoutes } from './routes/assets.js';
import { customersRoutes } from './routes/portal/customers.js';
import { narrowRoutes } from './routes/narrow.js';
import { homeRoutes } from './routes/portal/home.js';
import { meRoutes } from './routes/portal/me.js';
import { failedPage, missingPage } from './routes/portal/page-errors.js';
import { recordsRoutes } from './routes/portal/records.js';
import { styleSheets } from './style-sheets.js';

export type PortalRoutesDeps = PortalDeps &
  Pick<HubConfig, 'branding' | 'landing' | 'links'> & {
    log: Log;
    connections: Pick<Connections, 'open'>;
    personOf(request: Request): string | undefined;
    csrfOf?(request: Request): string | undefined;
  };

/** The portal: pages, their style sheets, the same as JSON. Mount it last: it answers what is not there, too. */
export function portalRoutes({ branding, landing, links, ...deps }: PortalRoutesDeps): Router {
  const sheets = styleSheets(branding?.colours);
  const site = siteOf({ ...(branding && { branding }), ...(links && { links }) }, sheets);
  const page: PageDeps = { ...deps, site };
  const router = Router();
  router.use(assetsRoutes({ sheets }), recordsApi(deps), meApi(deps), narrowRoutes(deps), filesRoutes(deps));
  router.use(
    homeRoutes({ ...page, ...(branding && { branding }), ...(landing && { landing }) }),
    recordsRoutes(page),
    customersRoutes(page),
    meRoutes(page),
  );
  const errors = { ...page, log: deps.log };
  router.use(missingPage(errors), failedPage(errors));
  return router;
}
