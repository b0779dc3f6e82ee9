import { json, raw, Router, type Request } from 'express';

import type { RecordData, RecordModule } from '../../../contract/contract.js';
import { PorticoError } from '../../../contract/portico-error.js';
import { compileValidator, describeMisfits, type Validator } from '../../../json-schema.js';
import { findRecord } from '../../../records/find-row.js';
import { keepComment } from '../../../records/keep-comment.js';
import { keepFile } from '../../../records/keep-file.js';
import { changeKeptRecord, keepRecord, removeKeptRecord } from '../../../records/keep-record.js';
import { largestFile } from '../../../records/kept-file.js';
import { recordModules } from '../../../records/row-tables.js';
import { readQuery } from '../../read-query.js';
import { staffAnswer, type StaffApiDeps } from './staff-caller.js';

const record = compileValidator({
  type: 'object',
  required: ['connection', 'module', 'data'],
  additionalProperties: false,
  properties: {
    connection: { type: 'string' },
    module: { enum: recordModules },
    data: { type: 'object' },
  },
});
const changes = compileValidator({
  type: 'object',
  required: ['data'],
  additionalProperties: false,
  properties: { data: { type: 'object', minProperties: 1 } },
});
const comment = compileValidator({
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 100_000 },
    visibility: { enum: ['public', 'internal'], default: 'public' },
    author: { type: 'string', maxLength: 500 },
  },
});

/**
 * `/api/v1/admin/records…`: what Portico keeps itself where a vendor has no place for it, as `portico records` does
 * it. Records are named by Portico's id or `<connection>:<module>/<id>`.
 */
export function staffRecordsApi(deps: StaffApiDeps): Router {
  const router = Router();
  const body = json({ limit: '2mb' });

  router.post(
    '/api/v1/admin/records',
    body,
    staffAnswer(
      deps,
      async (request, by) => {
        const {
          connection: id,
          module,
          data,
        } = read<{
          connection: string;
          module: RecordModule;
          data: RecordData;
        }>(record, request);
        const made = await keepRecord(deps, await deps.connections.open(id), { module, data, by });
        return { record: `${id}:${made.module}/${made.id}` };
      },
      { status: 201 },
    ),
  );
  router.patch(
    '/api/v1/admin/records/:record',
    body,
    staffAnswer(deps, async (request, by) => {
      const { data } = read<{ data: Parameters<typeof changeKeptRecord>[2]['changes'] }>(changes, request);
      const { connection, place } = await find(request);
      await changeKeptRecord(deps, connection, { ...place, changes: data, by });
      return undefined;
    }),
  );
  router.delete(
    '/api/v1/admin/records/:record',
    staffAnswer(deps, async (request, by) => {
      const { connection, place } = await find(request);
      await removeKeptRecord(deps, connection, { ...place, by });
      return undefined;
    }),
  );
  router.post(
    '/api/v1/admin/records/:record/comments',
    body,
    staffAnswer(
      deps,
      async (request, by) => {
        const given = read<{ text: string; visibility: 'public' | 'internal'; author?: string }>(
          comment,
          request,
        );
        const { connection, place } = await find(request);
        return keepComment(deps, connection, { module: place.module, recordId: place.id, ...given, by });
      },
      { status: 201 },
    ),
  );
  // The bytes are the body: no form around them, so that a program sends a file as it is.
  router.post(
    '/api/v1/admin/records/:record/files',
    raw({ type: () => true, limit: largestFile + 1 }),
    staffAnswer(
      deps,
      async (request, by) => {
        const given = readQuery(request.originalUrl);
        const content: unknown = request.body;
        const { connection, place } = await find(request);
        return keepFile(deps, connection, {
          module: place.module,
          recordId: place.id,
          file: {
            name: given.one('name') ?? '',
            contentType: request.get('content-type'),
            content: Buffer.isBuffer(content) ? content : Buffer.alloc(0),
            visibility: given.one('visibility') === 'internal' ? 'internal' : 'public',
          },
          by,
        });
      },
      { status: 201 },
    ),
  );
  return router;

  async function find(request: Request) {
    const name = String(request.params['record']);
    const { connection, ...place } = await findRecord(deps.database.pool, name);
    return { connection: await deps.connections.open(connection), place };
  }
}

/** @throws PorticoError BODY_INVALID */
function read<T>(validator: Validator, request: Request): T {
  const given: unknown = request.body;
  const misfits = validator.check(given);
  if (misfits.length)
    throw new PorticoError('BODY_INVALID', `The body is not right: ${describeMisfits(misfits)}.`);
  // Its schema, which says the same as T, has just passed it.
  return given as T;
}
