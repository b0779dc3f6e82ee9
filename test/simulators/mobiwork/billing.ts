import { answerList, contains, equals, type Filters } from './answer-list.js';
import { addressWire, nestedCustomerWire } from './customer-wire.js';
import type { Handlers } from './mobiwork-call.js';
import type { BillingRow, MobiworkCustomer, MobiworkEstimate, MobiworkInvoice } from './mobiwork-data.js';
import type { MobiworkState } from './mobiwork-state.js';
import { readDay } from './wire-date.js';
import type { XmlRecord } from './write-xml.js';
import { XmlInput } from './xml-input.js';

/** Invoices and estimates (which are quotes): lists alone were found (mobiwork.md §3). */
export const billingCalls: Handlers = {
  'invoice/list': {
    method: 'POST',
    run: ({ state, input }) =>
      answerList(state, invoiceCriteria(state, input), {
        listName: state.assumptions.listNames.invoice,
        itemName: 'invoice',
        rows: state.data.invoices,
        filters: billingFilters(state),
        toWire: (invoice) => invoiceWire(state, invoice),
      }),
  },
  'estimate/list': {
    method: 'POST',
    run: ({ state, input }) =>
      answerList(state, input, {
        listName: state.assumptions.listNames.estimate,
        itemName: 'estimate',
        rows: state.data.estimates,
        filters: billingFilters(state),
        toWire: (estimate) => estimateWire(state, estimate),
      }),
  },
};

/** Where the criteria are looked for: inside `<invoice>`, beside it, or in whichever there is (§8). */
function invoiceCriteria({ assumptions }: MobiworkState, input: XmlInput): XmlInput {
  if (assumptions.invoiceFilters === 'bare') return input;
  const wrapped = input.child('invoice');
  return wrapped ?? (assumptions.invoiceFilters === 'wrapped' ? XmlInput.read('') : input);
}

function billingFilters(state: MobiworkState): Filters<BillingRow> {
  return {
    description: ({ description }, wanted) => contains(description, wanted),
    status: ({ status }, wanted) => equals(status, wanted),
    externalId: ({ externalId }, wanted) => externalId === wanted,
    category: ({ category }, wanted) => equals(category, wanted),
    createdDateFrom: ({ createdDate }, wanted) => state.day(createdDate) >= readDay(wanted),
    createdDateTo: ({ createdDate }, wanted) => state.day(createdDate) <= readDay(wanted),
    dueDateFrom: ({ dueDate }, wanted) => dueDate !== null && dueDate >= readDay(wanted),
    dueDateTo: ({ dueDate }, wanted) => dueDate !== null && dueDate <= readDay(wanted),
    integrationStatus: ({ integrationStatus }, wanted) => equals(integrationStatus, wanted),
  };
}

function invoiceWire(state: MobiworkState, invoice: MobiworkInvoice): XmlRecord {
  const { invoiceIdName, dates } = state.assumptions;
  const customer = customerOf(state, invoice);
  return {
    [invoiceIdName]: invoice.invoiceId,
    status: invoice.status,
    balance: invoice.balance,
    comments: invoice.comments,
    createdBy: state.userReference(invoice.createdBy),
    createdDate: state.date(invoice.createdDate, dates.invoiceCreated),
    customer: customer && nestedCustomerWire(state, customer),
    customerId: invoice.customerId,
    externalId: invoice.externalId,
    integrationStatus: invoice.integrationStatus,
    dueDate: state.date(invoice.dueDate, dates.dueDay),
    locationId: invoice.locationId,
    category: invoice.category,
    assignedTo: state.userReference(invoice.assignedTo),
  };
}

function estimateWire(state: MobiworkState, estimate: MobiworkEstimate): XmlRecord {
  const address = customerOf(state, estimate)?.addresses[0];
  return {
    mobiworkEstimateId: estimate.mobiworkEstimateId,
    externalId: estimate.externalId,
    description: estimate.description,
    status: estimate.status,
    categoryId: estimate.categoryId,
    category: estimate.category,
    ...(state.assumptions.estimateHasCustomer && {
      customerId: estimate.customerId,
      dueDate: state.date(estimate.dueDate, state.assumptions.dates.dueDay),
    }),
    address: address && addressWire(address),
  };
}

function customerOf({ data }: MobiworkState, { customerId }: BillingRow): MobiworkCustomer | undefined {
  return data.customers.find(({ mobiworkCustomerId }) => mobiworkCustomerId === customerId);
}
