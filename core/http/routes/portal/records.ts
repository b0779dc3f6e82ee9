import { Router } from 'express';

import { recordNotFound } from '../../../access/read-record.js';
import { readDetail } from '../../../portal/read-detail.js';
import { readList } from '../../../portal/read-list.js';
import { isReadable, moduleNamed } from '../../../portal/readable-modules.js';
import { listParameters, readListRequest, toListQuery } from '../../list-request.js';
import { refuseOutside } from '../../narrow.js';
import { portalPage, type PageDeps } from '../../portal-page.js';
import { readQuery } from '../../read-query.js';
import { detailView } from '../../views/detail-view.js';
import { listView } from '../../views/list-view.js';

/** `GET /records/<module>`: one list over all connections. `GET /records/<module>/<id>`: a record's page. */
export function recordsRoutes(deps: PageDeps): Router {
  const router = Router();
  router.get(
    '/records/:module',
    portalPage(deps, async (reader, request, around) => {
      const module = moduleNamed(String(request.params['module']));
      // A module that is not for this person is the same as none (S17).
      if (!module || !isReadable(reader.accesses, module)) throw recordNotFound();
      const asked = readListRequest(readQuery(request.originalUrl, { lists: listParameters }));
      const customers = reader.company?.customers;
      const list = await readList(reader, { ...toListQuery(module, asked), customers });
      return listView({ ...around, list, asked, facts: reader.facts });
    }),
  );
  router.get(
    '/records/:module/:id',
    portalPage(deps, async (reader, request, around) => {
      const record = await readDetail(reader, String(request.params['id']));
      const facts = reader.facts.get(record.connectionId);
      if (record.module !== request.params['module'] || !facts) throw recordNotFound();
      refuseOutside(reader, record);
      return detailView({ ...around, record, facts });
    }),
  );
  return router;
}
