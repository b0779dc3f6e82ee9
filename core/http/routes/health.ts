import { Router } from 'express';

import { pendingMigrations } from '../../database/migrate.js';
import type { Database } from '../../database/open-database.js';
import { sendProblem } from '../problem.js';

export interface HealthDeps {
  database: Database;
}

const patienceMs = 3000;

/** `/healthz`: the process lives. `/readyz`: its database answers and has this version's schema. */
export function healthRoutes({ database }: HealthDeps): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.set('cache-control', 'no-store').json({ status: 'alive' });
  });
  router.get('/readyz', async (_request, response) => {
    const title = await findObstacle(database);
    if (title) return sendProblem(response, { status: 503, title });
    response.set('cache-control', 'no-store').json({ status: 'ready' });
  });
  return router;
}

async function findObstacle(database: Database): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string[]>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), patienceMs);
  });
  try {
    const pending = await Promise.race([pendingMigrations(database), late]);
    return pending.length ? 'The database lacks migrations. Run `portico migrate`.' : undefined;
  } catch {
    // Who asks is anybody; the log of the process that uses the database says more.
    return 'The database does not answer, or is of another version.';
  } finally {
    clearTimeout(timer);
  }
}
