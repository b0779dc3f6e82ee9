import type { Answer, Call, Vendor } from '../simulator.js';

import { TEXTS } from './crm-service-assumptions.js';
import type { CrmRecord } from './crm-service-data.js';
import { badRequest, CrmServiceError, notFound } from './crm-service-error.js';
import type { CrmServiceState } from './crm-service-state.js';
import { describeModule, listModules } from './describe-module.js';
import { downloadFile, uploadFile } from './files.js';
import { listRecords, toDocument } from './list-records.js';
import { answerReport } from './reporting.js';
import { openSession, type Session } from './session.js';
import { relatedIds } from './to-resource.js';
import { changeRecord, createRecord, deleteRecord } from './write-records.js';

const BASE = '/api/v1';
const JSON_API = 'application/vnd.api+json';

/** The REST API of crm-service.md §3: every path of its table, and the answers of §5. */
export function createCrmServiceApi(state: CrmServiceState): Pick<Vendor, 'operation' | 'serve'> {
  return {
    operation: ({ method, url }) =>
      `${method} ${url.pathname.replace(`${BASE}/`, '').replace(/\/\d+(?=\/|$)/g, '/{id}')}`,
    serve: async (call) => {
      const { url } = call;
      if (state.trouble.kind === 'maintenance')
        return { status: 503, body: '<html><body><h1>Service break</h1></body></html>' };
      if (url.pathname.length + url.search.length > state.assumptions.longestUrl)
        return { status: 414, body: '<html><body><h1>414 Request-URI Too Large</h1></body></html>' };
      const isReport = url.pathname === `${BASE}/reporting`;
      try {
        if (state.trouble.kind === 'databaseDown') throw new CrmServiceError(500, 'Internal error');
        return await route(state, call);
      } catch (error) {
        if (!(error instanceof CrmServiceError)) throw error;
        const { status, message } = error;
        return isReport ? { status, json: { message } } : jsonApi({ errors: [{ detail: message }] }, status);
      }
    },
  };
}

async function route(state: CrmServiceState, call: Call): Promise<Answer> {
  const { method, url, headers } = call;
  if (!url.pathname.startsWith(BASE)) throw notFound(TEXTS.notFound);
  const [module = '', id, relation, other] = url.pathname.slice(BASE.length + 1).split('/');
  const isDownload = module === 'files' && relation === 'content';
  if (isDownload && id && !state.assumptions.downloadNeedsToken) return downloadFile(state, id);
  const session = openSession(state, headers.authorization);
  if (isDownload && id) return downloadFile(state, id, session);
  if (relation === 'files' && id && method === 'POST') {
    const file = await uploadFile(session, { module, id, call });
    return one(session, 'files', url, file, 201);
  }
  if (module === 'reporting') {
    if (method !== 'POST') throw new CrmServiceError(405, TEXTS.method);
    return { json: answerReport(session, call.body) };
  }
  checkContentType(call);
  if (method === 'GET') return answerGet(session, url, { module, id, relation, other });
  if (method === 'POST' && id === undefined)
    return one(session, module, url, createRecord(session, module, call.body), 201);
  if (id !== undefined && relation === undefined) {
    if (method === 'DELETE') {
      deleteRecord(session, module, id);
      return { status: 204, body: '' };
    }
    if (method === 'PATCH') {
      const record = changeRecord(session, { module, id, body: call.body });
      const { patchStatus } = state.assumptions;
      return patchStatus === 204 ? { status: 204, body: '' } : one(session, module, url, record, patchStatus);
    }
  }
  throw new CrmServiceError(405, TEXTS.method);
}

function answerGet(
  session: Session,
  url: URL,
  path: {
    module: string;
    id: string | undefined;
    relation: string | undefined;
    other: string | undefined;
  },
): Answer {
  const { module, id, relation, other } = path;
  if (module === '') return jsonApi(listModules(session));
  if (module === 'user') return one(session, 'users', url, session.state.get('users', session.userId));
  if (module === 'schema') return jsonApi(describeModule(session, id ?? ''));
  if (id === undefined) return jsonApi(listRecords(session, module, url));
  const record = session.get(module, id);
  if (relation === undefined) {
    if (url.searchParams.has('include') && !session.state.assumptions.includeOnOne)
      throw badRequest(TEXTS.unknownRelation(url.searchParams.get('include') ?? ''));
    return one(session, module, url, record);
  }
  return relation === 'relationships'
    ? answerRelated(session, url, { module, record, name: other ?? '', identifiersOnly: true })
    : answerRelated(session, url, { module, record, name: relation, identifiersOnly: false });
}

function answerRelated(
  session: Session,
  url: URL,
  from: { module: string; record: CrmRecord; name: string; identifiersOnly: boolean },
): Answer {
  const { module, record, name, identifiersOnly } = from;
  const relation = session.state.schema(module).relations.find((each) => each.name === name);
  if (!relation) throw notFound(TEXTS.unknownRelation(name));
  session.check('noRead', relation.module);
  const ids = relatedIds(session, module, record, relation);
  const isOne = relation.kind === 'hasOne';
  if (identifiersOnly) {
    const identifiers = ids.map((id) => ({ type: relation.module, id }));
    return jsonApi({ data: isOne ? (identifiers[0] ?? null) : identifiers });
  }
  const records = ids.map((id) => session.get(relation.module, id));
  if (!isOne) return jsonApi(listRecords(session, relation.module, url, records));
  return records[0] ? one(session, relation.module, url, records[0]) : jsonApi({ data: null });
}

function one(session: Session, module: string, url: URL, record: CrmRecord, status = 200): Answer {
  const { data, included } = toDocument(session, module, url, [record]);
  return jsonApi({ data: data[0], ...(included && { included }) }, status);
}

/** §2: on writes, and only there. */
function checkContentType({ method, headers }: Call): void {
  const isWrite = method === 'POST' || method === 'PATCH';
  if (isWrite && !headers['content-type']?.startsWith(JSON_API))
    throw new CrmServiceError(415, TEXTS.contentType);
}

function jsonApi(json: unknown, status = 200): Answer {
  return { status, headers: { 'content-type': JSON_API }, json };
}
