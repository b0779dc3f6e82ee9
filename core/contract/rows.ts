import type { Contact } from './generated/contact.js';
import type { Customer } from './generated/customer.js';
import type { Login } from './generated/login.js';
import type { Subject } from './generated/policy.js';
import type { RecordData } from './generated/record.js';

/** The modules of records: every subject of a policy that is no customer and no contact. */
export type RecordModule = Exclude<Subject, 'customer' | 'contact'>;

/** What `map` yields. Every id and every reference is the vendor's own. */
export type Row =
  | { kind: 'customer'; id: string; asOf?: Date; data: Customer }
  | { kind: 'contact'; id: string; asOf?: Date; data: Contact }
  | { kind: 'login'; id: string; asOf?: Date; data: Login }
  | { kind: 'members'; of: { customer: string } | { contact: string }; are: string[]; primary?: string }
  | { kind: 'record'; module: RecordModule; id: string; asOf?: Date; data: RecordData }
  | { kind: 'refused'; of: RowName; asOf?: Date; error: unknown }
  | { kind: 'problem'; code: string; sentence: string; remedy: string };

/** Which row it is, whatever is in it. */
export type RowName =
  | { kind: 'customer' | 'contact' | 'login'; id: string }
  | { kind: 'record'; module: RecordModule; id: string };

/** Of two copies of one row (RPM-1: a contact comes with each of its customers), the newer `asOf` wins. */
interface RowOptions {
  asOf?: Date | undefined;
}

/**
 * A row's data, or the function that reads it. What that function throws refuses this row alone: it waits in
 * quarantine, stays as it was held, and the item's other rows are applied. What `map` itself throws refuses the
 * whole item. Give the function wherever one item yields several rows, so that a malformed address holds up no
 * right that ends beside it.
 */
export type RowData<T extends object> = T | (() => T);

const asOfOption = ({ asOf }: RowOptions): { asOf?: Date } => (asOf ? { asOf } : {});

const dataOf = <T extends object>(data: RowData<T>): T => (typeof data === 'function' ? data() : data);

function alone(of: RowName, options: RowOptions, make: () => Row): Row {
  try {
    return make();
  } catch (error) {
    return { kind: 'refused', of, error, ...asOfOption(options) };
  }
}

export const customer = (id: string, data: RowData<Customer>, options: RowOptions = {}): Row =>
  alone({ kind: 'customer', id }, options, () => ({
    kind: 'customer',
    id,
    data: dataOf(data),
    ...asOfOption(options),
  }));

export const contact = (id: string, data: RowData<Contact>, options: RowOptions = {}): Row =>
  alone({ kind: 'contact', id }, options, () => ({
    kind: 'contact',
    id,
    data: dataOf(data),
    ...asOfOption(options),
  }));

/** The vendor's own portal sign-in of a contact, which may come in a stream of its own. */
export const login = (id: string, data: RowData<Login>, options: RowOptions = {}): Row =>
  alone({ kind: 'login', id }, options, () => ({
    kind: 'login',
    id,
    data: dataOf(data),
    ...asOfOption(options),
  }));

/**
 * All memberships of one customer, or of one contact: the set replaces what was known from that side, and a plugin
 * yields sets from one side only. `primary` is the customer's one primary contact; it is kept with the customer, so
 * the item that says it must yield the customer too.
 */
export function members(
  set:
    | { of: { customer: string }; are: string[]; primary?: string | undefined }
    | { of: { contact: string }; are: string[]; primary?: never },
): Row {
  const primary = 'primary' in set ? set.primary : undefined;
  return { kind: 'members', of: set.of, are: set.are, ...(primary !== undefined && { primary }) };
}

/** A work item of one module. Sets inside it (participants, comments, …) replace the set held; an absent one is left as it is. */
export const record = (
  module: RecordModule,
  id: string,
  data: RowData<RecordData>,
  options: RowOptions = {},
): Row =>
  alone({ kind: 'record', module, id }, options, () => ({
    kind: 'record',
    module,
    id,
    data: dataOf(data),
    ...asOfOption(options),
  }));

/**
 * Something in this item that a person should look at, though the rest of it is good: an issue on the connection,
 * open until the item comes without it.
 */
export const problem = (code: string, sentence: string, remedy: string): Row => ({
  kind: 'problem',
  code,
  sentence,
  remedy,
});
