/** A record as the web service shows it: every value text (V-5), the id with its prefix. */
export type Row = Record<string, string>;

export interface FieldDescription {
  name: string;
  label: string;
  mandatory: boolean;
  editable: boolean;
  uitype: string | number;
  type: { name: string; refersTo?: string[]; picklistValues?: unknown; defaultValue?: string };
  [other: string]: unknown;
}

/** The answer to `describe`. */
export interface ModuleDescription {
  name: string;
  label: string;
  idPrefix: string;
  createable: boolean;
  updateable: boolean;
  deleteable: boolean;
  labelFields: string;
  fields: FieldDescription[];
  [other: string]: unknown;
}

/** A module's records, which may be made only when they are asked for. Ids are the part after the prefix. */
export interface RowSource {
  /** Ascending. */
  ids: readonly number[];
  row(id: number): Row;
  /** Last change, in whole seconds since 1970. */
  modified(id: number): number;
}

export interface ModuleData {
  description: ModuleDescription;
  /** Records with owner and times, as opposed to lists such as Groups. */
  isEntity: boolean;
  singular: string;
  rows: RowSource;
}

export interface VtigerUser {
  id: number;
  name: string;
  accessKey: string;
  isAdmin: boolean;
  active: boolean;
  /** May read and not write (V-18). */
  readOnly?: boolean;
  hiddenFields?: Record<string, string[]>;
  deniedModules?: string[];
}

export interface TicketComment {
  ticket: string;
  /** A user's or a contact's id. */
  author: string;
  at: string;
  /** As it is stored: with HTML entities (V-13). */
  text: string;
  isPrivate?: boolean;
}

export interface StoredFile {
  name: string;
  type: string;
  base64: string;
}

export interface InvoiceLine {
  [name: string]: string | number;
}

export interface VtigerData {
  modules: Map<string, ModuleData>;
  users: VtigerUser[];
  comments: TicketComment[];
  /** Document id to the ids of what it hangs on. */
  relations: Map<string, string[]>;
  files: Map<string, StoredFile>;
  lines: Map<string, InvoiceLine[]>;
  /** Portal passwords by contact id. */
  passwords: Map<string, string>;
}

/** Rows that are simply there. */
export function listedRows(rows: readonly Row[]): RowSource {
  const byId = new Map(rows.map((row) => [idNumber(row['id'] ?? ''), row]));
  return {
    ids: [...byId.keys()].sort((a, b) => a - b),
    row: (id) => ({ ...byId.get(id) }),
    modified: (id) => toSeconds(byId.get(id)?.['modifiedtime'] ?? ''),
  };
}

/** The number in `12x8613`; a bare number counts as one (c083), anything else as 0 (c082). */
export function idNumber(id: string): number {
  const number = Number(id.slice(id.indexOf('x') + 1));
  return Number.isInteger(number) ? number : 0;
}

/** `2026-06-01 09:30:00`, always UTC (V-5), as seconds since 1970; what is no date is 0 (c071). */
export function toSeconds(time: string): number {
  const parsed = Date.parse(`${time.trim().replace(' ', 'T')}${time.includes(':') ? 'Z' : 'T00:00:00Z'}`);
  return Number.isNaN(parsed) ? 0 : Math.floor(parsed / 1000);
}

/** Seconds since 1970 as the web service writes times. */
export function toTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The highest number in use: entities of all modules count on one counter (c087 to c106). */
export function lastEntityId(modules: Map<string, ModuleData>): number {
  return Math.max(
    0,
    ...[...modules.values()].map(({ isEntity, rows }) => (isEntity && rows.ids.at(-1)) || 0),
  );
}
