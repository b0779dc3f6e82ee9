import type { FieldInput } from './field-values.js';
import { addNote, editForm, setFormArchived, setFormTrashed, startForm } from './form-changes.js';
import { addFile } from './form-files.js';
import { addParticipant, mayParticipate, participantsChanged, removeParticipant } from './participants.js';
import type { RpmForm } from './rpm-data.js';
import type { RpmProcess } from './rpm-process-data.js';
import { known, STAFF as by, type RpmState } from './rpm-state.js';

/** What a form says: a customer (0 for none any more), and texts or numbers by field uid or name. */
export interface FormContent {
  customerId?: number;
  fields?: Record<string, string>;
  statusId?: number;
  ownerId?: number;
}

/** What staff do with forms; over the API some of it asks for a permission and some cannot be done at all. */
export function staffFormChanges(state: RpmState) {
  const formOf = (id: number): RpmForm => known(state.forms, id, 'form');

  return {
    startForm(wanted: FormContent & { processId: number; number?: string; participants?: number[] }): {
      formId: number;
      number: string;
    } {
      const { processId, number, participants = [], ...content } = wanted;
      const process = known(state.processes, processId, 'process');
      const starter = state.data.users.find(({ kind, name }) => kind === 'staff' && name === by.name);
      const change = toChange(process, content);
      const form = startForm(state, {
        process,
        change,
        ...(number && { number }),
        ...(starter && { starterId: starter.userId }),
        by,
      });
      for (const userId of participants) addParticipant(state, form, known(state.users, userId, 'user'));
      return { formId: form.formId, number: form.number };
    },
    editForm({ formId, ...content }: FormContent & { formId: number }): void {
      const form = formOf(formId);
      const process = known(state.processes, form.processId, 'process');
      editForm(state, form, { change: { ...toChange(process, content), overwriteWithNull: true }, by });
    },
    addNote(added: { formId: number; note: string; forStaff?: boolean; author?: string }): void {
      const { formId, note, forStaff = false, author = by.name } = added;
      addNote(state, formOf(formId), { note, forStaff, author, by });
    },
    /** `content` is plain text here. */
    addFile(added: { formId: number; name: string; content: string; staffOnly?: boolean }): {
      fileId: number;
    } {
      const { formId, name, content, staffOnly = false } = added;
      const wanted = { name, staffOnly, content: Buffer.from(content).toString('base64') };
      return { fileId: addFile(state, formOf(formId), { wanted, by }).fileId };
    },
    /** RPM-19 holds for staff too; whether the process is open is their own affair. */
    addParticipant({ formId, userId }: { formId: number; userId: number }): { added: boolean } {
      const form = formOf(formId);
      const user = known(state.users, userId, 'user');
      if (!mayParticipate(user)) throw new Error(`user ${user.username} is not enabled`);
      const added = addParticipant(state, form, user);
      if (added) participantsChanged(state, form);
      return { added };
    },
    removeParticipant({ formId, userId }: { formId: number; userId: number }): { removed: boolean } {
      return { removed: removeParticipant(state, formOf(formId), known(state.users, userId, 'user')) };
    },
    trashForm: ({ formId }: { formId: number }) =>
      setFormTrashed(state, formOf(formId), { trashed: true, by }),
    restoreForm: ({ formId }: { formId: number }) =>
      setFormTrashed(state, formOf(formId), { trashed: false, by }),
    archiveForm: ({ formId }: { formId: number }) =>
      setFormArchived(state, formOf(formId), { archived: true, by }),
    activateForm: ({ formId }: { formId: number }) =>
      setFormArchived(state, formOf(formId), { archived: false, by }),
  };
}

function toChange(
  process: RpmProcess,
  { customerId, fields = {}, ...rest }: FormContent,
): { fields: FieldInput[]; statusId?: number; ownerId?: number } {
  const inputs: FieldInput[] = Object.entries(fields).map(([field, value]) => ({ field, value }));
  const reference = process.fields.find(({ kind }) => kind === 'customer');
  if (reference && customerId !== undefined) inputs.push({ field: reference.uid, id: customerId });
  return { ...rest, fields: inputs };
}
