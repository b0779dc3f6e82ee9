import type { Subject } from '../contract/contract.js';
import type { SqlParameters } from './sql-parameters.js';
import type { SubjectRow } from './subject-row.js';

/**
 * How a field compares: `moment` is a column, `date` the text of a day or a moment, `json` a value of the
 * vendor's own, `list` and `object` are shown and never compared.
 */
export type FieldType = 'text' | 'integer' | 'boolean' | 'moment' | 'date' | 'json' | 'list' | 'object';

/** One field of a subject, for both ways of judging and for showing. */
export interface SubjectField {
  type: FieldType;
  /** The expression over a row of the subject's table; names inside JSON are parameters. */
  sql(alias: string, parameters: SqlParameters): string;
  /** The same from a row in memory; a missing value is undefined. */
  read(row: SubjectRow): unknown;
  /** Only a record's own page shows it. */
  detail?: boolean;
  /** Set by the hub or the vendor alone. */
  readOnly?: boolean;
}

/** The table of a subject. */
export const tableOf = (subject: Subject): 'record' | 'customer' | 'contact' =>
  subject === 'customer' || subject === 'contact' ? subject : 'record';

const column = (
  name: string,
  type: FieldType,
  more: Partial<Omit<SubjectField, 'type'>> = {},
): SubjectField => ({
  type,
  sql: (alias) => `${alias}.${name}`,
  read: ({ columns }) => columns[name] ?? undefined,
  ...more,
});

const nothing = (): string => 'null';
const fixed = { readOnly: true };

/** What is kept with the row in other tables: read for its page alone. */
const set = (name: string): SubjectField => ({
  type: 'list',
  sql: nothing,
  read: ({ sets }) => sets[name],
  detail: true,
});

const common = {
  id: column('external_id', 'text', fixed),
  status: column('status', 'text'),
  createdAt: column('created_at', 'moment', fixed),
  changedAt: column('changed_at', 'moment', fixed),
};

const inDetails = (name: string): SubjectField => ({
  type: 'list',
  sql: nothing,
  read: ({ columns }) => member(columns['details'], name),
});

const recordFields: Readonly<Record<string, SubjectField>> = {
  ...common,
  type: column('type', 'text', fixed),
  number: column('number', 'text'),
  subject: column('subject', 'text'),
  statusGroup: column('status_group', 'text', fixed),
  customer: column('customer_id', 'text'),
  owner: {
    type: 'object',
    sql: nothing,
    read: ({ columns: { owner_name: name, owner_email: email } }) =>
      name || email ? { ...(name ? { name } : {}), ...(email ? { email } : {}) } : undefined,
  },
  amount: column('amount', 'integer'),
  currency: column('currency', 'text'),
  folder: column('folder', 'text'),
  portalVisible: column('portal_visible', 'boolean', fixed),
  public: column('public', 'boolean', fixed),
  readOnly: column('read_only', 'boolean', fixed),
  dates: { type: 'object', sql: nothing, read: ({ columns }) => columns['dates'] },
  body: { type: 'object', sql: nothing, read: ({ columns }) => columns['body'] ?? undefined, detail: true },
  lines: { type: 'list', sql: nothing, read: ({ columns }) => columns['lines'] ?? undefined, detail: true },
  contacts: set('contacts'),
  participants: set('participants'),
  comments: set('comments'),
  files: set('files'),
};

const customerFields: Readonly<Record<string, SubjectField>> = {
  ...common,
  name: column('name', 'text'),
  number: column('number', 'text'),
  email: column('email', 'text'),
  website: column('website', 'text'),
  parent: column('parent', 'text'),
  phones: inDetails('phones'),
  addresses: inDetails('addresses'),
};

const contactFields: Readonly<Record<string, SubjectField>> = {
  ...common,
  kind: column('kind', 'text', fixed),
  honorific: column('honorific', 'text'),
  firstName: column('first_name', 'text'),
  lastName: column('last_name', 'text'),
  jobTitle: column('job_title', 'text'),
  email: column('email', 'text'),
  principal: column('principal', 'text'),
  phones: inDetails('phones'),
  /** The customers of the contact that are mine too. */
  customers: set('customers'),
};

/** The fields of a subject that have a name of their own; the only identifiers that reach SQL (S46). */
export function namedFields(subject: Subject): Readonly<Record<string, SubjectField>> {
  if (subject === 'customer') return customerFields;
  return subject === 'contact' ? contactFields : recordFields;
}

/**
 * A field by the name that policies and queries use, or nothing: it then behaves as one that no grant shows.
 */
export function fieldOf(subject: Subject, name: string): SubjectField | undefined {
  const named = namedFields(subject);
  if (Object.hasOwn(named, name)) return named[name];
  const [head, inner] = splitName(name);
  if (!inner) return undefined;
  if (head === 'dates' && tableOf(subject) === 'record') return dateField(inner);
  return head === 'fields' ? vendorField(subject, inner) : undefined;
}

function dateField(name: string): SubjectField {
  return {
    type: 'date',
    sql: (alias, parameters) => `(${alias}.dates ->> ${parameters.add(name, 'text')})`,
    read: ({ columns }) => text(member(columns['dates'], name)),
  };
}

function vendorField(subject: Subject, name: string): SubjectField {
  const isRecord = tableOf(subject) === 'record';
  const held = isRecord ? 'fields' : "details -> 'fields'";
  return {
    type: 'json',
    sql: (alias, parameters) => `nullif(${alias}.${held} -> ${parameters.add(name, 'text')}, 'null')`,
    read: ({ columns }) =>
      member(isRecord ? columns['fields'] : member(columns['details'], 'fields'), name) ?? undefined,
  };
}

/** `fields.cf_812` → `fields` and `cf_812`; the inner name may hold dots. */
function splitName(name: string): [string, string] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Does a grant's list of fields hold this one? `dates` holds each of them. */
export const lists = (fields: readonly string[] | undefined, name: string): boolean =>
  fields !== undefined && (fields.includes(name) || (name.startsWith('dates.') && fields.includes('dates')));
