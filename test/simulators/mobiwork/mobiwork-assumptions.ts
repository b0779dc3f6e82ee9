import type { Permission } from './mobiwork-data.js';

/** The ways in which MobiWork writes dates (mobiwork.md §3, "mixed"). */
export type DateForm = 'us-day' | 'slash-day' | 'slash-time' | 'java';

/** An answer that says no, inside HTTP 200. */
export interface Refusal {
  statusCode: string;
  code: string;
  text: string;
}

/**
 * Every choice this simulator makes where mobiwork.md says A, "unknown" or "not found" (§7, §8). A connector
 * has to survive all the values, so each is a switch that a test can turn.
 */
export interface MobiworkAssumptions {
  /** How long a token is good, in minutes; and whether signing in ends the tokens given before. */
  tokenMinutes: number;
  newTokenEndsOld: boolean;
  /** What a call with a bad, ended or missing token gets. */
  tokenError: Refusal;
  /** `statusCode` of every other failure; 2 is the one seen, with code 1010. */
  failureStatusCode: string;
  /** At most so many calls in a second; 0 for any number. What goes over it gets HTTP 429. */
  callsPerSecond: number;
  /** Bodies above this get HTTP 413. */
  maxBodyBytes: number;
  /** Lists that heed `startPosition` and `maxResults`: documented for products alone. */
  pagedLists: 'all' | 'products';
  /** The most a list gives at once, and whether criteria lift that (K only for lists without criteria). */
  listCap: number;
  capWithCriteria: boolean;
  /** Lists that say `totalAvailableCount` and `count`: known for customers alone. */
  counters: 'all' | 'customers';
  /** Whether invoice filters have to stand in an `<invoice>`; those in the other place have no effect. */
  invoiceFilters: 'wrapped' | 'bare' | 'either';
  /** What an edit does to a single value it does not name, and to a list it does not name. */
  omittedScalars: 'kept' | 'cleared';
  omittedLists: 'kept' | 'cleared';
  /** What an edit does to members of a list that it names without them. */
  givenLists: 'replaced' | 'merged';
  /** What an edit does with a `contactId` that is none of this customer's. */
  unknownContactId: 'refused' | 'added' | 'ignored';
  /** What happens to the primary contact when a new list comes without them. */
  primaryLeftOut: 'kept' | 'refused' | 'removed';
  /** Whether an edit without `primaryContact` is refused. */
  editNeedsPrimaryContact: boolean;
  /** Whether the primary contact stands in `contactList` too. */
  contactListHasPrimary: boolean;
  /** Names of the four permission flags; null if this tenant does not send them. */
  permissionFlags: Record<Permission, string> | null;
  /** Names of the third phone number and of the parent customer; null: not on the wire. */
  thirdPhoneName: string | null;
  parentName: string | null;
  /** Whether payments can be added, by analogy with what else can. */
  paymentsAdded: boolean;
  /** Names that differ or were not confirmed. */
  invoiceIdName: string;
  workOrderIdName: 'externalId' | 'externalWorkOrderId';
  workOrderCustomerName: 'customerId' | 'mobiworkCustomerId';
  /** Whether estimates say `customerId` and `dueDate`. */
  estimateHasCustomer: boolean;
  /** Names of the wrappers around the lists; the customers' is known. */
  listNames: Record<'workOrder' | 'invoice' | 'estimate' | 'product' | 'payment' | 'user', string>;
  /** Whether `assignedTo` and `createdBy` hold a user's id or name. */
  userReference: 'id' | 'name';
  /** How an empty value is written: as the text `null`, as an empty element, not at all. */
  emptyValue: 'null' | 'empty' | 'absent';
  booleans: 'lower' | 'upper';
  /** How names begin: as listed; a few with a capital, as in `PhoneNumber`; all but the root with a capital. */
  elementCase: 'listed' | 'some' | 'capital';
  declaration: 'none' | 'full' | 'without version';
  dates: Record<'customerDay' | 'workOrderCreated' | 'invoiceCreated' | 'dueDay' | 'paymentDay', DateForm>;
  /** Zone of Java style dates; the tenant's if null. `Africa/Maputo` is the `CAT` of the manual. */
  javaZone: string | null;
}

/** What the simulator does unless a test says otherwise. */
export const DEFAULT_ASSUMPTIONS: MobiworkAssumptions = {
  tokenMinutes: 30,
  newTokenEndsOld: false,
  tokenError: { statusCode: '2', code: '1001', text: 'Invalid or expired authentication token' },
  failureStatusCode: '2',
  callsPerSecond: 0,
  maxBodyBytes: 4_000_000,
  pagedLists: 'all',
  listCap: 200,
  capWithCriteria: true,
  counters: 'all',
  invoiceFilters: 'either',
  omittedScalars: 'kept',
  omittedLists: 'kept',
  givenLists: 'replaced',
  unknownContactId: 'refused',
  primaryLeftOut: 'kept',
  editNeedsPrimaryContact: false,
  contactListHasPrimary: true,
  permissionFlags: {
    billing: 'accessBilling',
    reports: 'accessReports',
    createWorkOrder: 'createWorkOrder',
    editContact: 'editContact',
  },
  thirdPhoneName: null,
  parentName: null,
  paymentsAdded: true,
  invoiceIdName: 'mobiworkInvoiceId',
  workOrderIdName: 'externalId',
  workOrderCustomerName: 'customerId',
  estimateHasCustomer: true,
  listNames: {
    workOrder: 'workOrderList',
    invoice: 'invoiceList',
    estimate: 'estimateList',
    product: 'productList',
    payment: 'paymentList',
    user: 'userList',
  },
  userReference: 'id',
  emptyValue: 'null',
  booleans: 'lower',
  elementCase: 'listed',
  declaration: 'without version',
  dates: {
    customerDay: 'us-day',
    workOrderCreated: 'slash-time',
    invoiceCreated: 'java',
    dueDay: 'slash-day',
    paymentDay: 'slash-day',
  },
  javaZone: null,
};
