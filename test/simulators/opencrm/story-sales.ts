import type { OpencrmModule, OpencrmRecord } from './opencrm-data.js';
import { storyRecord } from './story-record.js';

const STATUS = { quote: 'quotestage', salesorder: 'sostatus', invoice: 'invoicestatus' } as const;
const TERMS = 'Payment within 30 days.\nGoods stay ours until paid.';
const BILLED = {
  bill_street: '4 Quay Street',
  bill_city: 'Manchester',
  bill_code: 'M3 3JE',
  bill_country: 'United Kingdom',
};
/** Priya of Harbourlight, and Ada of Northwind. */
const PRIYA = { contact_id: '48213', account_id: '48102' };
const ADA = { contact_id: '48201', account_id: '48101' };

/** O-42: open and closed ones of the contact. */
export const storyQuotes: OpencrmRecord[] = [
  sale(52601, 'quote', 'Cellar pumps', 'Open', { ...PRIYA, validtill: '2034-06-30', total: '1980.00' }),
  sale(52602, 'quote', 'Roof survey', 'Accepted', { ...PRIYA, validtill: '2025-02-01' }),
  sale(52603, 'quote', 'Old boiler', 'Closed', { ...PRIYA, validtill: '2024-02-01' }),
  // O-23
  sale(52604, 'quote', 'Not sent yet', 'Open', { ...PRIYA, showonportal: '0' }),
  // The company alone: quotes go by contact.
  sale(52605, 'quote', 'For anybody at Harbourlight', 'Open', { account_id: '48102' }),
  sale(52606, 'quote', 'Fibre line', 'Open', ADA),
];

/** O-43: open ones ask for something to be done, the others are closed. */
export const storySalesOrders: OpencrmRecord[] = [
  // O-46 to O-48: Priya has the right to sign, and all her details.
  sale(52044, 'salesorder', 'Cellar pumps', 'Open', { ...PRIYA, quote_id: '52601', total: '1980.00' }),
  // O-49: Ada has no right to sign.
  sale(52045, 'salesorder', 'Fibre line', 'Open', { ...ADA, quote_id: '52606' }),
  sale(52046, 'salesorder', 'Roof survey', 'Completed', { ...PRIYA, quote_id: '52602' }),
  sale(52047, 'salesorder', 'Not agreed yet', 'Open', { ...PRIYA, showonportal: '0' }),
  // O-45: Tom's details are not complete.
  sale(52048, 'salesorder', 'Spare valves', 'Open', { contact_id: '48214', account_id: '48102' }),
  // D3: signed already, so not a second time.
  sale(52049, 'salesorder', 'Winter service', 'eSigned', PRIYA),
  sale(52050, 'salesorder', 'Second line', 'Open', { contact_id: '48202', account_id: '48101' }),
];

/** O-40, O-41: paid and outstanding ones, by contact or by company (D1); O-58: four dates that differ. */
export const storyInvoices: OpencrmRecord[] = [
  sale(53001, 'invoice', 'Roof survey', 'Paid', {
    ...PRIYA,
    salesorder_id: '52046',
    invoicedate: '2025-04-01',
    duedate: '2025-05-01',
    paiddate: '2025-04-28',
    subtotal: '500.00',
    total: '600.00',
  }),
  sale(53002, 'invoice', 'Cellar pumps, half', 'Outstanding', {
    ...PRIYA,
    invoicedate: '2025-06-10',
    duedate: '2025-07-10',
    total: '990.00',
  }),
  // D1: linked to the company alone; to the contact alone.
  sale(53003, 'invoice', 'Yearly service', 'Outstanding', { account_id: '48102', invoicedate: '2025-01-15' }),
  sale(53004, 'invoice', 'Training day', 'Outstanding', { contact_id: '48213', invoicedate: '2025-03-03' }),
  // Not offered: neither paid nor outstanding.
  sale(53005, 'invoice', 'Sent by mistake', 'Cancelled', PRIYA),
  sale(53006, 'invoice', 'Being written', 'Draft', PRIYA),
  // O-23
  sale(53007, 'invoice', 'Disputed', 'Outstanding', { ...PRIYA, showonportal: '0' }),
  sale(53008, 'invoice', 'Line rental', 'Outstanding', { ...ADA, invoicedate: '2025-06-01' }),
  // Of the parent company's child, so not of the parent's people.
  sale(53009, 'invoice', 'Buoys', 'Paid', { account_id: '48103', paiddate: '2025-02-02' }),
];

function sale(
  crmid: number,
  module: OpencrmModule & keyof typeof STATUS,
  subject: string,
  status: string,
  fields: Record<string, string>,
): OpencrmRecord {
  const all = { subject, [STATUS[module]]: status, terms_conditions: TERMS, showonportal: '1' };
  return storyRecord(crmid, module, { ...BILLED, ...all, ...fields });
}
