import { json, Router, type Request } from 'express';

import { recordNotFound } from '../../access/read-record.js';
import { PorticoError } from '../../contract/portico-error.js';
import { readAs, type PortalDeps } from '../../portal/read-as.js';
import { findCompany, type Company } from '../narrow.js';
import { nextTarget } from '../next-target.js';
import { sendProblem } from '../problem.js';
import { textOf } from '../read-body.js';
import { narrowSession, personOf } from '../sessions.js';

/**
 * `PUT /api/v1/session/customer {customer: id | null}`, and `POST /narrow` as a form: shows one company alone,
 * or all of them again.
 */
export function narrowRoutes(deps: PortalDeps): Router {
  const router = Router();
  router.put('/api/v1/session/customer', json({ limit: '10kb' }), async (request, response) => {
    const { customer } = Object(request.body) as { customer?: unknown };
    if (customer !== null && typeof customer !== 'string')
      return sendProblem(response, {
        status: 400,
        title: 'Give the id of a customer of yours, or null for all of them, as "customer".',
      });
    if (personOf(request) === undefined)
      return sendProblem(response, { status: 401, title: 'Nobody is signed in. Sign in first.' });
    try {
      const company = await narrowTo(deps, request, customer ?? undefined);
      const { id, name } = company ?? {};
      response.set('cache-control', 'no-store').json({ customer: company ? { id, name } : null });
    } catch (error) {
      if (!(error instanceof PorticoError) || error.code !== 'RECORD_NOT_FOUND') throw error;
      sendProblem(response, { status: 404, title: error.message });
    }
  });
  router.post('/narrow', async (request, response) => {
    if (personOf(request) !== undefined)
      await narrowTo(deps, request, textOf(request, 'customer') || undefined);
    response.set('cache-control', 'no-store').redirect(303, nextTarget(textOf(request, 'next') || undefined));
  });
  return router;
}

/** @throws PorticoError RECORD_NOT_FOUND for a customer that is not the person's own (S17) */
async function narrowTo(
  deps: PortalDeps,
  request: Request,
  customer: string | undefined,
): Promise<Company | undefined> {
  const person = personOf(request) ?? '';
  const company =
    customer === undefined
      ? undefined
      : await readAs(deps, person, (reader) => findCompany(reader, customer));
  if (customer !== undefined && !company) throw recordNotFound();
  await narrowSession(request, customer);
  return company;
}
