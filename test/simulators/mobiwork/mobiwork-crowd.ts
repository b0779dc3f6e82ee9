import { SUBJECTS } from '../crowd-names.js';
import { createRandom, type Random } from '../random.js';

import type { SharedPerson } from '../shared-person.js';
import { crowdCustomers, crowdMoment, FIRST_CROWD_ID } from './crowd-people.js';
import type { BillingRow, MobiworkCustomer, MobiworkData } from './mobiwork-data.js';
import { storyTenant, storyUsers } from './story-tenant.js';

export interface CrowdOptions {
  customers: number;
  contacts: number;
  /** Half of them work orders, a quarter invoices, the rest quotes and payments. */
  records: number;
  seed: number;
  /** They become the first contacts, enabled, each of a different customer as far as those go. */
  sharedPeople?: SharedPerson[];
}

/**
 * A made-up tenant of any size, the same for the same options. Its rows can be joined with the story's: no id
 * is in both, and the staff are the story's.
 */
export function mobiworkCrowd(options: CrowdOptions): MobiworkData {
  const random = createRandom(options.seed);
  const customers = crowdCustomers({ ...options, random, sharedPeople: options.sharedPeople ?? [] });
  const data: MobiworkData = {
    tenant: structuredClone(storyTenant),
    users: structuredClone(storyUsers),
    customers,
    workOrders: [],
    invoices: [],
    estimates: [],
    products: [],
    payments: [],
    recurrentServices: [],
    forms: [],
    mails: [],
  };
  if (customers.length === 0) return data;
  for (let place = 0; place < options.records; place += 1) addRecord(data, random, place);
  return data;
}

function addRecord(data: MobiworkData, random: Random, place: number): void {
  const id = FIRST_CROWD_ID + place;
  const customer = random.pick(data.customers);
  const kind = place % 8;
  if (kind < 4) addWorkOrder(data, random, { id, customer });
  else if (kind < 6) addInvoice(data, random, { id, customer });
  else if (kind === 6)
    data.estimates.push({ ...billingRow(random, customer), mobiworkEstimateId: id, categoryId: null });
  else addPayment(data, random, id);
}

function addWorkOrder(
  data: MobiworkData,
  random: Random,
  { id, customer }: { id: number; customer: MobiworkCustomer },
): void {
  const createdDate = crowdMoment(random);
  const isAssigned = random.chance(0.7);
  data.workOrders.push({
    mobiworkWorkOrderId: id,
    externalId: null,
    customerId: customer.mobiworkCustomerId,
    description: random.pick(SUBJECTS),
    workOrderTypeId: random.pick([25121, 25122]),
    status: isAssigned ? random.pick(['ASSIGNED', 'CLOSED'] as const) : 'OPEN',
    customStatusId: random.chance(0.2) ? 61 : null,
    addressId: customer.addresses[0]?.addressId ?? null,
    createdDate,
    createdBy: 770,
    customFields: [],
    schedules: isAssigned
      ? [{ userId: random.pick([771, 772]), date: createdDate.slice(0, 10), time: '13:00', duration: 60 }]
      : [],
  });
}

function addInvoice(
  data: MobiworkData,
  random: Random,
  { id, customer }: { id: number; customer: MobiworkCustomer },
): void {
  data.invoices.push({
    ...billingRow(random, customer),
    invoiceId: id,
    balance: `${random.below(2000) + 20}.00`,
    comments: null,
    createdBy: 770,
    assignedTo: random.chance(0.3) ? 771 : null,
    locationId: null,
  });
}

/** A part of an invoice's price; what an invoice owes is what is left. */
function addPayment(data: MobiworkData, random: Random, paymentId: number): void {
  const invoice = random.pick(data.invoices);
  data.payments.push({
    paymentId,
    status: 'COMPLETED',
    amount: `${random.below(300) + 1}.00`,
    createdBy: 770,
    createdDate: invoice.createdDate,
    externalId: null,
    invoiceId: invoice.invoiceId,
    paymentDate: invoice.createdDate.slice(0, 10),
    paymentReference: null,
    paymentType: random.pick(['CHECK', 'CARD']),
  });
}

function billingRow(random: Random, { mobiworkCustomerId }: MobiworkCustomer): BillingRow {
  const createdDate = crowdMoment(random);
  return {
    externalId: null,
    description: random.pick(SUBJECTS),
    status: 'OPEN',
    customerId: mobiworkCustomerId,
    category: null,
    createdDate,
    dueDate: new Date(Date.parse(createdDate) + 30 * 86_400_000).toISOString().slice(0, 10),
    integrationStatus: null,
  };
}
