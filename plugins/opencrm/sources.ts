import type { RecordModule } from 'portico/contract';

/** Where a module keeps what every record has; the reference names differ from module to module (§3). */
export interface Source {
  /** M in the names of methods. */
  module: string;
  kind: RecordModule;
  label: string;
  subject: string;
  status?: string;
  type?: string;
  customer?: string;
  contact?: string;
  dates?: Record<string, string>;
  parents?: Partial<Record<RecordModule, string>>;
  amount?: string;
  /** Columns without a canonical name: those that the portal shows, those it does not, and ticks, which it does not. */
  fields?: string[];
  internal?: string[];
  ticks?: string[];
  /** It is shown on the portal, by `showonportal`. */
  portal?: true;
}

const address = ['street', 'city', 'code', 'country'].flatMap((part) => [`bill_${part}`, `ship_${part}`]);

/** Quotes, sales orders and invoices, whose totals are assumed to be named as on purchase orders (A). */
const sales = {
  subject: 'subject',
  customer: 'account_id',
  contact: 'contact_id',
  amount: 'total',
  fields: ['terms_conditions', 'subtotal', ...address],
  portal: true as const,
} satisfies Partial<Source>;

const table = {
  tickets: {
    module: 'ticket',
    kind: 'ticket',
    label: 'Helpdesk',
    subject: 'title',
    status: 'status',
    customer: 'parent_id',
    contact: 'contactid',
    dates: { closed: 'closedon' },
    parents: { project: 'projectid', product: 'product_id' },
    fields: ['priority', 'severity', 'category', 'solution'],
    internal: ['support_queue'],
    portal: true,
  },
  projects: {
    module: 'project',
    kind: 'project',
    label: 'Projects',
    subject: 'name',
    status: 'projectstatus',
    type: 'projecttype',
    customer: 'accountid',
    contact: 'contactid',
    dates: { start: 'startdate', end: 'enddate', target: 'targetend' },
    parents: { salesOrder: 'salesorder_id' },
    fields: ['projectnum'],
    internal: ['projpriority'],
    ticks: ['showdocsonportal'],
    portal: true,
  },
  quotes: {
    ...sales,
    module: 'quote',
    kind: 'quote',
    label: 'Quotations',
    status: 'quotestage',
    type: 'quotetype',
    dates: { validUntil: 'validtill' },
    parents: { opportunity: 'potential_id' },
  },
  salesOrders: {
    ...sales,
    module: 'salesorder',
    kind: 'salesOrder',
    label: 'Sales Orders',
    status: 'sostatus',
    dates: { due: 'duedate' },
    parents: { quote: 'quote_id', opportunity: 'potential_id' },
    fields: [...sales.fields, 'customerno'],
  },
  invoices: {
    ...sales,
    module: 'invoice',
    kind: 'invoice',
    label: 'Invoices',
    status: 'invoicestatus',
    dates: { issued: 'invoicedate', due: 'duedate', paid: 'paiddate' },
    parents: { salesOrder: 'salesorder_id', opportunity: 'potential_id' },
    fields: [...sales.fields, 'customerno'],
  },
  opportunities: {
    module: 'opportunity',
    kind: 'opportunity',
    label: 'Opportunities',
    subject: 'potentialname',
    status: 'sales_stage',
    customer: 'accountid',
    contact: 'contactid',
    amount: 'amount',
    dates: { closing: 'closingdate' },
  },
  products: {
    module: 'product',
    kind: 'product',
    label: 'Products',
    subject: 'productname',
    status: 'product_status',
    amount: 'unit_price',
    fields: ['productcode', 'productcategory'],
    ticks: ['discontinued'],
  },
  events: {
    module: 'activity',
    kind: 'event',
    label: 'Activities',
    subject: 'subject',
    status: 'taskstatus',
    customer: 'accountid',
    contact: 'contact_id',
    dates: { start: 'date_start', due: 'due_date' },
    fields: ['category', 'taskpriority'],
  },
} satisfies Record<string, Source>;

/** The modules of records by the names of their streams. `tech_solution`, `buy_price` and the like are never mapped. */
export const sources: Readonly<Record<keyof typeof table, Source>> = table;
