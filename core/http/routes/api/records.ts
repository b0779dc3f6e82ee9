import { Router } from 'express';

import { listRecords } from '../../../access/list-records.js';
import { listLimits, type ListedRecord, type ListQuery } from '../../../access/list-query.js';
import { PorticoError } from '../../../contract/portico-error.js';
import { readDetail } from '../../../portal/read-detail.js';
import { moduleNamed } from '../../../portal/readable-modules.js';
import { isDay, listParameters, readListRequest, toListQuery } from '../../list-request.js';
import { refuseOutside } from '../../narrow.js';
import { readQuery, type GivenQuery } from '../../read-query.js';
import { apiAnswer, type ApiDeps } from './api-caller.js';

/** `GET /api/v1/records` and `GET /api/v1/records/<id>`: what the pages show, as JSON. */
export function recordsApi(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/api/v1/records',
    apiAnswer(deps, async ({ tx, accesses, company }, request) => {
      const asked = readAsked(readQuery(request.originalUrl, { lists: listParameters }));
      const customers = company?.customers;
      const { records, next, total } = await listRecords(tx, accesses, { ...asked, customers });
      return { records: records.map(toAnswer), next: next ?? null, total };
    }),
  );
  router.get(
    '/api/v1/records/:id',
    apiAnswer(deps, async (reader, request) => {
      const record = await readDetail(reader, String(request.params['id']));
      refuseOutside(reader, record);
      return { ...toAnswer(record), actions: record.actions };
    }),
  );
  return router;
}

const toAnswer = ({ id, connectionId, module, values }: ListedRecord): object => ({
  id,
  connection: connectionId,
  module,
  values,
});

/** @throws PorticoError QUERY_INVALID for what a page would only tell a person about. */
function readAsked(given: GivenQuery): ListQuery {
  const module = moduleNamed(given.one('module') ?? '');
  if (!module) throw invalid('module', 'the name of a module, such as ticket or invoice');
  const asked = readListRequest(given);
  for (const name of ['from', 'to'] as const) {
    const day = asked[name];
    if (day !== undefined && !isDay(day)) throw invalid(name, 'a day, such as 2026-11-21');
  }
  const size = given.one('size');
  if (size !== undefined && (!/^\d{1,3}$/.test(size) || Number(size) < 1 || Number(size) > listLimits.size))
    throw invalid('size', `a number from 1 to ${listLimits.size}`);
  return { ...toListQuery(module, asked), ...(size !== undefined && { size: Number(size) }) };
}

const invalid = (name: string, expected: string): PorticoError =>
  new PorticoError('QUERY_INVALID', `The parameter ${name} must be ${expected}.`);
