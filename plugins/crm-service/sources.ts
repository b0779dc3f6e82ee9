import type { RecordModule } from 'portico/contract';

/** A module of the CRM that is read into records, customers or people. */
export interface Source {
  module: string;
  kind: 'customer' | 'contact' | 'lead' | RecordModule;
  /** Slots (assumed.ts) that are dates of the record. */
  dates?: readonly string[];
  /** The module of its rows; they point back by `entity_id` (project rows by `project_id`). */
  rows?: string;
  files?: true;
  /** What it comes from, by slot. */
  parents?: Readonly<Record<string, RecordModule>>;
}

/** The streams by name (crm-service.md §6). Sign-ins and external links have streams of their own. */
export const sources: Readonly<Record<string, Source>> = {
  customers: { module: 'accounts', kind: 'customer' },
  contacts: { module: 'contacts', kind: 'contact' },
  leads: { module: 'leads', kind: 'lead' },
  tickets: { module: 'tickets', kind: 'ticket', files: true, parents: { project: 'project' } },
  invoices: {
    module: 'invoices',
    kind: 'invoice',
    dates: ['issued', 'due'],
    rows: 'invoice_rows',
    parents: { original: 'invoice', salesOrder: 'salesOrder', quote: 'quote', project: 'project' },
  },
  quotes: {
    module: 'quotes',
    kind: 'quote',
    dates: ['validUntil'],
    rows: 'quote_rows',
    parents: { project: 'project' },
  },
  salesOrders: {
    module: 'sales_orders',
    kind: 'salesOrder',
    dates: ['due'],
    rows: 'sales_order_rows',
    parents: { quote: 'quote', project: 'project' },
  },
  projects: { module: 'projects', kind: 'project', dates: ['start', 'end'], rows: 'project_rows' },
  documents: { module: 'documents', kind: 'document', files: true },
  faqs: { module: 'faqs', kind: 'faq' },
  events: {
    module: 'mass_events',
    kind: 'event',
    dates: ['start', 'end', 'registrationOpens', 'registrationCloses'],
  },
  opportunities: { module: 'potentials', kind: 'opportunity', dates: ['closing'] },
  products: { module: 'products', kind: 'product' },
  priceBooks: { module: 'price_books', kind: 'priceBook' },
};

/** The source of a kind of record. */
export const sourceOf = (kind: Source['kind']): Source | undefined =>
  Object.values(sources).find((each) => each.kind === kind);
