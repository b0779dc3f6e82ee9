/** The modules of the published method list, as they stand in method names (opencrm.md §3). */
export const OPENCRM_MODULES = [
  'activity',
  'asset',
  'company',
  'contact',
  'contract',
  'lead',
  'opportunity',
  'product',
  'project',
  'quote',
  'salesorder',
  'invoice',
  'purchaseorder',
  'ticket',
] as const;

export type OpencrmModule = (typeof OPENCRM_MODULES)[number];

/** A record of any module; all modules share one space of ids. Every value is kept as text. */
export interface OpencrmRecord {
  crmid: number;
  module: OpencrmModule;
  /** A staff user's id; `smownerid` or `assigned_user_id` on the wire. */
  owner: number;
  /** Instants, ISO; on the wire they are in the tenant's zone. */
  created: string;
  modified: string;
  /** Only staff delete, and the API then knows nothing of the record. */
  deleted?: boolean;
  fields: Record<string, string>;
}

/** A member of the tenant's staff. */
export interface OpencrmUser {
  id: number;
  userName: string;
  firstName: string;
  lastName: string;
  email: string;
  status: 'Active' | 'Inactive';
}

/** A tenant's whole data. */
export interface OpencrmData {
  users: OpencrmUser[];
  records: OpencrmRecord[];
}

/** A member of the staff who owns what nobody else was given. */
export const FIRST_OWNER = 5;

/** The staff of story and crowd alike; one has left. */
export const OPENCRM_STAFF: readonly OpencrmUser[] = [
  user(FIRST_OWNER, 'hmarsh', 'Helen', 'Marsh', 'Active'),
  user(9, 'ishah', 'Imran', 'Shah', 'Active'),
  user(12, 'lgrant', 'Lou', 'Grant', 'Inactive'),
];

function user(
  id: number,
  userName: string,
  firstName: string,
  lastName: string,
  status: OpencrmUser['status'],
): OpencrmUser {
  return { id, userName, firstName, lastName, email: `${userName}@tenant.example`, status };
}
