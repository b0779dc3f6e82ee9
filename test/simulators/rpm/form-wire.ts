import { toNotes } from './customer-wire.js';
import { FIELD_CODES, textOfField } from './field-values.js';
import type { RpmFile, RpmForm, RpmValue } from './rpm-data.js';
import type { RpmField, RpmProcess } from './rpm-process-data.js';
import { known, type RpmState } from './rpm-state.js';
import { toUsDateTime } from './us-date.js';
import { nameOfUser } from './user-changes.js';

/** A form as `ProcForm` and every call that changes one answer it (rpm.md §3.2). */
export function toProcForm(state: RpmState, form: RpmForm): object {
  const process = known(state.processes, form.processId, 'process');
  return { Process: process.name, ProcessID: process.processId, Form: toForm(state, process, form) };
}

/** Number and the title fields of the process, as in `TT-0042 Line down`. */
export function titleOf(state: RpmState, { title, fields }: RpmProcess, form: RpmForm): string {
  const text = (uid: string): string => {
    const field = fields.find((each) => each.uid === uid);
    return field ? textOfField(state, field, form.fields[uid]) : '';
  };
  const parts = [title.includeNumber ? form.number : '', text(title.fieldOne), text(title.fieldTwo)];
  return parts.filter(Boolean).join(' ');
}

/** The text of the status a form is in. */
export function statusOf({ statuses }: RpmProcess, { statusId }: RpmForm): string {
  return statuses.find(({ id }) => id === statusId)?.text ?? '';
}

function toForm(state: RpmState, process: RpmProcess, form: RpmForm): object {
  const zone = state.data.subscriber;
  return {
    FormID: form.formId,
    AlternateID: form.alternateId ?? '',
    Number: form.number,
    Title: titleOf(state, process, form),
    Owner: nameOf(state, form.ownerId),
    Status: statusOf(process, form),
    StatusID: form.statusId,
    StatusDate: toUsDateTime(form.statusDate, zone),
    ApprovalResult: form.approvalResult,
    Archived: form.archived,
    Started: toUsDateTime(form.started, zone),
    StartedBy: form.startedBy,
    Modified: toUsDateTime(form.modified, zone),
    ModifiedBy: form.modifiedBy,
    Fields: process.fields.map((field) => toFieldValue(state, field, form.fields[field.uid])),
    Files: form.files.map((file) => toFile(state, file)),
    Sets: [],
    // The kind of a participant is not told, and who is trashed or disabled stays one (rpm.md §3.2, RPM-23).
    Participants: form.participants.map(({ participantId, userId }) => ({
      ParticipantID: participantId,
      UserID: userId,
      Name: nameOf(state, userId),
    })),
    Actions: [],
    Notes: toNotes(state, form.notes),
    NotesForStaff: toNotes(state, form.notesForStaff),
  };
}

function toFieldValue(state: RpmState, field: RpmField, value: RpmValue | undefined): object {
  return {
    Field: field.name,
    Uid: field.uid,
    Format: FIELD_CODES[field.kind].format,
    Value: textOfField(state, field, value),
    ...(value?.id !== undefined && { ID: value.id }),
    Values: value?.values ?? [],
  };
}

function toFile(state: RpmState, file: RpmFile): object {
  return {
    FileID: file.fileId,
    AlternateID: file.alternateId ?? '',
    FileName: file.name,
    Folder: '',
    FolderID: file.folderId,
    Size: Buffer.byteLength(file.content, 'base64'),
    StaffOnly: file.staffOnly,
    Added: toUsDateTime(file.added, state.data.subscriber),
    AddedBy: file.addedBy,
  };
}

function nameOf(state: RpmState, userId: number): string {
  const user = state.users.get(userId);
  return user ? nameOfUser(state, user) : '';
}
