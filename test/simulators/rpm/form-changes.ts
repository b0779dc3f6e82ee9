import { writeFields, type FieldInput } from './field-values.js';
import { addParticipant, tagCustomerUsers } from './participants.js';
import type { RpmForm } from './rpm-data.js';
import type { RpmProcess } from './rpm-process-data.js';
import { known, type Actor, type RpmState } from './rpm-state.js';
import { OBJECT_TYPE } from './webhooks.js';

/** What a form may be started with or changed to; what is left out stays. */
export interface FormChange {
  fields?: FieldInput[];
  statusId?: number;
  ownerId?: number;
  overwriteWithNull?: boolean;
}

const DAY = 86_400_000;
const DAYS_IN_TRASH = 7;

/** Starts a form; its owner and whoever starts it take part in it. */
export function startForm(
  state: RpmState,
  start: {
    process: RpmProcess;
    change: FormChange;
    number?: string;
    alternateId?: string;
    starterId?: number;
    by: Actor;
  },
): RpmForm {
  const { process, change, alternateId, starterId, by } = start;
  const now = state.stamp();
  const form: RpmForm = {
    formId: state.newId('form'),
    processId: process.processId,
    number: start.number ?? nextNumber(state, process),
    ...(alternateId && { alternateId }),
    ownerId: change.ownerId ?? starterId ?? state.data.subscriber.apiUserId,
    statusId: process.statuses[0]?.id ?? 0,
    statusDate: now,
    approvalResult: '',
    archived: false,
    started: now,
    startedBy: by.name,
    modified: now,
    modifiedBy: by.name,
    fields: {},
    participants: [],
    notes: [],
    notesForStaff: [],
    files: [],
  };
  state.data.forms.push(form);
  state.indexForm(form);
  if (starterId !== undefined) addParticipant(state, form, known(state.users, starterId, 'user'));
  apply(state, { form, process, change });
  formSaved(state, form, { event: 'form.start', by });
  return form;
}

/** Changes fields, status and owner of a form; a new owner becomes a participant (rpm.md §3.2). */
export function editForm(state: RpmState, form: RpmForm, edit: { change: FormChange; by: Actor }): void {
  apply(state, { form, process: known(state.processes, form.processId, 'process'), change: edit.change });
  formSaved(state, form, { event: 'form.edit', by: edit.by });
}

/** Puts a form into the trash or takes it out. */
export function setFormTrashed(state: RpmState, form: RpmForm, put: { trashed: boolean; by: Actor }): void {
  if (put.trashed) form.trashed = state.now().toISOString();
  else delete form.trashed;
  formSaved(state, form, { event: put.trashed ? 'form.trash' : 'form.restore', by: put.by });
}

/** Puts a form into the archive or takes it out, which counts as an edit (rpm.md §3.4). */
export function setFormArchived(state: RpmState, form: RpmForm, put: { archived: boolean; by: Actor }): void {
  form.archived = put.archived;
  formSaved(state, form, { event: 'form.edit', by: put.by });
}

/** Writes a note, for all who see the form or for staff only, under the name of whoever is given. */
export function addNote(
  state: RpmState,
  form: RpmForm,
  { note, forStaff, author, by }: { note: string; forStaff: boolean; author: string; by: Actor },
): void {
  const list = forStaff ? form.notesForStaff : form.notes;
  list.push({ note, added: state.now().toISOString(), by: author });
  formSaved(state, form, { event: 'form.edit', by });
}

/** What every save of a form does: dates, the process' age, auto add (RPM-22), webhooks. */
export function formSaved(state: RpmState, form: RpmForm, saved: { event: string; by: Actor }): void {
  const process = known(state.processes, form.processId, 'process');
  form.modified = saved.event === 'form.start' ? form.modified : state.stamp(form.modified);
  form.modifiedBy = saved.by.name;
  state.raiseAge('ProcessForms', form.processId);
  const { autoAdd } = process;
  if (autoAdd && (autoAdd.whenStatusId ?? form.statusId) === form.statusId) tagCustomerUsers(state, form);
  if (!saved.by.tellsWebhooks) return;
  state.tellWebhooks({
    name: saved.event,
    objectType: OBJECT_TYPE.form,
    objectId: form.formId,
    parentType: OBJECT_TYPE.process,
    parentId: form.processId,
    statusId: form.statusId,
  });
}

/** Whether a form is gone for good: the trash is emptied after a week (rpm.md §3.2). */
export function isGone(state: RpmState, { trashed }: RpmForm): boolean {
  return trashed !== undefined && state.now().getTime() - Date.parse(trashed) > DAYS_IN_TRASH * DAY;
}

function apply(state: RpmState, to: { form: RpmForm; process: RpmProcess; change: FormChange }): void {
  const { form, process, change } = to;
  const { fields = [], statusId, ownerId, overwriteWithNull = false } = change;
  writeFields(state, { form, process, fields, overwriteWithNull });
  if (statusId !== undefined && statusId !== form.statusId) {
    form.statusId = statusId;
    form.statusDate = state.now().toISOString();
  }
  form.ownerId = ownerId ?? form.ownerId;
  const owner = state.users.get(form.ownerId);
  if (owner) addParticipant(state, form, owner);
}

function nextNumber(state: RpmState, { processId, numberPrefix }: RpmProcess): string {
  let count = state.formsOfProcess.get(processId)?.length ?? 0;
  let number;
  do number = `${numberPrefix}-${String((count += 1)).padStart(4, '0')}`;
  while (state.formsByNumber.has(`${processId}:${number}`));
  return number;
}
