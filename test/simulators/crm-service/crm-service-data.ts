/**
 * The whole state of a simulated CRM-service installation, as plain JSON. Foreign keys are text, days are
 * `2025-03-02`, moments are UTC with Z to the second; only the wire knows other forms (crm-service.md §3).
 */
export interface CrmServiceData {
  tokens: ApiToken[];
  /** What a CRM user may not do; a user who is not here may do everything. */
  rights: Rights[];
  modules: Record<string, CrmRecord[]>;
  /** Many-to-many: pairs of `documents/8001` and `tickets/9110`. */
  links: [string, string][];
  /** By the id of a record in `files`. */
  contents: Record<string, { mime: string; base64: string }>;
  /** Of portal users, by their id; C-19. */
  passwords: Record<string, string>;
  mails: PortalMail[];
}

export interface CrmRecord {
  id: string;
  attributes: Record<string, Value>;
}

export type Value = string | number | boolean | null | ProfilePermissions | ExternalLink[] | string[];

/** C-16. */
export interface ExternalLink {
  title: string;
  url: string;
}

/** C-26 to C-28, C-32: what a profile opens, in the CRM's own module and field names. */
export interface ProfilePermissions {
  modules: string[];
  actions: Record<string, string[]>;
  fields: Record<string, Record<string, { visible: boolean; editable: boolean }>>;
}

/** A token belongs to a CRM user, lives long and can be revoked (crm-service.md §2, A). */
export interface ApiToken {
  token: string;
  userId: string;
  expires?: string;
  revoked?: boolean;
}

export interface Rights {
  userId: string;
  noRead: string[];
  noWrite: string[];
  noDelete: string[];
  noReporting: boolean;
  /** Single records that are out of sight: `contacts/7314`. */
  hidden: string[];
}

/** C-19, C-31: written after the portal's template. */
export interface PortalMail {
  at: string;
  to: string;
  portalUserId: string;
  kind: 'credentials' | 'reset';
  template: string;
  password: string;
}
