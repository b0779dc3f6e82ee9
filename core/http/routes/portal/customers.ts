import { Router } from 'express';

import { recordNotFound } from '../../../access/read-record.js';
import { readCustomer, readCustomers } from '../../../portal/read-customers.js';
import { readListRequest } from '../../list-request.js';
import { findCompany, ownCustomers, refuseOutside, type NarrowedReader } from '../../narrow.js';
import { portalPage, type PageDeps } from '../../portal-page.js';
import { readQuery } from '../../read-query.js';
import { customerView } from '../../views/customer-view.js';
import { customersView } from '../../views/customers-view.js';

/** `GET /customers`, `GET /customers/<id>`: the companies whose pages a person may open. */
export function customersRoutes(deps: PageDeps): Router {
  const router = Router();
  router.get(
    '/customers',
    portalPage(deps, async (reader, request, around) => {
      const asked = readListRequest(readQuery(request.originalUrl));
      const customers = reader.company?.customers;
      const list = await readCustomers(reader, { search: asked.q, after: asked.after, customers });
      return customersView({ ...around, list, asked, facts: reader.facts });
    }),
  );
  router.get(
    '/customers/:id',
    portalPage(deps, async (reader, request, around) => {
      const customer = await readCustomer(reader, String(request.params['id']));
      const facts = reader.facts.get(customer.connectionId);
      if (!facts) throw recordNotFound();
      refuseOutside(reader, customer);
      return customerView({ ...around, customer, facts, mayNarrow: await mayNarrow(reader, customer.id) });
    }),
  );
  return router;
}

/** Where there is more than one, and this is the reader's own. */
const mayNarrow = async (reader: NarrowedReader, id: string): Promise<boolean> =>
  !reader.company && ownCustomers(reader).length > 1 && (await findCompany(reader, id)) !== undefined;
