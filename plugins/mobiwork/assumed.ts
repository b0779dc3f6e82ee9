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
    customer: ['mobiworkCustomerId'],
    workOrder: ['mobiworkWorkOrderId'],
    invoice: ['mobiworkInvoiceId', 'invoiceId'],
    estimate: ['mobiworkEstimateId', 'estimateId'],
    product: ['mobiworkProductId', 'productId'],
    payment: ['paymentId'],
    user: ['mobiworkUserId', 'userId'],
  },
  /** A contact or customer that does not say whether it is enabled is not: no right is guessed. */
  enabledUnsaid: false,
  /** Statuses that end a record; the setting `closed` replaces them. */
  closed: {
    workOrder: ['CLOSED'],
    invoice: ['PAID', 'CLOSED', 'VOID', 'CANCELLED'],
    quote: ['CLOSED', 'ACCEPTED', 'REJECTED', 'DECLINED', 'EXPIRED', 'CANCELLED'],
  } as Record<string, string[]>,
  /** Statuses of what is still worked on or to be paid, read between full passes. */
  open: { workOrder: ['OPEN', 'ASSIGNED'], invoice: ['OPEN'] },
  /** Between full passes, records made within so many days are read again, too. */
  recentDays: 2,
  /** No answer has more; where paging does not work, a listing is split until its parts fit. */
  mostRows: 200,
  /** No record is older. */
  firstDay: '2000-01-01',
  /** Good manners: no limit is documented. */
  callsPerSecond: 2,
  zone: 'UTC',
  currency: 'USD',
  version: '10.4.109',
  /** What a refusal means, by its code (1010 is known) or else by its words; the first that fits. */
  refusals: [
    [/^1010$/, 'conflict'],
    [/\btoken\b|authenticat|credential|session|not logged in|log ?in again/i, 'auth'],
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
