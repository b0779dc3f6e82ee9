import type { AddressItem, CustomAttribute, MailItem, PhoneItem } from './wire-items.js';

export type AppName = 'customers' | 'contacts' | 'cases';
export type Flag = 'Y' | 'N';

/** What every record has. Moments are ISO 8601 in UTC; the wire has them in the firm's format and zone. */
export interface ApptivoRow {
  creationDate: string;
  createdByName: string;
  lastUpdateDate: string;
  lastUpdatedByName: string;
  customAttributes: CustomAttribute[];
  /** Gone for the API; staff can bring it back. */
  deleted?: boolean;
}

export interface ApptivoParty extends ApptivoRow {
  emailAddresses: MailItem[];
  phoneNumbers: PhoneItem[];
  addresses: AddressItem[];
}

export interface ApptivoCustomer extends ApptivoParty {
  customerId: number;
  customerName: string;
  customerNumber: string;
  statusId: number;
  customerCategory?: string;
  website?: string;
  description?: string;
  /** The wire tells the parent's name alone (apptivo.md §6). */
  parentCustomerId?: number;
}

export interface ApptivoContact extends ApptivoParty {
  contactId: number;
  firstName?: string;
  lastName: string;
  jobTitle?: string;
  /** The customer in the contact's own record. */
  accountId?: number;
  isPrimary: Flag;
  contactStatusId: number;
  /** Its "App Access Privileges" (APT-18); without `Cases` the portal shows no case. */
  appAccess: string[];
}

/** An association with a further customer. */
export interface ApptivoLink {
  contactId: number;
  customerId: number;
}

/** "Enable Login" of a contact; without one there is the button "Enable Login". Nothing of it is on the wire. */
export interface ApptivoLogin {
  contactId: number;
  customerId: number;
  email: string;
  state: 'invited' | 'enabled' | 'disabled';
}

/** Who signs in with what; it outlives a portal login that is taken away. */
export interface ApptivoAccount {
  emailId: string;
  password: string;
  resetCode?: string;
}

export interface ApptivoCase extends ApptivoRow {
  caseId: number;
  caseNumber: string;
  caseSummary: string;
  description?: string;
  caseStatusId: number;
  caseTypeId: number;
  casePriorityId: number;
  caseSourceId: number;
  caseCustomerId?: number;
  caseContactId?: number;
  caseEmail?: string;
  assignedObjectRefId?: number;
  needByDate?: string;
  dateResolved?: string;
  createdByObjectId: number;
  createdByObjectRefId: number;
  labels: { labelId: number; labelName: string }[];
}

export interface ApptivoNote {
  noteId: number;
  objectId: number;
  objectRefId: number;
  noteText: string;
  isDisplayToCustomer: Flag;
  createdByObjectId: number;
  createdByObjectRefId: number;
  createdByName: string;
  creationDate: string;
}

export interface ApptivoDocument {
  documentId: number;
  objectId: number;
  objectRefId: number;
  documentName: string;
  base64: string;
  /** "Shared with customer portal", on by default (APT-15). */
  shared: boolean;
  creationDate: string;
}

export interface ApptivoEmployee {
  employeeId: number;
  name: string;
  email: string;
}

export interface Choice {
  id: number;
  name: string;
}

/** A field of an app's page; `options` of a select. */
export interface LayoutAttribute {
  attributeId: string;
  label: string;
  tagName: string;
  options?: { id: string; name: string }[];
}

export interface ApptivoFirm {
  firmId: number;
  firmName: string;
  dateFormat: string;
  /** IANA name; the strings on the wire are in it, and nothing on the wire tells it. */
  zone: string;
  employees: ApptivoEmployee[];
  customerStatuses: Choice[];
  contactStatuses: Choice[];
  caseStatuses: Choice[];
  caseTypes: Choice[];
  casePriorities: Choice[];
  caseSources: Choice[];
  layout: Record<AppName, LayoutAttribute[]>;
  isCasesPortalEnabled: Flag;
  portalViewAccessLevel: 'contacts' | 'all';
  portalEditAccessLevel: 'contacts' | 'all';
  portalIsParentCustomerVisibility: Flag;
  /** Contacts app, Security, Actions (APT-12). */
  loginActions: { enable: boolean; disable: boolean };
  /** Apps that the API user may not enter. */
  deniedApps: AppName[];
}

export interface ApptivoData {
  firm: ApptivoFirm;
  customers: ApptivoCustomer[];
  contacts: ApptivoContact[];
  links: ApptivoLink[];
  logins: ApptivoLogin[];
  accounts: ApptivoAccount[];
  cases: ApptivoCase[];
  notes: ApptivoNote[];
  documents: ApptivoDocument[];
  mails: { to: string; subject: string; code?: string }[];
}

/** The numbers by which calls name an app (apptivo.md §2). */
export const OBJECT_ID = { contacts: 2, customers: 3, employees: 8, cases: 59 } as const;
