import { randomUUID } from 'node:crypto';

import type { Answer } from '../simulator.js';

import type { Action } from './app-calls.js';
import { ASSUMED_TEXTS } from './apptivo-assumptions.js';
import { OBJECT_ID, type ApptivoDocument } from './apptivo-data.js';
import { ApptivoFailure } from './apptivo-input.js';
import type { ApptivoState } from './apptivo-state.js';

const DOWNLOAD = /^\/documents\/(\d+)\/([\w-]+)$/;

/** `/app/dao/document`: files of a case, sent as base64 in a form, fetched by an address of their own (§3.2). */
export function documentCalls(state: ApptivoState): Record<string, Action> {
  return {
    uploadDoc(params, author) {
      const objectRefId = params.needed('objectRefId');
      const objectId = params.needed('objectId');
      const row = objectId === OBJECT_ID.cases ? state.case(objectRefId) : undefined;
      if (!row || row.deleted) throw new ApptivoFailure(ASSUMED_TEXTS.notFound);
      const [documentName, base64] = [params.text('docName'), params.text('encodedDocStr')];
      if (!documentName) throw new ApptivoFailure(ASSUMED_TEXTS.missing('docName'));
      const document = addDocument(state, { objectId, objectRefId, documentName, base64, shared: true });
      if (state.assumptions.documentRaisesUpdate) state.touch(row, author.name);
      return { documentId: document.documentId, documentName };
    },
    getAllDocumentsByObjectIdObjectRefId(params) {
      const { documentShareKey } = state.assumptions;
      const [objectId, objectRefId] = [params.needed('objectId'), params.needed('objRefId')];
      return {
        aaData: state.data.documents
          .filter((each) => each.objectId === objectId && each.objectRefId === objectRefId)
          .map(({ documentId, documentName, shared }) => ({
            documentId,
            documentName,
            ...(documentShareKey && { [documentShareKey]: shared ? 'Y' : 'N' }),
          })),
      };
    },
    getDocumentDownloadUrl(params) {
      const id = params.needed('id');
      if (!state.data.documents.some(({ documentId }) => documentId === id))
        throw new ApptivoFailure(ASSUMED_TEXTS.notFound);
      const pass = randomUUID();
      state.passes.set(pass, id);
      return `${params.origin}/documents/${id}/${pass}`;
    },
  };
}

/** The file at an address that `getDocumentDownloadUrl` gave; nothing if it is no such address. */
export function downloadAt(state: ApptivoState, pathname: string): Answer | undefined {
  const [, id, pass = ''] = DOWNLOAD.exec(pathname) ?? [];
  if (id === undefined) return undefined;
  const document = state.data.documents.find(({ documentId }) => documentId === state.passes.get(pass));
  if (document?.documentId !== Number(id)) return { status: 403, body: '<Error>AccessDenied</Error>' };
  return {
    body: Buffer.from(document.base64, 'base64'),
    headers: { 'content-type': 'application/octet-stream' },
  };
}

export function addDocument(
  state: ApptivoState,
  document: Omit<ApptivoDocument, 'documentId' | 'creationDate'>,
): ApptivoDocument {
  const added = { ...document, documentId: state.newId(), creationDate: state.time() };
  state.data.documents.push(added);
  return added;
}
