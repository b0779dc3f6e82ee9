import { customerIdOf, textOfField } from './field-values.js';
import { statusOf, titleOf } from './form-wire.js';
import { canSee, openProcessOf } from './permission.js';
import { ASSUMED_COLUMNS } from './rpm-assumptions.js';
import type { RpmForm } from './rpm-data.js';
import { refuse } from './rpm-error.js';
import { flagOf, idOf, type RpmInput } from './rpm-input.js';
import type { RpmProcess, RpmView } from './rpm-process-data.js';
import type { Endpoints, RpmState } from './rpm-state.js';
import { toUsDateTime } from './us-date.js';
import { nameOfUser } from './user-changes.js';

const CUSTOMER_REFERENCE = 5;

/** Whole lists of forms (rpm.md §3.2): nothing in RPM comes in pages or since a moment. */
export function formListEndpoints(state: RpmState): Endpoints {
  return {
    ProcForms(input) {
      const process = openProcessOf(state, input);
      const view = viewOf(process, input) ?? process.views[0] ?? refuse('View not found');
      const forms = listed(state, process, !view.leavesOutArchived);
      const columns = view.columns.map((uid) => columnOf(state, process, uid));
      return {
        Process: process.name,
        ProcessID: process.processId,
        View: view.name,
        Columns: columns.map(({ name }) => name),
        ColumnUids: view.columns,
        Forms: forms.map((form) => ({
          FormID: form.formId,
          Values: columns.map(({ text }) => text(form)),
        })),
      };
    },
    ProcFormList(input) {
      const process = openProcessOf(state, input);
      const view = viewOf(process, input);
      const includeArchived = flagOf(input['IncludeArchived']) ?? false;
      const withCustomer = idOf(input['ReferenceType']) === CUSTOMER_REFERENCE;
      return {
        ProcessID: process.processId,
        IncludeArchived: includeArchived,
        ViewID: view?.viewId ?? 0,
        Forms: listed(state, process, includeArchived).map((form) => ({
          ID: form.formId,
          N: form.number,
          T: titleOf(state, process, form),
          ...(withCustomer && {
            [state.assumptions.referencesKey]: [customerIdOf(process, form) ?? []].flat(),
          }),
        })),
      };
    },
  };
}

function listed(state: RpmState, process: RpmProcess, withArchived: boolean): RpmForm[] {
  const forms = (state.formsOfProcess.get(process.processId) ?? []).filter(
    (form) => !form.trashed && (withArchived || !form.archived) && canSee(state, form),
  );
  return forms.length > 0 ? forms : refuse('No forms');
}

function viewOf(process: RpmProcess, input: RpmInput): RpmView | undefined {
  const id = idOf(input['ViewID']);
  if (id === undefined) return undefined;
  return process.views.find(({ viewId }) => viewId === id) ?? refuse('View not found');
}

interface Column {
  name: string;
  text: (form: RpmForm) => string;
}

/** A column of every form, by the static uids rpm.md names, or of one field. */
function columnOf(state: RpmState, process: RpmProcess, uid: string): Column {
  const owner = (form: RpmForm): string => {
    const user = state.users.get(form.ownerId);
    return user ? nameOfUser(state, user) : '';
  };
  const columns: Record<string, Column> = {
    [ASSUMED_COLUMNS.owner]: { name: 'Owner', text: owner },
    '710_33': { name: 'Status', text: (form) => statusOf(process, form) },
    '710_34': { name: 'Number', text: (form) => form.number },
    [ASSUMED_COLUMNS.modified]: {
      name: 'Modified',
      text: (form) => toUsDateTime(form.modified, state.data.subscriber),
    },
    '710_235': { name: 'Archived', text: (form) => (form.archived ? 'Yes' : 'No') },
    '710_638': { name: 'Customer ID', text: (form) => String(customerIdOf(process, form) ?? '') },
    '710_761': { name: 'Alternate ID', text: (form) => form.alternateId ?? '' },
  };
  const field = process.fields.find((each) => each.uid === uid);
  const fieldColumn = field && {
    name: field.name,
    text: (form: RpmForm) => textOfField(state, field, form.fields[uid]),
  };
  return columns[uid] ?? fieldColumn ?? { name: uid, text: () => '' };
}
