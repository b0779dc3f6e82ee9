/**
 * Every choice this simulator makes where crm-service.md says A or "nothing found". A connector has to survive
 * all the values (§8), so each is a switch that a test can turn at any time.
 */
export interface CrmServiceAssumptions {
  /** How `account_id` and its like come; resource ids are text in any case (§3). */
  foreignKeys: 'text' | 'number';
  dateTimes: 'naive' | 'offset' | 'utc';
  decimals: 'number' | 'text';
  /** Other names of fields, `tickets.name` → `subject`; SECOND_NAMES has all of §8. */
  names: Record<string, string>;
  /** Fields that this installation has not: `invoices.due_date`. */
  missingFields: string[];
  /** Modules without created_at and updated_at. */
  withoutAudit: string[];
  profileStorage: 'object' | 'jsonText' | 'childModules';
  pageSize: number;
  pageMaximum: number;
  /** What happens to a page[size] above the maximum. */
  pageOverMaximum: 'clamped' | 'refused';
  /** Whether one record takes `include` too. */
  includeOnOne: boolean;
  /** Whether `GET /` leaves out what the token's user may not read, or lists it and refuses it when asked. */
  unreadableModules: 'unlisted' | 'listed';
  forbiddenStatus: 401 | 403;
  validationStatus: 400 | 409 | 422;
  /** 204 comes without a body. */
  patchStatus: 200 | 202 | 204;
  /** Of the reporting call, for a bad question. */
  reportingErrorStatus: 400 | 422;
  /** Whether `$ne`, `$nin`, `$not.cts` and `$not.between` match a field without a value. */
  nullIsUnequal: boolean;
  /** Whether the API also refuses a registration outside the window (C-37), or leaves that to the portal. */
  registrationWindow: 'refused' | 'accepted';
  /** Whether a contact's portal users go with the contact (C-24b), or stay without one. */
  contactDeleteCascades: boolean;
  primaryKeyName: 'primaryKey' | 'primary_key' | 'primary key';
  /** How `download_url` is written, and whether it wants the token. */
  downloadLinks: 'absolute' | 'relative';
  downloadNeedsToken: boolean;
  /** What an upload without a MIME type of its own gets. */
  octetStream: 'accepted' | 'refused';
  /** A longer request line is answered 414, and not as JSON. */
  longestUrl: number;
}

/** What the simulator does unless a test says otherwise. */
export const DEFAULT_ASSUMPTIONS: CrmServiceAssumptions = {
  foreignKeys: 'text',
  dateTimes: 'naive',
  decimals: 'number',
  names: {},
  missingFields: [],
  withoutAudit: ['invoice_rows', 'quote_rows', 'sales_order_rows', 'purchase_order_rows', 'project_rows'],
  profileStorage: 'object',
  pageSize: 20,
  pageMaximum: 100,
  pageOverMaximum: 'clamped',
  includeOnOne: true,
  unreadableModules: 'unlisted',
  forbiddenStatus: 403,
  validationStatus: 422,
  patchStatus: 200,
  reportingErrorStatus: 400,
  nullIsUnequal: true,
  registrationWindow: 'refused',
  contactDeleteCascades: true,
  primaryKeyName: 'primaryKey',
  downloadLinks: 'absolute',
  downloadNeedsToken: true,
  octetStream: 'accepted',
  longestUrl: 8_190,
};

/** The second of each pair of candidate names (§8). */
export const SECOND_NAMES: Record<string, string> = {
  'tickets.name': 'subject',
  'tickets.ticket_status': 'status',
  'invoices.invoice_status': 'status',
  'invoices.due_date': 'duedate',
  'invoices.total': 'grand_total',
  'quotes.quote_stage': 'status',
  'sales_orders.order_status': 'status',
  'mass_events.event_type': 'type',
};

/** Texts of failures; but for the first and the fourth, the file names none. */
export const TEXTS = {
  invalidToken: 'Invalid token',
  forbidden: (module: string) => `No permission for module ${module}`,
  notFound: 'Record not found',
  required: (field: string) => `Field ${field} is required`,
  unknownModule: (module: string) => `Module ${module} does not exist`,
  unknownField: (module: string, field: string) => `Field ${field} does not exist in module ${module}`,
  unknownRelation: (relation: string) => `The requested relationship ${relation} does not exist`,
  unknownOperator: (operator: string) => `Unknown operator ${operator}`,
  badFilter: 'The filter is not valid',
  badPage: 'The page is not valid',
  badBody: 'The body is not a valid JSON:API document',
  badValue: (field: string) => `Field ${field} has an invalid value`,
  noSuchRecord: (field: string) => `Field ${field} refers to a record that does not exist`,
  contentType: 'Content-Type must be application/vnd.api+json',
  method: 'Method not allowed',
  usersFiles: 'Files are not supported for users',
  noFile: 'File is missing',
  fileTooLarge: 'The file is larger than 25 MB',
  fileType: 'The file type is not allowed',
  noReporting: 'No permission for reporting',
  missingFrom: "Missing 'from'",
  noEmail: 'The contact needs a valid e-mail address',
  repeatedPortalUser: 'The contact is already a user of this portal',
  foreignProfile: 'The profile belongs to another portal',
  registrationClosed: 'Registration is not open',
} as const;
