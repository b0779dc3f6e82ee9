import type { RpmProcess } from './rpm-process-data.js';

/**
 * The whole state of a simulated RPM subscriber, as plain JSON. Dates are ISO strings in UTC here and
 * only become US strings without a zone on the wire (rpm.md §5).
 */
export interface RpmData {
  subscriber: RpmSubscriber;
  customers: RpmCustomer[];
  contacts: RpmContact[];
  links: RpmLink[];
  /** Staff, agents and customer users share one series of user ids. */
  users: RpmUser[];
  processes: RpmProcess[];
  forms: RpmForm[];
  /** The change tokens of `Modified`; the id is that of a process, for `ProcessForms`. */
  ages: RpmAge[];
  /** What RPM would have sent: invitations, password resets, news of a participation. */
  mails: RpmMail[];
}

export interface RpmSubscriber {
  instance: string;
  instanceId: number;
  name: string;
  subscriberId: number;
  /** The user behind the API key. Whatever the key may do depends on this user (rpm.md §2). */
  apiUserId: number;
  /** `-07:00` */
  timeOffset: string;
  /** Whether summer time is applied on top of the offset. */
  timeDst: boolean;
  timeFormat: 1 | 2;
}

export interface RpmCustomer {
  customerId: number;
  name: string;
  website: string;
  aliases: string[];
  added: string;
  modified: string;
  trashed?: boolean;
  fields: { Field: string; Value: string; Uid: string }[];
  locations: RpmLocation[];
  accounts: { Account: string; AccountID: number; Supplier: string; SupplierID: number }[];
  notes: RpmNote[];
  notesForStaff: RpmNote[];
}

export interface RpmLocation {
  locationId: number;
  name: string;
  isPrimary: boolean;
  address: string;
  city: string;
  /** May be `n/a`. */
  stateProvince: string;
  country: string;
  zipPostalCode: string;
}

export interface RpmContact {
  contactId: number;
  firstName: string;
  lastName: string;
  email: string;
  salutation: string;
  title: string;
  /** Type 1 business, 2 home, 3 fax, 6 other. */
  phones: RpmPhone[];
  /** The customer the person works out of (RPM-5). */
  principalCustomerId?: number;
}

export interface RpmPhone {
  phoneNumberId: number;
  type: number;
  number: string;
}

/** RPM-1, RPM-2: one row per pair; not primary means additional. */
export interface RpmLink {
  customerId: number;
  contactId: number;
  isPrimary: boolean;
}

export interface RpmUser {
  userId: number;
  kind: 'staff' | 'agent' | 'customer';
  username: string;
  /** Of staff and agents; a customer user is called what its contact is called. */
  name: string;
  /** Of a customer user: the contact the sign-in hangs on. */
  contactId?: number;
  email?: string;
  enabled: boolean;
  locked?: boolean;
  trashed?: boolean;
  password?: string;
  /** RPM-11, RPM-13: a link was mailed and waits for the person. */
  pending?: { kind: 'invite' | 'reset'; sent: string };
  role: string;
  added: string;
  modified: string;
  lastSignIn?: string;
}

/** A reference keeps the id; its text is looked up when it is read. `id: 0` is an empty one (rpm.md §9). */
export interface RpmValue {
  value?: string;
  id?: number;
  values?: string[];
}

export interface RpmForm {
  formId: number;
  processId: number;
  number: string;
  alternateId?: string;
  ownerId: number;
  statusId: number;
  statusDate: string;
  approvalResult: string;
  archived: boolean;
  /** When it was thrown away; the trash is emptied after 7 days (rpm.md §3.2). */
  trashed?: string;
  started: string;
  startedBy: string;
  modified: string;
  modifiedBy: string;
  /** By field uid. */
  fields: Record<string, RpmValue>;
  participants: RpmParticipant[];
  notes: RpmNote[];
  notesForStaff: RpmNote[];
  files: RpmFile[];
}

export interface RpmParticipant {
  participantId: number;
  userId: number;
}

export interface RpmNote {
  note: string;
  added: string;
  by: string;
}

export interface RpmFile {
  fileId: number;
  alternateId?: string;
  name: string;
  description: string;
  folderId: number;
  staffOnly: boolean;
  added: string;
  addedBy: string;
  /** base64 */
  content: string;
}

export interface RpmAge {
  type: string;
  id?: number;
  age: number;
}

export interface RpmMail {
  at: string;
  to: string;
  userId: number;
  kind: 'invite' | 'reset' | 'participant';
  formId?: number;
}
