import type { RecordModule } from 'portico/contract';

import { assumed } from './assumed.js';

/** Where a module keeps what every record has. */
export interface Source {
  module: string;
  kind: 'customer' | 'contact' | 'lead' | RecordModule;
  subject?: string;
  number?: string;
  status?: string;
  /** References to an account or a contact, or to either (V-14). */
  parties?: string[];
  dates?: Record<string, string>;
  body?: string;
  amount?: string;
  public?: { column: string; is: string };
  /** Standard columns that have no canonical name. */
  fields?: string[];
  lines?: true;
}

const order = {
  subject: 'subject',
  parties: ['account_id', 'contact_id'],
  amount: 'hdnGrandTotal',
  lines: true as const,
} satisfies Partial<Source>;

const table = {
  accounts: { module: 'Accounts', kind: 'customer' },
  contacts: { module: 'Contacts', kind: 'contact' },
  leads: { module: 'Leads', kind: 'lead', status: 'leadstatus' },
  tickets: {
    module: 'HelpDesk',
    kind: 'ticket',
    subject: 'ticket_title',
    number: 'ticket_no',
    status: 'ticketstatus',
    parties: ['parent_id', 'contact_id'],
    body: 'description',
    fields: ['ticketpriorities', 'ticketseverities', 'ticketcategories', 'solution'],
  },
  invoices: {
    ...order,
    module: 'Invoice',
    kind: 'invoice',
    number: 'invoice_no',
    status: 'invoicestatus',
    dates: { issued: 'invoicedate', due: 'duedate' },
  },
  quotes: {
    ...order,
    module: 'Quotes',
    kind: 'quote',
    number: 'quote_no',
    status: 'quotestage',
    dates: { validUntil: 'validtill' },
  },
  salesOrders: {
    ...order,
    module: 'SalesOrder',
    kind: 'salesOrder',
    number: 'salesorder_no',
    status: 'sostatus',
    dates: { due: 'duedate' },
  },
  projects: {
    module: 'Project',
    kind: 'project',
    subject: 'projectname',
    number: 'project_no',
    status: 'projectstatus',
    parties: ['linktoaccountscontacts'],
    body: 'description',
    dates: { start: 'startdate', target: 'targetenddate', end: 'actualenddate' },
    fields: ['progress'],
  },
  documents: {
    module: 'Documents',
    kind: 'document',
    subject: 'notes_title',
    number: 'note_no',
    parties: ['relations'],
    body: 'notecontent',
  },
  faqs: {
    module: 'Faq',
    kind: 'faq',
    subject: 'question',
    number: 'faq_no',
    status: 'faqstatus',
    body: 'faq_answer',
    public: { column: 'faqstatus', is: 'Published' },
    fields: ['faqcategories'],
  },
  opportunities: {
    module: 'Potentials',
    kind: 'opportunity',
    subject: 'potentialname',
    number: 'potential_no',
    status: 'sales_stage',
    parties: ['related_to', 'contact_id'],
    amount: 'amount',
    dates: { closing: 'closingdate' },
  },
  products: {
    module: 'Products',
    kind: 'product',
    subject: 'productname',
    number: 'product_no',
    amount: 'unit_price',
    body: 'description',
    public: { column: 'discontinued', is: assumed.productActive },
    fields: ['productcode', 'productcategory', 'usageunit'],
  },
  priceBooks: {
    module: 'PriceBooks',
    kind: 'priceBook',
    subject: 'bookname',
    number: 'pricebook_no',
    body: 'description',
  },
} satisfies Record<string, Source>;

/** The streams by name, with the standard columns of vtiger and coreBOS (c016-c028). */
export const sources: Readonly<Record<keyof typeof table, Source>> = table;
