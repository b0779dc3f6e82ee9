import express, { urlencoded, type Express, type Router } from 'express';
import helmet from 'helmet';

import type { HubConfig } from '../contract/generated/config.js';
import { ownOriginOnly } from './own-origin.js';
import { plainViews } from './plain-views.js';
import type { PortalViews } from './portal-views.js';
import { notFound, problemHandler } from './problem.js';
import { acceptRoutes } from './routes/accept.js';
import { healthRoutes, type HealthDeps } from './routes/health.js';
import { hooksRoutes, type HooksDeps } from './routes/hooks.js';
import { metricsRoutes, type MetricsDeps } from './routes/metrics.js';
import { sessionRoutes } from './routes/session.js';
import { signInRoutes } from './routes/sign-in.js';
import { sessions, type SessionsDeps } from './sessions.js';

export type AppDeps = HealthDeps &
  HooksDeps &
  MetricsDeps &
  SessionsDeps &
  Pick<HubConfig, 'trustProxy'> & {
    views?: PortalViews;
    /** The portal's pages; without them only machines are served. */
    portal?: Router | undefined;
  };

/** Everything that is served, as one app without a port. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  // Said explicitly, or a forged X-Forwarded-For would pass for the address (S19).
  app.set('trust proxy', deps.trustProxy ?? false);
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'self'"],
          'img-src': ["'self'", 'data:'],
          'object-src': ["'none'"],
          'base-uri': ["'none'"],
          'form-action': ["'self'"],
          'frame-ancestors': ["'none'"],
        },
      },
      referrerPolicy: { policy: 'same-origin' },
    }),
  );
  app.use(healthRoutes(deps), metricsRoutes(deps), hooksRoutes(deps));
  // From here on somebody may be signed in, and nothing is changed from another site's page.
  const { identity, views = plainViews } = deps;
  app.use(sessions(deps), urlencoded({ extended: false, limit: '100kb' }), ownOriginOnly(identity));
  app.use(sessionRoutes({ identity }), signInRoutes({ identity, views }), acceptRoutes({ identity, views }));
  if (deps.portal) app.use(deps.portal);
  app.use(notFound);
  app.use(problemHandler(deps.log));
  return app;
}
