import { Router } from 'express';

import { createHubMetrics } from '../../metrics/hub-metrics.js';
import type { Database } from '../../database/open-database.js';

export interface MetricsDeps {
  database: Pick<Database, 'pool'>;
}

/** `/metrics`: for Prometheus. */
export function metricsRoutes({ database }: MetricsDeps): Router {
  const router = Router();
  const metrics = createHubMetrics(database);
  router.get('/metrics', async (_request, response) => {
    const text = await metrics.read();
    response.set({ 'content-type': metrics.contentType, 'cache-control': 'no-store' }).send(text);
  });
  return router;
}
