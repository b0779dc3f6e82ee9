import type { Subject } from '../contract/contract.js';

/** One record, customer or contact in memory, with what conditions and pages ask of it. */
export interface SubjectRow {
  subject: Subject;
  connectionId: string;
  /** The vendor's id. */
  id: string;
  /** Portico's own, opaque id: the one that leaves. */
  uuid: string;
  /** The columns of its table; moments are microseconds since 1970. */
  columns: Readonly<Record<string, unknown>>;
  links: readonly RowLink[];
  /** Parents that are not deleted, as far as conditions look at them. */
  parents: readonly SubjectRow[];
  /** Contacts, participants, public comments and public files; filled for a record's own page. */
  sets: Readonly<Record<string, unknown>>;
}

/**
 * Whom a row is tied to: a contact it is about, a participant by contact or sign-in, a member of either side.
 */
export interface RowLink {
  kind: 'contact' | 'participant' | 'member';
  by: 'contact' | 'login' | 'customer';
  target: string;
}
