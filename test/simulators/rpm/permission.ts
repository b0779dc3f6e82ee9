import type { RpmForm } from './rpm-data.js';
import { refuse, refuseInOurWords } from './rpm-error.js';
import { idOf, textOf, type RpmInput } from './rpm-input.js';
import type { RpmProcess } from './rpm-process-data.js';
import type { RpmState } from './rpm-state.js';

interface Permission {
  see: 'all' | 'own' | 'none';
  edit: 'all' | 'own' | 'none';
  start: boolean;
}

const HIDE: Permission = { see: 'none', edit: 'none', start: false };

/** The codes of rpm.md §3.2; that starting includes editing, and editing reading, is our reading of them. */
const PERMISSIONS: Record<number, Permission> = {
  1: HIDE,
  3: { see: 'all', edit: 'all', start: false },
  8: { see: 'own', edit: 'own', start: false },
  10: { see: 'own', edit: 'none', start: false },
  11: { see: 'all', edit: 'none', start: false },
  12: { see: 'all', edit: 'all', start: true },
  13: { see: 'own', edit: 'own', start: true },
  14: { see: 'all', edit: 'own', start: false },
  15: { see: 'all', edit: 'own', start: true },
  17: { see: 'none', edit: 'none', start: true },
};

/** Finds the process a call means by `ProcessID` or `Process`; the id wins. */
export function processOf(state: RpmState, input: RpmInput): RpmProcess {
  const id = idOf(input['ProcessID']);
  const name = textOf(input['Process']);
  const process =
    id === undefined ? state.data.processes.find((each) => each.name === name) : state.processes.get(id);
  return process ?? refuse('Process not found');
}

/** The same, but not for one that hides everything from the API user. */
export function openProcessOf(state: RpmState, input: RpmInput): RpmProcess {
  const process = processOf(state, input);
  if (permissionOf(process) === HIDE) refuseInOurWords(state.assumptions.hiddenProcessError);
  return process;
}

/** Whether the API user sees a form; "own" is taken to mean that it is the owner. */
export function canSee(state: RpmState, form: RpmForm): boolean {
  return allows(state, form, 'see');
}

/** Whether the API user may change a form. */
export function canEdit(state: RpmState, form: RpmForm): boolean {
  return allows(state, form, 'edit');
}

/** Refuses the start of a form where the API user's permission has no part of it. */
export function assertCanStart(state: RpmState, process: RpmProcess): void {
  const readOnly = !process.enabled && state.assumptions.closedThingsAreReadOnly;
  if (readOnly || !permissionOf(process).start) refuse('Permission denied');
}

/** Refuses a change of a form that is not the API user's to change, or is put away. */
export function assertCanEdit(state: RpmState, form: RpmForm): void {
  if (!canEdit(state, form)) refuse('Permission denied');
  const closed = form.archived || !state.processes.get(form.processId)?.enabled;
  if (closed && state.assumptions.closedThingsAreReadOnly) refuse('Permission denied');
}

function allows(state: RpmState, form: RpmForm, what: 'see' | 'edit'): boolean {
  const process = state.processes.get(form.processId);
  const scope = process ? permissionOf(process)[what] : 'none';
  return scope === 'all' || (scope === 'own' && form.ownerId === state.data.subscriber.apiUserId);
}

function permissionOf(process: RpmProcess): Permission {
  return PERMISSIONS[process.permission] ?? HIDE;
}
