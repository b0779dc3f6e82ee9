/**
 * What no source says of OpenCRM (opencrm.md, marks A and D). Each is to be checked on a live system; what differs
 * between tenants is a setting as well.
 */
export const assumed = {
  /** The tenant's zone: times come without one. */
  zone: 'Europe/London',
  /** What an amount is in when the record does not say. */
  currency: 'GBP',
  /** vtiger's id of the base currency. */
  baseCurrency: '1',
  /** No limit is published: two calls a second, one at a time. */
  callsPerSecond: 2,
  /** The most that one list call is asked for. */
  page: 100,
  /** Names as in vtiger. */
  created: 'createdtime',
  changed: 'modifiedtime',
  total: 'total',
  currencyField: 'currency_id',
  secondLine: { Billing: 'bill_street_2', Shipping: 'ship_street_2', Registered: 'reg_street_2' },
  /** What `record_module` says of a lead. */
  leadModule: 'Leads',
  /** How many days, today among them, are asked for where changes are read by day. */
  recentDays: 2,
  /** How an eSigned order or quote is told by its status (O-48 names the word for orders). */
  signedStatus: 'eSigned',
  /** Statuses that can be signed (D3); the others are closed. */
  open: {
    salesOrder: ['Open'],
    quote: ['Open', 'Created', 'Delivered', 'Reviewed'],
  },
  /** Statuses that end a record; the others are open. */
  closed: {
    ticket: ['Closed', 'Resolved'],
    project: ['Closed', 'Completed', 'Cancelled'],
    invoice: ['Paid', 'Cancelled'],
    opportunity: ['Closed Won', 'Closed Lost'],
    event: ['Completed', 'Held', 'Not Held', 'Cancelled'],
  } as Readonly<Record<string, readonly string[]>>,
  /** Invoices that are neither paid nor outstanding (O-41, D). */
  hiddenInvoices: ['Cancelled', 'Draft'],
  /** What a contact must have before it signs (O-45, D). */
  signFields: [
    'firstName',
    'lastName',
    'email',
    'fields.mailingstreet',
    'fields.mailingcity',
    'fields.mailingzip',
  ],
  /** A project of this type is a shelf for documents (O-38). */
  documentsProject: 'Documents',
  /** Where what a person uploads is shown to them, since without a folder it would not be (O-35). */
  uploadFolder: 'Uploads',
} as const;
