import { FLAGS, MODULE_FIELDS, REFERENCES } from './module-fields.js';
import type { OpencrmRecord, OpencrmUser } from './opencrm-data.js';
import type { OpencrmState } from './opencrm-state.js';

export type WireRecord = Record<string, string | number | null>;

/** A row of the short list: `crmid`, the owner and a few fields. */
export function basicRow(state: OpencrmState, record: OpencrmRecord): WireRecord {
  const { basic } = MODULE_FIELDS[record.module];
  return {
    crmid: number(state, record.crmid),
    ...shownFields(state, record, (name) => basic.includes(name)),
    ...owner(state, record),
    ...times(state, record),
  };
}

/** A row of the full list, where the id is called `id`, not `crmid` (opencrm.md §3). */
export function fullRow(state: OpencrmState, record: OpencrmRecord): WireRecord {
  return { id: number(state, record.crmid), ...wholeRecord(state, record) };
}

/** One record by itself, which gives its id twice (opencrm.md §4). */
export function singleRecord(state: OpencrmState, record: OpencrmRecord): WireRecord {
  return { crmid: number(state, record.crmid), ...wholeRecord(state, record) };
}

/** A staff user; which fields a short list leaves out is unknown, so both kinds have the known ones. */
export function userRow(state: OpencrmState, user: OpencrmUser, idName: 'id' | 'crmid'): WireRecord {
  return {
    [idName]: number(state, user.id),
    user_name: user.userName,
    first_name: user.firstName,
    last_name: user.lastName,
    email1: user.email,
    status: user.status,
  };
}

/** The value of a field as text, as conditions compare it; undefined where no condition may name it. */
export function queriedText(state: OpencrmState, record: OpencrmRecord, name: string): string | undefined {
  const { findsByTimes } = state.assumptions;
  // The one name that is known to differ between query strings and answers (S4).
  if (name === 'assigned_user_id') return String(record.owner);
  if (name === 'crmid') return String(record.crmid);
  if (name === 'createdtime') return findsByTimes ? state.onWire(record.created) : undefined;
  if (name === 'modifiedtime') return findsByTimes ? state.onWire(record.modified) : undefined;
  return isFieldOf(record, name) ? textOf(record, name) : undefined;
}

/** Whether a module has the field, tenants' own `cf_` ones included (S11). */
export function isFieldOf({ module }: Pick<OpencrmRecord, 'module'>, name: string): boolean {
  return name === 'description' || /^cf_\d+$/.test(name) || MODULE_FIELDS[module].full.includes(name);
}

function wholeRecord(state: OpencrmState, record: OpencrmRecord): WireRecord {
  const { permission } = state.assumptions;
  const { recordModule } = MODULE_FIELDS[record.module];
  return {
    ...shownFields(state, record, () => true),
    ...owner(state, record),
    description: text(state, textOf(record, 'description')),
    ...times(state, record),
    ...(permission !== undefined && { permission }),
    record_id: number(state, record.crmid),
    record_module: recordModule,
  };
}

function shownFields(
  state: OpencrmState,
  record: OpencrmRecord,
  wanted: (name: string) => boolean,
): WireRecord {
  const own = Object.keys(record.fields).filter((name) => name.startsWith('cf_'));
  const names = [...MODULE_FIELDS[record.module].full, ...own];
  const shown = names.filter((name) => wanted(name) && isShown(state, record, name));
  return Object.fromEntries(shown.map((name) => [name, wireValue(state, record, name)]));
}

function isShown({ assumptions }: OpencrmState, { module }: OpencrmRecord, name: string): boolean {
  if (name === 'showonportal') return assumptions.showOnPortalOn.includes(module);
  if (name === 'password') return assumptions.showsPasswords;
  if (module === 'purchaseorder') return true;
  return assumptions.totalsOnSales || !['subtotal', 'total', 'taxtype', 'currency_id'].includes(name);
}

function wireValue(state: OpencrmState, record: OpencrmRecord, name: string): string | number | null {
  const value = textOf(record, name);
  if (FLAGS.has(name)) return number(state, value);
  if (!REFERENCES.has(name)) return text(state, value);
  if (value !== '0' || state.assumptions.emptyReference === 'zero') return number(state, value);
  return state.assumptions.emptyReference === 'null' ? null : '';
}

function textOf({ fields }: OpencrmRecord, name: string): string {
  return fields[name] || (REFERENCES.has(name) || FLAGS.has(name) ? '0' : '');
}

function owner(state: OpencrmState, record: OpencrmRecord): WireRecord {
  const { ownerField } = state.assumptions;
  const value = number(state, record.owner);
  return {
    ...(ownerField !== 'assigned_user_id' && { smownerid: value }),
    ...(ownerField !== 'smownerid' && { assigned_user_id: value }),
  };
}

function times(state: OpencrmState, { created, modified }: OpencrmRecord): WireRecord {
  if (!state.assumptions.showsTimes) return {};
  return { createdtime: state.onWire(created), modifiedtime: state.onWire(modified) };
}

/** As it was stored: nothing checks that an edit gives a number (S1). */
function number({ assumptions }: OpencrmState, value: number | string): string | number {
  return assumptions.numbers === 'number' && /^\d+$/.test(String(value)) ? Number(value) : String(value);
}

function text({ assumptions }: OpencrmState, value: string): string | null {
  return value === '' && assumptions.emptyText === 'null' ? null : value;
}
