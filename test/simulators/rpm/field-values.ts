import { customerNamed } from './find-customer.js';
import type { RpmForm, RpmValue } from './rpm-data.js';
import { flagOf } from './rpm-input.js';
import type { FieldKind, RpmField, RpmProcess } from './rpm-process-data.js';
import type { RpmState } from './rpm-state.js';
import { dayToUsDate } from './us-date.js';
import { nameOfUser } from './user-changes.js';

/** How each kind of field stands in `ProcFields`: 522 is a reference, 500 a value (rpm.md §9, source G4). */
export const FIELD_CODES: Record<FieldKind, { fieldType: number; subType: number; format: number }> = {
  text: { fieldType: 500, subType: 1, format: 7 },
  textArea: { fieldType: 500, subType: 11, format: 16 },
  list: { fieldType: 500, subType: 5, format: 1 },
  multiList: { fieldType: 500, subType: 10, format: 7 },
  yesNo: { fieldType: 500, subType: 4, format: 4 },
  date: { fieldType: 500, subType: 3, format: 3 },
  money: { fieldType: 500, subType: 7, format: 2 },
  percent: { fieldType: 500, subType: 17, format: 6 },
  customer: { fieldType: 522, subType: 5, format: 1 },
  staff: { fieldType: 522, subType: 3, format: 1 },
};

/** One field of a call: named by `Uid` or `Field`, with a value, a referenced id, or several values. */
export interface FieldInput {
  field: string;
  value?: string;
  id?: number;
  values?: string[];
}

/**
 * Writes given fields into a form. Unknown names are ignored without a word and a wrong option counts as empty
 * (rpm.md §3.2); an empty value only clears with `overwriteWithNull`.
 */
export function writeFields(
  state: RpmState,
  write: { form: RpmForm; process: RpmProcess; fields: FieldInput[]; overwriteWithNull: boolean },
): void {
  for (const input of write.fields) {
    const field = write.process.fields.find(({ uid, name }) => uid === input.field || name === input.field);
    if (!field) continue;
    const value = READERS[field.kind](input, field, state);
    if (value) write.form.fields[field.uid] = value;
    else if (write.overwriteWithNull) delete write.form.fields[field.uid];
  }
}

/** The text a field shows: a reference shows what its target is called now. */
export function textOfField(state: RpmState, field: RpmField, value: RpmValue | undefined): string {
  if (!value) return '';
  if (field.kind === 'customer') return state.customers.get(value.id ?? 0)?.name ?? value.value ?? '';
  if (field.kind === 'staff') {
    const user = state.users.get(value.id ?? 0);
    return user ? nameOfUser(state, user) : '';
  }
  if (field.kind === 'date') return value.value ? dayToUsDate(value.value) : '';
  return value.values?.join(', ') ?? value.value ?? '';
}

/** The customer a form is for, by the first field that refers to one; 0 and absent mean nobody (rpm.md §9). */
export function customerIdOf(process: RpmProcess, form: RpmForm): number | undefined {
  const field = process.fields.find(({ kind }) => kind === 'customer');
  return (field && form.fields[field.uid]?.id) || undefined;
}

type Reader = (input: FieldInput, field: RpmField, state: RpmState) => RpmValue | undefined;

const plain: Reader = ({ value }) => (value ? { value } : undefined);

const READERS: Record<FieldKind, Reader> = {
  text: plain,
  textArea: plain,
  money: plain,
  list: ({ value }, { options }) => (value && options?.includes(value) ? { value } : undefined),
  multiList({ value, values }, { options }) {
    const given = values ?? value?.split('||') ?? [];
    const valid = given.filter((each) => options?.includes(each));
    return valid.length > 0 ? { values: valid } : undefined;
  },
  yesNo: ({ value }) =>
    value === undefined || value === '' ? undefined : { value: flagOf(value) ? 'Yes' : 'No' },
  percent: ({ value }) => (value?.trim().endsWith('%') ? { value } : undefined),
  date: ({ value }) => (value && /^\d{4}-\d\d-\d\d/.test(value) ? { value: value.slice(0, 10) } : undefined),
  customer({ id, value }, _field, state) {
    const customer = id ? state.customers.get(id) : value ? customerNamed(state, value) : undefined;
    return customer && !customer.trashed ? { id: customer.customerId } : undefined;
  },
  staff({ id, value }, _field, state) {
    const user = state.data.users.find((each) =>
      id ? each.userId === id : each.kind === 'staff' && value === each.name,
    );
    return user?.kind === 'staff' ? { id: user.userId } : undefined;
  },
};
