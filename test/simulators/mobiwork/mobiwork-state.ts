import type { DateForm, MobiworkAssumptions } from './mobiwork-assumptions.js';
import type { MobiworkContact, MobiworkCustomer, MobiworkData, MobiworkInvoice } from './mobiwork-data.js';
import { MobiworkError } from './mobiwork-error.js';
import { dayIn, writeDate } from './wire-date.js';

export type IdKind =
  | 'customer'
  | 'contact'
  | 'address'
  | 'workOrder'
  | 'invoice'
  | 'estimate'
  | 'payment'
  | 'product'
  | 'service'
  | 'form';

/** The tenant while it runs: the data, who is signed in, and ids that are never given twice. */
export class MobiworkState {
  /** Tokens and the moment each ends, in milliseconds. */
  readonly tokens = new Map<string, number>();
  /** The whole server answers with a page about maintenance. */
  inTrouble = false;
  /** What the API's login has no right to. */
  refused: ReadonlySet<string> = new Set();
  private readonly lastIds: Record<IdKind, number>;

  constructor(
    readonly data: MobiworkData,
    readonly now: () => Date,
    readonly assumptions: MobiworkAssumptions,
  ) {
    const { customers } = data;
    this.lastIds = {
      customer: highest(customers.map((each) => each.mobiworkCustomerId)),
      contact: highest(customers.flatMap(({ contacts }) => contacts.map((each) => each.contactId))),
      address: highest(customers.flatMap(({ addresses }) => addresses.map((each) => each.addressId))),
      workOrder: highest(data.workOrders.map((each) => each.mobiworkWorkOrderId)),
      invoice: highest(data.invoices.map((each) => each.invoiceId)),
      estimate: highest(data.estimates.map((each) => each.mobiworkEstimateId)),
      payment: highest(data.payments.map((each) => each.paymentId)),
      product: highest(data.products.map((each) => each.mobiworkProductId)),
      service: highest(data.recurrentServices.map((each) => each.id)),
      form: highest(data.forms.map((each) => each.id)),
    };
  }

  nextId(kind: IdKind): number {
    this.lastIds[kind] += 1;
    return this.lastIds[kind];
  }

  customer(id: number | null | undefined): MobiworkCustomer {
    return found(
      this.data.customers.find((each) => each.mobiworkCustomerId === id),
      `customer ${id}`,
    );
  }

  /** A contact and the one customer that owns them. */
  contact(contactId: number): { contact: MobiworkContact; customer: MobiworkCustomer } {
    for (const customer of this.data.customers) {
      const contact = customer.contacts.find((each) => each.contactId === contactId);
      if (contact) return { contact, customer };
    }
    throw new MobiworkError('notFound', `contact ${contactId}`);
  }

  invoice(invoiceId: number): MobiworkInvoice {
    return found(
      this.data.invoices.find((each) => each.invoiceId === invoiceId),
      `invoice ${invoiceId}`,
    );
  }

  /** A staff user as `assignedTo` and `createdBy` show one. */
  userReference(userId: number | null): string | number | null {
    if (userId === null || this.assumptions.userReference === 'id') return userId;
    const user = this.data.users.find((each) => each.mobiworkUserId === userId);
    return user ? `${user.firstName} ${user.lastName}` : null;
  }

  date(iso: string | null, form: DateForm): string | null {
    const { zone } = this.data.tenant;
    return writeDate(iso, form, form === 'java' ? (this.assumptions.javaZone ?? zone) : zone);
  }

  day(iso: string): string {
    return dayIn(iso, this.data.tenant.zone);
  }
}

/** The row, or MobiWork's refusal that says what was looked for. */
export function found<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw new MobiworkError('notFound', what);
  return row;
}

function highest(ids: number[]): number {
  return ids.reduce((highest, id) => Math.max(highest, id), 0);
}
