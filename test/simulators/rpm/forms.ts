import { textValues } from './field-input.js';
import { formOf } from './find-form.js';
import {
  addNote,
  editForm,
  setFormArchived,
  setFormTrashed,
  startForm,
  type FormChange,
} from './form-changes.js';
import { toProcForm } from './form-wire.js';
import { mayParticipate, addParticipant, participantsChanged } from './participants.js';
import { assertCanEdit, assertCanStart, openProcessOf } from './permission.js';
import { ASSUMED_TEXTS } from './rpm-assumptions.js';
import type { RpmForm, RpmUser } from './rpm-data.js';
import { refuse, refuseInOurWords } from './rpm-error.js';
import { flagOf, idOf, objectOf, requireKey, textOf, type RpmInput } from './rpm-input.js';
import type { RpmProcess } from './rpm-process-data.js';
import { known, type Endpoints, type RpmState } from './rpm-state.js';
import { nameOfUser } from './user-changes.js';

/** One form: read, start, edit, put away, note, take part (rpm.md §3.2). */
export function formEndpoints(state: RpmState): Endpoints {
  /** The form inside `Form`, with the process beside it or in it, ready to be changed. */
  const editable = (input: RpmInput): RpmForm => {
    const form = formOf(state, { ...input, ...objectOf(requireKey(input, 'Form')) });
    assertCanEdit(state, form);
    return form;
  };
  /** Archiving and the trash name the form at the top, and work on what is put away already. */
  const movable = (input: RpmInput): RpmForm => formOf(state, input, { allowTrashed: true });

  return {
    ProcForm(input) {
      return toProcForm(
        state,
        formOf(state, input, { allowTrashed: flagOf(input['AllowTrashed']) ?? false }),
      );
    },
    ProcFormAdd(input) {
      const process = openProcessOf(state, input);
      assertCanStart(state, process);
      const wanted = objectOf(requireKey(input, 'Form'));
      const alternateId = textOf(wanted['AlternateID']);
      const existing = alternateId ? state.formsByAlternateId.get(alternateId) : undefined;
      if (existing) {
        return state.assumptions.repeatedAlternateId === 'existing'
          ? toProcForm(state, existing)
          : refuseInOurWords(ASSUMED_TEXTS.alternateIdTaken);
      }
      const number = textOf(wanted['Number']);
      const form = startForm(state, {
        process,
        change: readChange(state, process, wanted),
        ...(alternateId && { alternateId }),
        ...(number && { number }),
        starterId: state.data.subscriber.apiUserId,
        by: state.apiActor(input),
      });
      return toProcForm(state, form);
    },
    ProcFormEdit(input) {
      const form = editable(input);
      const process = known(state.processes, form.processId, 'process');
      const change = readChange(state, process, objectOf(input['Form']));
      const overwriteWithNull = flagOf(input['OverwriteWithNull']) ?? false;
      editForm(state, form, { change: { ...change, overwriteWithNull }, by: state.apiActor(input) });
      return toProcForm(state, form);
    },
    ProcFormTrash: (input) => putAway(state, movable(input), { trashed: true, input }),
    ProcFormRestore: (input) => putAway(state, movable(input), { trashed: false, input }),
    ProcFormArchive: (input) => putAway(state, formOf(state, input), { archived: true, input }),
    ProcFormActivate: (input) => putAway(state, formOf(state, input), { archived: false, input }),
    ProcFormNoteAdd(input) {
      const form = editable(input);
      const wanted = objectOf(input['Form']);
      const by = state.apiActor(input);
      const authorName = textOf(wanted['NoteBy']);
      const author = authorName
        ? nameOfUser(state, state.userNamed(authorName) ?? refuse('Username not found'))
        : by.name;
      const texts = { note: textOf(wanted['Note']), forStaff: textOf(wanted['NoteForStaff']) };
      if (!texts.note && !texts.forStaff) requireKey(wanted, 'Note');
      if (texts.note) addNote(state, form, { note: texts.note, forStaff: false, author, by });
      if (texts.forStaff) addNote(state, form, { note: texts.forStaff, forStaff: true, author, by });
      return toProcForm(state, form);
    },
    ProcFormParticipantAdd(input) {
      const form = editable(input);
      const user = participantOf(state, input);
      const isThere = form.participants.some(({ userId }) => userId === user.userId);
      if (!isThere) assertMayEnter(state, form, user);
      const changed = addParticipant(state, form, user);
      if (changed || state.assumptions.repeatedParticipantIsChange) participantsChanged(state, form);
      return toProcForm(state, form);
    },
  };
}

function putAway(
  state: RpmState,
  form: RpmForm,
  { trashed, archived, input }: { trashed?: boolean; archived?: boolean; input: RpmInput },
): object {
  assertCanEdit(state, archived === undefined ? form : { ...form, archived: false });
  const by = state.apiActor(input);
  if (trashed !== undefined) setFormTrashed(state, form, { trashed, by });
  if (archived !== undefined) setFormArchived(state, form, { archived, by });
  return { Success: true };
}

/** RPM-17, RPM-19: an open process and an enabled sign-in, or no way in. */
function assertMayEnter(state: RpmState, form: RpmForm, user: RpmUser): void {
  const isOpen = user.kind !== 'customer' || known(state.processes, form.processId, 'process').customerUsers;
  if (!isOpen) refuse(state.assumptions.closedProcessError);
  if (!mayParticipate(user)) refuse('User not allowed');
}

function participantOf(state: RpmState, input: RpmInput): RpmUser {
  const username = textOf(input['Username']);
  const userId = idOf(input['UserID']);
  if (!username && userId === undefined) requireKey(input, 'Username');
  const user = username ? state.userNamed(username) : state.users.get(userId ?? 0);
  return user && !user.trashed ? user : refuse('User not found');
}

function readChange(state: RpmState, process: RpmProcess, wanted: RpmInput): FormChange {
  const statusText = textOf(wanted['Status']);
  const wantedId = idOf(wanted['StatusID']);
  const status = process.statuses.find(({ id, text }) =>
    wantedId === undefined ? text === statusText : id === wantedId,
  );
  const ownerName = textOf(wanted['Owner']);
  const owner = state.data.users.find(
    ({ kind, name, username }) => kind === 'staff' && (name === ownerName || username === ownerName),
  );
  return {
    fields: textValues(wanted['Fields']),
    ...(status && { statusId: status.id }),
    ...(owner && { ownerId: owner.userId }),
  };
}
