import { isGone } from './form-changes.js';
import { canSee, openProcessOf } from './permission.js';
import type { RpmForm } from './rpm-data.js';
import { refuse } from './rpm-error.js';
import { idOf, requireKey, textOf, type RpmInput } from './rpm-input.js';
import type { RpmState } from './rpm-state.js';

/**
 * Finds the form a call means by `FormID`, by `AlternateID`, or by a process and a number. A trashed one is
 * `Form not found` unless allowed (rpm.md §3.2).
 */
export function formOf(state: RpmState, input: RpmInput, { allowTrashed = false } = {}): RpmForm {
  const form = lookUp(state, input);
  if (!form || isGone(state, form) || (form.trashed && !allowTrashed)) return refuse('Form not found');
  return canSee(state, form) ? form : refuse(state.assumptions.unseenFormError);
}

function lookUp(state: RpmState, input: RpmInput): RpmForm | undefined {
  const id = idOf(input['FormID']);
  if (id !== undefined) return state.forms.get(id);
  const alternateId = textOf(input['AlternateID']);
  if (alternateId) return state.formsByAlternateId.get(alternateId);
  const number = textOf(input['FormNumber'] ?? input['Number']);
  if (!number) requireKey(input, 'FormID');
  const { processId } = openProcessOf(state, input);
  return state.formsByNumber.get(`${processId}:${number}`);
}
