import type { CrmFacts } from './discover.js';
import { extras, neverShown } from './assumed.js';
import type { Profile } from './profiles.js';
import type { Source } from './sources.js';

/** The field of the model that a slot's attribute shows in, where it has another name. */
const shownAs: Readonly<Record<string, readonly string[]>> = {
  status: ['status', 'statusGroup'],
  created: ['createdAt'],
  changed: ['changedAt'],
  amount: ['amount', 'currency'],
  currency: ['currency'],
  contact: ['contacts'],
  phone: ['phones'],
  mobile: ['phones'],
  active: [],
};
const ofPeople: Readonly<Record<string, readonly string[]>> = {
  customer: ['customers'],
  number: [],
  owner: [],
};
const ofCustomers: Readonly<Record<string, readonly string[]>> = { owner: [] };

/** What a person may write of a record; whom it belongs to, and an address that is signed in with, are no fields. */
const writable = /^(subject|body|status|name|firstName|lastName|jobTitle|phones|fields\..+)$/;
/** What is edited where a profile says nothing of fields. */
const usual = /^(subject|body|firstName|lastName|jobTitle|phones)$/;
const writableOfCustomers = /^(name|email|phones|fields\..+)$/;

/** What a profile shows of a module and lets be edited (C-27, C-32). */
export interface Shown {
  read: string[];
  edit: string[];
}

/**
 * By the profile's word on each attribute; an attribute without a word is hidden. A module that it opens without any
 * word on its fields shows what the plugin has a place for, but for owners and what is noted of a company (assumed).
 */
export function shownFields({ modules }: CrmFacts, source: Source, profile: Profile): Shown {
  const { module, kind } = source;
  const { names = {}, attributes = [] } = modules[module] ?? {};
  const fields = new Map<string, readonly string[]>();
  for (const name of attributes) fields.set(name, [`fields.${name}`]);
  for (const [slot, name] of Object.entries(names)) fields.set(name, fieldsOf(source, slot));
  const said = profile.fields[module];
  const sets = setsOf(source, profile);
  if (said === undefined) {
    const extra =
      kind === 'customer' ? [] : (extras[module] ?? []).filter((name) => attributes.includes(name));
    const standard = [...Object.values(names), ...extra].flatMap((name) => fields.get(name) ?? []);
    return {
      read: unique([...standard.filter((name) => name !== 'owner'), ...sets]),
      edit: unique(standard.filter((name) => usual.test(name) && kind !== 'customer')),
    };
  }
  const named = (wanted: 'visible' | 'editable') =>
    Object.entries(said).flatMap(([name, flags]) =>
      flags[wanted] && !neverShown.test(name) ? (fields.get(name) ?? []) : [],
    );
  const pattern = kind === 'customer' ? writableOfCustomers : writable;
  return {
    read: unique([...named('visible'), ...sets]),
    edit: unique(named('editable').filter((name) => pattern.test(name))),
  };
}

function fieldsOf({ kind, dates = [], parents = {} }: Source, slot: string): readonly string[] {
  if (dates.includes(slot)) return [`dates.${slot}`];
  if (slot in parents) return [];
  const own = kind === 'contact' ? ofPeople : kind === 'customer' ? ofCustomers : {};
  return own[slot] ?? shownAs[slot] ?? [slot];
}

/** Rows, payments, files and comments have no attribute: shown where the profile names them, or says nothing of fields. */
function setsOf({ module, kind, rows, files }: Source, { fields, modules }: Profile): string[] {
  const said = fields[module];
  const isNamed = (name: string, ofModule?: string) =>
    said === undefined ||
    said[name]?.visible === true ||
    (ofModule !== undefined && modules.includes(ofModule));
  const children = kind === 'priceBook' ? 'product_prices' : rows;
  return [
    ...(children !== undefined && isNamed('rows', children) ? ['lines'] : []),
    ...(files && isNamed('files') ? ['files'] : []),
    ...(kind === 'invoice' && isNamed('payments', 'invoice_payments') ? ['fields.paid'] : []),
    ...(kind === 'ticket' ? ['comments'] : []),
  ];
}

const unique = (names: string[]): string[] => [...new Set(names)];
