import type { RecordModule, Row, RowName } from '../contract/contract.js';
import { newId } from '../new-id.js';

/** A row that has a table of its own: every kind but memberships (a set) and problems (an issue). */
export type StoredRow = Extract<Row, { data: object }>;
export type StoredKind = StoredRow['kind'];

/** What one page writes of a row beside its own columns. */
export interface RowStamp {
  hash: string;
  stream: string;
  itemId: string;
  /** The primary contact, for a customer whose memberships came with it. */
  primary?: string | undefined;
}

/** Every module of records, each with its schema in schemas/records. */
export const recordModules = [
  'ticket',
  'form',
  'invoice',
  'quote',
  'salesOrder',
  'project',
  'document',
  'faq',
  'event',
  'opportunity',
  'product',
  'priceBook',
  'workOrder',
  'location',
  'report',
  'link',
] as const satisfies RecordModule[];

type Columns = Record<string, unknown>;

interface RowTable<K extends StoredKind> {
  /** Column name → PostgreSQL type, in the order they are written. */
  columns: Readonly<Record<string, string>>;
  key: readonly string[];
  read(row: Extract<StoredRow, { kind: K }>, stamp: RowStamp): Columns;
}

const stampColumns = {
  id: 'uuid',
  hash: 'bytea',
  stream: 'text',
  item_id: 'text',
  as_of: 'timestamptz',
};

/** Spread it last: an object that goes on after a spread becomes a slow dictionary in V8, row after row. */
const stamped = (row: StoredRow, { hash, stream, itemId }: RowStamp): Columns => ({
  external_id: row.id,
  id: newId(),
  hash: `\\x${hash}`,
  stream,
  item_id: itemId,
  as_of: row.asOf ?? null,
});

/** How each kind of canonical row lies in its table. Sets inside a record have tables of their own: write-record-sets. */
export const rowTables: { readonly [K in StoredKind]: RowTable<K> } = {
  customer: {
    key: ['external_id'],
    columns: {
      external_id: 'text',
      ...stampColumns,
      name: 'text',
      number: 'text',
      email: 'text',
      website: 'text',
      status: 'text',
      parent: 'text',
      primary_contact: 'text',
      details: 'jsonb',
      created_at: 'timestamptz',
      changed_at: 'timestamptz',
    },
    read(row, stamp) {
      const { name, number, email, website, status, parent, createdAt, changedAt, ...details } = row.data;
      return {
        name,
        number,
        email,
        website,
        status,
        parent,
        primary_contact: stamp.primary,
        details,
        created_at: createdAt,
        changed_at: changedAt,
        ...stamped(row, stamp),
      };
    },
  },
  contact: {
    key: ['external_id'],
    columns: {
      external_id: 'text',
      ...stampColumns,
      kind: 'text',
      honorific: 'text',
      first_name: 'text',
      last_name: 'text',
      job_title: 'text',
      email: 'text',
      status: 'text',
      principal: 'text',
      details: 'jsonb',
      created_at: 'timestamptz',
      changed_at: 'timestamptz',
    },
    read(row, stamp) {
      const {
        kind,
        honorific,
        firstName,
        lastName,
        jobTitle,
        email,
        status,
        principal,
        createdAt,
        changedAt,
        ...details
      } = row.data;
      return {
        kind,
        honorific,
        first_name: firstName,
        last_name: lastName,
        job_title: jobTitle,
        email,
        status,
        principal,
        details,
        created_at: createdAt,
        changed_at: changedAt,
        ...stamped(row, stamp),
      };
    },
  },
  login: {
    key: ['external_id'],
    columns: {
      external_id: 'text',
      ...stampColumns,
      contact_id: 'text',
      user_name: 'text',
      enabled: 'boolean',
      locked: 'boolean',
      valid_from: 'date',
      valid_to: 'date',
      capabilities: 'text[]',
      principal: 'text',
    },
    read(row, stamp) {
      const {
        contact,
        userName,
        enabled,
        locked = false,
        validFrom,
        validTo,
        capabilities = [],
        principal,
      } = row.data;
      return {
        contact_id: contact,
        user_name: userName,
        enabled,
        locked,
        valid_from: validFrom,
        valid_to: validTo,
        capabilities,
        principal,
        ...stamped(row, stamp),
      };
    },
  },
  record: {
    key: ['module', 'external_id'],
    columns: {
      module: 'text',
      external_id: 'text',
      ...stampColumns,
      type: 'text',
      number: 'text',
      subject: 'text',
      status: 'text',
      status_group: 'text',
      customer_id: 'text',
      owner_name: 'text',
      owner_email: 'text',
      dates: 'jsonb',
      amount: 'bigint',
      currency: 'text',
      folder: 'text',
      portal_visible: 'boolean',
      public: 'boolean',
      read_only: 'boolean',
      body: 'text',
      lines: 'jsonb',
      fields: 'jsonb',
      created_at: 'timestamptz',
      changed_at: 'timestamptz',
    },
    read(row, stamp) {
      const { data } = row;
      return {
        module: row.module,
        type: data.type,
        number: data.number,
        subject: data.subject,
        status: data.status,
        status_group: data.statusGroup,
        customer_id: data.customer,
        owner_name: data.owner?.name,
        owner_email: data.owner?.email,
        dates: data.dates ?? {},
        amount: data.amount,
        currency: data.currency,
        folder: data.folder,
        portal_visible: data.portalVisible,
        public: data.public,
        read_only: data.readOnly ?? false,
        body: data.body,
        lines: data.lines,
        fields: data.fields ?? {},
        created_at: data.createdAt,
        changed_at: data.changedAt,
        ...stamped(row, stamp),
      };
    },
  },
};

/** The key of a row in `item.yields`, `copy.row_key` and plans: `contact:12x7`, `record/ticket:17x9`, `members/customer:4021`. */
export function rowKey(row: RowName | Extract<Row, { kind: 'members' }>): string {
  if (row.kind === 'record') return `record/${row.module}:${row.id}`;
  if (row.kind !== 'members') return `${row.kind}:${row.id}`;
  return 'customer' in row.of ? `members/customer:${row.of.customer}` : `members/contact:${row.of.contact}`;
}

/** What a row key names. */
export function parseRowKey(key: string): {
  kind: StoredKind | 'members';
  narrow: string | undefined;
  id: string;
} {
  const colon = key.indexOf(':');
  const [kind = '', narrow] = key.slice(0, colon).split('/');
  if (kind !== 'members' && !(kind in rowTables)) throw new Error(`"${key}" is no row key.`);
  // The line above has just seen that it is one of them.
  return { kind: kind as StoredKind | 'members', narrow, id: key.slice(colon + 1) };
}
