import { emptyProduct } from './empty-rows.js';
import type {
  BillingRow,
  MobiworkData,
  MobiworkEstimate,
  MobiworkInvoice,
  MobiworkPayment,
  MobiworkProduct,
} from './mobiwork-data.js';

const invoices: MobiworkInvoice[] = [
  invoice(71001, '120.50', { ...row(3178692, 'Chair 1'), dueDate: '2025-07-01' }),
  // Paid, by the payment below (M-30).
  { ...invoice(71002, '0.00', row(3178692, 'Filters')), status: 'PAID', category: 'Parts' },
  // Without a due date, in winter time, and marked for another connector.
  {
    ...invoice(71003, '89.00', row(3178692, 'Drills & burrs')),
    dueDate: null,
    createdDate: '2025-01-15T04:30:00.000Z',
    integrationStatus: 'PENDING',
  },
  { ...invoice(71004, '1500.00', row(3178700, 'Splice work')), externalId: 'INV-9', assignedTo: 771 },
  invoice(71005, '45.00', row(3178710, 'Boiler')),
  invoice(71006, '300.00', row(3178720, 'Last bill')),
];

const estimates: MobiworkEstimate[] = [
  { ...row(3178692, 'Two new chairs'), mobiworkEstimateId: 72001, categoryId: 5, category: 'Chairs' },
  { ...row(3178692, 'Old quote'), mobiworkEstimateId: 72002, categoryId: null, status: 'CLOSED' },
  { ...row(3178700, 'Fibre to floor 2'), mobiworkEstimateId: 72003, categoryId: null, externalId: 'Q-3' },
];

const payments: MobiworkPayment[] = [
  {
    paymentId: 73001,
    status: 'COMPLETED',
    amount: '210.00',
    createdBy: 770,
    createdDate: '2025-05-30T18:00:00.000Z',
    externalId: null,
    invoiceId: 71002,
    paymentDate: '2025-05-30',
    paymentReference: 'Cheque 1187',
    paymentType: 'CHECK',
  },
];

const products: MobiworkProduct[] = [
  product(74001, 'Filter set', { type: 'PARTS_MATERIALS', price: '21.50', sku: 'FLT-1', category: 'Parts' }),
  product(74002, 'Hour of work', { type: 'SERVICES', price: '95.00' }),
  product(74003, 'Chair M3 "Łux"', { price: '5200.00', modelNumber: 'M3', hasSerialNumbers: true }),
  product(74004, 'Chair M1', { price: '3900.00', modelNumber: 'M1', disabled: true }),
];

/** Invoices, quotes, payments and what they are about. */
export const storyBilling: Pick<MobiworkData, 'invoices' | 'estimates' | 'payments' | 'products'> = {
  invoices,
  estimates,
  payments,
  products,
};

function row(customerId: number, description: string): BillingRow {
  return {
    externalId: null,
    description,
    status: 'OPEN',
    customerId,
    category: null,
    createdDate: '2025-06-02T23:40:12.000Z',
    dueDate: '2025-06-30',
    integrationStatus: null,
  };
}

function invoice(invoiceId: number, balance: string, values: BillingRow): MobiworkInvoice {
  return {
    ...values,
    invoiceId,
    balance,
    comments: values.description,
    createdBy: 770,
    assignedTo: null,
    locationId: null,
  };
}

function product(mobiworkProductId: number, name: string, values: Partial<MobiworkProduct>): MobiworkProduct {
  return { ...emptyProduct(mobiworkProductId), name, ...values };
}
