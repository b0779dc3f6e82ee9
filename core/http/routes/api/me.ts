import { Router } from 'express';

import type { VisibleRow } from '../../../portal/read-visible.js';
import { readMe } from '../../../portal/read-me.js';
import { apiAnswer, type ApiDeps } from './api-caller.js';

/** `GET /api/v1/me`: who is signed in, and as whom they act where. */
export function meApi(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/api/v1/me',
    apiAnswer(deps, async (reader) => {
      const { id, person, accesses } = await readMe(reader);
      const { company } = reader;
      return {
        id,
        ...person,
        customer: company ? { id: company.id, name: company.name } : null,
        accesses: accesses.map(({ connection, contact, customers }) => ({
          connection,
          contact: contact ? toAnswer(contact) : null,
          customers: customers.map(toAnswer),
        })),
      };
    }),
  );
  return router;
}

const toAnswer = ({ id, values }: VisibleRow): object => ({ id, values });
