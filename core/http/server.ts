import express, { urlencoded, type Express, type Router } from 'express';
import helmet from 'helmet';

import type { HubConfig } from '../contract/generated/config.js';
import { createPassport } from './create-passport.js';
import { ownOriginOnly } from './own-origin.js';
import type { PortalViews } from './portal-views.js';
import { problemHandler } from './problem-handler.js';
import { notFound } from './problem.js';
import { acceptRoutes } from './routes/accept.js';
import { staffRecordsApi } from './routes/api/staff-records.js';
import { healthRoutes, type HealthDeps } from './routes/health.js';
import { hooksRoutes, type HooksDeps } from './routes/hooks.js';
import { metricsRoutes, type MetricsDeps } from './routes/metrics.js';
import { sessionRoutes } from './routes/session.js';
import { signInRoutes } from './routes/sign-in.js';
import { sessions, type SessionsDeps } from './sessions.js';
import { styledViews } from './styled-views.js';

export type AppDeps = HealthDeps &
  HooksDeps &
  MetricsDeps &
  Omit<SessionsDeps, 'passport'> &
  Pick<HubConfig, 'trustProxy'> & {
    /** In a company's look; without it in Portico's own. */
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
  app.use(healthRoutes(deps), metricsRoutes(deps), hooksRoutes(deps), staffRecordsApi(deps));
  // From here on somebody may be signed in, and nothing is changed from another site's page.
  const { identity, views = styledViews({}) } = deps;
  const passport = createPassport(identity);
  app.use(sessions({ ...deps, passport }), urlencoded({ extended: false, limit: '100kb' }));
  app.use(ownOriginOnly({ ...identity, views }));
  const doors = { identity, passport, views };
  app.use(sessionRoutes(doors), signInRoutes(doors), acceptRoutes(doors));
  if (deps.portal) app.use(deps.portal);
  app.use(notFound);
  app.use(problemHandler({ log: deps.log, views }));
  return app;
}
