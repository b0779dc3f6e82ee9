/**
 * Every choice this simulator makes where apptivo.md says [A], [I] or "not found". A connector has to survive
 * all the values, so each is a switch that a test can turn at any time (apptivo.md §9).
 */
export interface ApptivoAssumptions {
  /** How a value that is not there is written. */
  unset: 'null' | 'empty' | 'absent';
  emptyArrays: 'empty' | 'null' | 'absent';
  /** Keys of records that are null whatever they hold: any scalar or array may be. */
  nulls: string[];
  /** What a list without hits has for `data`, and whether it still counts. */
  emptyData: 'absent' | 'empty' | 'null';
  emptyCount: boolean;
  getByIdWrapper: 'none' | 'data' | 'responseObject';
  contactSaveWrapper: 'none' | 'data' | 'responseObject';
  caseUpdateReply: 'csCase' | 'id';
  /** What the calls answer whose reply was not found: `createNote`, `addContact`, `delete`, a new password. */
  unknownReply: 'object' | 'responseObject' | 'empty';
  unknownId: 'failure' | 'empty' | 'null';
  /** The most rows one answer has, whatever `numRecords` asks for. */
  largestPage: number;
  /** How far searches reach; whether `getAll` is cut there too; what lies beyond. */
  searchDepth: number;
  getAllIsCut: boolean;
  beyondDepth: 'empty' | 'failure';
  /** Which `sortColumn`s have an effect: any, `creationDate` alone (the proven one), none. */
  sortsBy: 'any' | 'creationDate' | 'nothing';
  /** Whether `searchData` with `lastUpdateDate` (and `lastUpdateDateTo`) filters. */
  lastUpdateDateFilters: boolean;
  /** `getCustomerContacts`: the offset's name that counts, whether it tells the total, its largest page. */
  customerContactsOffset: 'startIndex' | 'iDisplayStart';
  customerContactsCount: boolean;
  customerContactsPage: number;
  /** `documented`: `attributeName` for customers and cases, `attributeNames` for contacts; the other is ignored. */
  attributeSpelling: 'documented' | 'both';
  /** Whether addresses, e-mails and custom attributes are written only with their `is…Update`. */
  flagsNeeded: boolean;
  /** Where a move of a case must say `caseCustNew` or `caseContactNew`. */
  caseNewIn: 'names' | 'data' | 'either' | 'nowhere';
  /** Whether a change over the API of a contact's customer or e-mail takes its portal login, as the page does. */
  apiChangeDisablesLogin: boolean;
  /** Whether the customer that a contact moves away from still lists it. */
  moveKeepsOldLink: boolean;
  accountsShape: 'none' | 'account' | 'customer';
  /** The key that a customer tells its parent's id under, if it does. */
  parentIdKey: string | undefined;
  portalLevelNames: { contacts: string; all: string };
  customerStatusKey: 'statuses' | 'customerStatusList';
  /** The keys of an option in `webLayout`. */
  optionKeys: [id: string, name: string];
  /** The time of day after the firm's date, in luxon's tokens; empty: the day alone. */
  timePattern: string;
  notesKey: 'data' | 'notes' | 'aaData' | 'bare';
  /** Whether a note tells `isDisplayToCustomer`. */
  noteTellsFlag: boolean;
  /** The key of a document's portal switch, if it is told. */
  documentShareKey: string | undefined;
  downloadUrl: 'json' | 'text';
  noteRaisesUpdate: boolean;
  documentRaisesUpdate: boolean;
  portalRefusal: 'statusCode' | 'failure' | 'null';
  /** What `forgotPassword` says about an address nobody has. */
  forgottenOfNobody: 'success' | 'failure';
  failureStatus: number;
  /** Calls in any one second, and what those above it get; no limit without. */
  rate: { callsPerSecond: number; answer: 'failure' | '429' | 'page' } | undefined;
}

/** What the simulator does unless a test says otherwise. */
export const DEFAULT_ASSUMPTIONS: ApptivoAssumptions = {
  unset: 'null',
  emptyArrays: 'empty',
  nulls: [],
  emptyData: 'absent',
  emptyCount: true,
  getByIdWrapper: 'none',
  contactSaveWrapper: 'none',
  caseUpdateReply: 'csCase',
  unknownReply: 'object',
  unknownId: 'failure',
  largestPage: 1000,
  searchDepth: 5000,
  getAllIsCut: true,
  beyondDepth: 'empty',
  sortsBy: 'any',
  lastUpdateDateFilters: false,
  customerContactsOffset: 'iDisplayStart',
  customerContactsCount: false,
  customerContactsPage: 10,
  attributeSpelling: 'documented',
  flagsNeeded: true,
  caseNewIn: 'either',
  apiChangeDisablesLogin: true,
  moveKeepsOldLink: false,
  accountsShape: 'none',
  parentIdKey: undefined,
  portalLevelNames: { contacts: 'CONTACTS', all: 'ALL' },
  customerStatusKey: 'statuses',
  optionKeys: ['optionId', 'optionObject'],
  timePattern: 'HH:mm:ss',
  notesKey: 'data',
  noteTellsFlag: true,
  documentShareKey: undefined,
  downloadUrl: 'json',
  noteRaisesUpdate: false,
  documentRaisesUpdate: false,
  portalRefusal: 'statusCode',
  forgottenOfNobody: 'success',
  failureStatus: 200,
  rate: undefined,
};

/** Reasons of failures; apptivo.md has none. Only those about a bad credential say "Key" (§5). */
export const ASSUMED_TEXTS = {
  apiKey: 'Invalid API Key',
  accessKey: 'Invalid Access Key',
  sessionKey: 'Invalid Session Key',
  user: 'Invalid user name',
  action: 'Invalid action',
  denied: 'You do not have the privilege to view this app',
  tooMany: 'Too many requests',
  tooDeep: 'Search result limit exceeded',
  notFound: 'Record not found',
  missing: (name: string) => `Missing or invalid parameter: ${name}`,
  signIn: 'Invalid email or password',
  resetCode: 'Invalid reset code',
} as const;
