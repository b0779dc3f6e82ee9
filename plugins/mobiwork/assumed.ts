/** What mobiwork.md marks [A], or leaves open. Each is to be checked on a running tenant. */
export const assumed = {
  /** Candidates for the wire names of the permission flags; their case does not matter. */
  flags: {
    admin: ['admin'],
    billing: ['accessBilling'],
    reports: ['accessReports'],
    createWorkOrder: ['createWorkOrder'],
    editContact: ['editContact'],
  },
  /** Where an item keeps its own id. */
  ids: {
    customer: ['mobiworkCustomerId', 'id'],
    workOrder: ['mobiworkWorkOrderId', 'id'],
    invoice: ['mobiworkInvoiceId', 'invoiceId', 'id'],
    estimate: ['mobiworkEstimateId', 'estimateId', 'id'],
    product: ['mobiworkProductId', 'productId', 'id'],
    payment: ['paymentId', 'id'],
    user: ['mobiworkUserId', 'userId', 'id'],
  },
  /** A contact or customer that does not say whether it is enabled is not: no right is guessed. */
  enabledUnsaid: false,
  /** Statuses of what is still worked on or to be paid, by module: read between full passes. */
  open: { workOrder: ['OPEN', 'ASSIGNED'], invoice: ['OPEN'], quote: ['OPEN'] },
  /** Statuses that end a record; the setting `closed` replaces them. */
  closed: {
    workOrder: ['CLOSED'],
    invoice: ['PAID', 'CLOSED', 'VOID', 'CANCELLED'],
    quote: ['CLOSED', 'ACCEPTED', 'REJECTED', 'DECLINED', 'EXPIRED', 'CANCELLED'],
  },
  /** Between full passes, records that were made, or invoices that were due, within so many days are read again, too. */
  recentDays: 30,
  /** No answer has more; where paging does not work, a listing is split until its parts fit. */
  mostRows: 200,
  /** No record is older. */
  firstDay: '2000/01/01',
  /** Good manners: no limit is documented. */
  callsPerSecond: 2,
  zone: 'UTC',
  currency: 'USD',
  version: '10.4.109',
  /** What a refusal means, by its code (1010 is known) or else by its words; the first that fits. */
  refusals: [
    [/^1010$/, 'conflict'],
    [/\btoken\b|authenticat|credential|session|not logged in|log ?in again|connector/i, 'auth'],
    [
      /not found|does ?n.t exist|does not exist|no such|unknown .*\bid\b|no longer exists|was deleted/i,
      'notFound',
    ],
    [/permission|privilege|not allowed|access denied|not authori[sz]ed|forbidden/i, 'permission'],
    [/too many|rate limit|try again later/i, 'rateLimited'],
    [/required|invalid|missing|must |duplicate/i, 'invalidRecord'],
  ],
} as const;

export type Capability = keyof typeof assumed.flags;
export type Entity = keyof typeof assumed.ids;
/** The modules whose records have statuses. */
export type Staged = keyof typeof assumed.closed;
