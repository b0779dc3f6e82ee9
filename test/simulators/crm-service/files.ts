import type { Answer, Call } from '../simulator.js';

import { TEXTS } from './crm-service-assumptions.js';
import type { CrmRecord } from './crm-service-data.js';
import { badRequest, CrmServiceError, notFound } from './crm-service-error.js';
import type { CrmServiceState } from './crm-service-state.js';
import type { Session } from './session.js';
import { textOf } from './text-of.js';

const LARGEST = 25 * 1024 * 1024;

/** Both are checked (crm-service.md §5); which are allowed is ours. */
const FILE_TYPES: Record<string, string[]> = {
  pdf: ['application/pdf'],
  txt: ['text/plain'],
  csv: ['text/csv', 'text/plain'],
  png: ['image/png'],
  jpg: ['image/jpeg'],
  jpeg: ['image/jpeg'],
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
};

/** POST {module}/{id}/files: multipart with `file` and two attributes; users take none. */
export async function uploadFile(
  session: Session,
  from: { module: string; id: string; call: Call },
): Promise<CrmRecord> {
  const { module, id, call } = from;
  const { state } = session;
  if (module === 'users') throw new CrmServiceError(501, TEXTS.usersFiles);
  session.check('noWrite', module);
  session.get(module, id);
  const form = await readMultipart(call);
  const file = form.get('file');
  if (file === null || typeof file === 'string')
    throw new CrmServiceError(state.assumptions.validationStatus, TEXTS.noFile);
  if (file.size > LARGEST) throw new CrmServiceError(413, TEXTS.fileTooLarge);
  const mime = checkType(state, file);
  const content = Buffer.from(await file.arrayBuffer());
  const text = (name: string): string | null => {
    const value = form.get(name);
    return typeof value === 'string' ? value : null;
  };
  const record = state.insert(
    'files',
    {
      file_name: file.name,
      file_usage_type: text('attributes[file_usage_type]'),
      file_access_type: text('attributes[file_access_type]'),
      file_size: content.length,
      entity_id: id,
    },
    session.userId,
  );
  record.attributes['download_url'] = contentPath(record.id);
  state.data.contents[record.id] = { mime, base64: content.toString('base64') };
  return record;
}

/** Where `download_url` leads; the path is ours (§3: nothing was found). */
export function contentPath(fileId: string): string {
  return `/api/v1/files/${fileId}/content`;
}

/** The bytes of a file, for whoever may see the file; without a session when links are open. */
export function downloadFile(state: CrmServiceState, id: string, session?: Session): Answer {
  const { attributes } = session ? session.get('files', id) : state.get('files', id);
  const content = state.data.contents[id];
  if (!content) throw notFound(TEXTS.notFound);
  const name = encodeURIComponent(textOf(attributes['file_name']));
  return {
    headers: {
      'content-type': content.mime,
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
    },
    body: Buffer.from(content.base64, 'base64'),
  };
}

async function readMultipart({ headers, bytes }: Call): Promise<FormData> {
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) throw badRequest(TEXTS.noFile);
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  } catch {
    throw badRequest(TEXTS.badBody);
  }
}

function checkType({ assumptions }: CrmServiceState, file: File): string {
  const [mime = ''] = file.type.split(';');
  const allowed = FILE_TYPES[file.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? [];
  const isUntyped = mime === '' || mime === 'application/octet-stream';
  if (isUntyped && assumptions.octetStream === 'accepted' && allowed[0]) return allowed[0];
  if (allowed.includes(mime)) return mime;
  throw new CrmServiceError(assumptions.validationStatus, TEXTS.fileType);
}
