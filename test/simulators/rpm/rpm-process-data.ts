/** RPM-18: the four levels a field may have for customer users. */
export type FieldSecurity = 'hidden' | 'read' | 'edit' | 'required';
export type FieldKind =
  | 'text'
  | 'textArea'
  | 'list'
  | 'multiList'
  | 'yesNo'
  | 'date'
  | 'money'
  | 'percent'
  | 'customer'
  | 'staff';

export interface RpmField {
  uid: string;
  name: string;
  kind: FieldKind;
  options?: string[];
  required?: boolean;
  /** RPM-18: what customer users may do with it; not visible over the API. */
  customerSecurity: FieldSecurity;
}

export interface RpmView {
  viewId: number;
  name: string;
  isShared: boolean;
  /** Column uids: `710_…` for what every form has, else the uid of a field. */
  columns: string[];
  leavesOutArchived: boolean;
}

export interface RpmProcess {
  processId: number;
  name: string;
  enabled: boolean;
  /** What the API user may do, as a code of rpm.md §3.2. */
  permission: number;
  agentUsers: boolean;
  /** RPM-17 */
  customerUsers: boolean;
  rolesAndGroups: number[];
  numberPrefix: string;
  title: { fieldOne: string; fieldTwo: string; includeNumber: boolean };
  fields: RpmField[];
  statuses: { id: number; text: string }[];
  /** The first one is the API user's default. */
  views: RpmView[];
  /** RPM-22: who is tagged when a form is saved, always or only in one status. */
  autoAdd?: { whenStatusId?: number };
}
