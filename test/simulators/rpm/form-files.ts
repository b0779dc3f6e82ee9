import { formOf } from './find-form.js';
import { formSaved } from './form-changes.js';
import { assertCanEdit } from './permission.js';
import { ASSUMED_TEXTS } from './rpm-assumptions.js';
import type { RpmFile, RpmForm } from './rpm-data.js';
import { refuse, refuseInOurWords } from './rpm-error.js';
import { flagOf, idOf, requireKey, textOf, type RpmInput } from './rpm-input.js';
import type { Actor, Endpoints, RpmState } from './rpm-state.js';
import { OBJECT_TYPE } from './webhooks.js';

/** Files of forms (rpm.md §3.2); there is no call to delete one. */
export function fileEndpoints(state: RpmState): Endpoints {
  return {
    ProcFormFile(input) {
      const { file } = fileOf(state, input);
      return flagOf(input['ReturnDownloadUrl'])
        ? { [state.assumptions.downloadUrlKey]: downloadPath(file) }
        : { File: file.content };
    },
    ProcFormFileAdd(input) {
      requireKey(input, 'FormID');
      const form = formOf(state, { FormID: input['FormID'] });
      assertCanEdit(state, form);
      const { apiUserId } = state.data.subscriber;
      if (!form.participants.some(({ userId }) => userId === apiUserId)) refuse('Permission denied');
      const content = textOf(requireKey(input, 'File')) ?? '';
      const name = textOf(requireKey(input, 'Name')) ?? '';
      const alternateId = textOf(input['AlternateID']);
      if (alternateId && fileByAlternateId(state, alternateId))
        refuseInOurWords(ASSUMED_TEXTS.alternateIdTaken);
      const wanted = { name, content, ...(alternateId && { alternateId }), ...readDetails(input) };
      return toAttachment(form, addFile(state, form, { wanted, by: state.apiActor(input) }));
    },
    ProcFormFileEdit(input) {
      const { form, file } = fileOf(state, input);
      assertCanEdit(state, form);
      const name = textOf(input['Name']);
      Object.assign(file, readDetails(input), name && { name });
      fileSaved(state, { form, file, event: 'file.edit', by: state.apiActor(input) });
      return toAttachment(form, file);
    },
  };
}

/** Attaches a file to a form, which is an edit of the form too (rpm.md §3.4). */
export function addFile(
  state: RpmState,
  form: RpmForm,
  addition: { wanted: Partial<RpmFile> & { name: string; content: string }; by: Actor },
): RpmFile {
  const { wanted, by } = addition;
  const file: RpmFile = {
    description: '',
    folderId: 0,
    staffOnly: false,
    ...wanted,
    fileId: state.newId('file'),
    added: state.now().toISOString(),
    addedBy: by.name,
  };
  form.files.push(file);
  state.indexFile(form, file);
  fileSaved(state, { form, file, event: 'file.add', by });
  return file;
}

const DOWNLOAD = /^\/rpm\/download\/(\d+)$/;

/** The bytes behind an address that `ProcFormFile` gave out; not a call of the API, so no key. */
export function downloadAt(state: RpmState, path: string): Buffer | undefined {
  const [, id] = DOWNLOAD.exec(path) ?? [];
  const found = id === undefined ? undefined : state.files.get(Number(id));
  return found && Buffer.from(found.file.content, 'base64');
}

function downloadPath({ fileId }: RpmFile): string {
  return `/rpm/download/${fileId}`;
}

function fileSaved(
  state: RpmState,
  { form, file, event, by }: { form: RpmForm; file: RpmFile; event: string; by: Actor },
): void {
  formSaved(state, form, { event: 'form.edit', by });
  if (!by.tellsWebhooks) return;
  state.tellWebhooks({
    name: event,
    objectType: OBJECT_TYPE.file,
    objectId: file.fileId,
    parentType: OBJECT_TYPE.form,
    parentId: form.formId,
  });
}

function fileOf(state: RpmState, input: RpmInput): { form: RpmForm; file: RpmFile } {
  const alternateId = textOf(input['AlternateID']);
  if (!alternateId) requireKey(input, 'FileID');
  const id = idOf(input['FileID']);
  const found = id === undefined ? fileByAlternateId(state, alternateId ?? '') : state.files.get(id);
  if (!found) return refuseInOurWords(ASSUMED_TEXTS.fileNotFound);
  formOf(state, { FormID: found.form.formId });
  return found;
}

function fileByAlternateId(state: RpmState, wanted: string): { form: RpmForm; file: RpmFile } | undefined {
  for (const each of state.files.values()) if (each.file.alternateId === wanted) return each;
  return undefined;
}

function readDetails(input: RpmInput): Partial<RpmFile> {
  const description = textOf(input['Description']);
  const staffOnly = flagOf(input['IsStaffOnly']);
  const folderId = idOf(input['FolderID']);
  return {
    ...(description !== undefined && { description }),
    ...(staffOnly !== undefined && { staffOnly }),
    ...(folderId !== undefined && { folderId }),
  };
}

function toAttachment({ formId }: RpmForm, file: RpmFile): object {
  return {
    FileAttachment: {
      FileID: file.fileId,
      FormID: formId,
      Name: file.name,
      Description: file.description,
      IsStaffOnly: file.staffOnly,
      FolderID: file.folderId,
    },
  };
}
