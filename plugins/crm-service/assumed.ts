/**
 * Everything crm-service.md marks as assumed (A) or decided without a source (D, §8): the first place to look when a
 * live CRM behaves otherwise. What is not here is documented by the vendor.
 */

const stamps = { created: ['created_at'], changed: ['updated_at'] };
const entity = { number: ['entity_no'], owner: ['owner_id'], ...stamps };
const work = { ...entity, customer: ['account_id'], contact: ['contact_id'] };
const money = { amount: ['total', 'grand_total'], currency: ['currency'] };
const row = {
  entity: ['entity_id', 'project_id'],
  product: ['product_id'],
  text: ['name', 'product_name', 'description'],
  quantity: ['quantity', 'qty'],
  unitPrice: ['unit_price', 'price'],
  amount: ['total', 'row_total'],
  taxRate: ['vat_percent', 'tax_percent', 'vat', 'tax'],
};

/** By module and slot, the attributes a value may be in: the first that the module's schema has. */
export const candidates: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  accounts: {
    ...stamps,
    number: ['entity_no'],
    name: ['name'],
    email: ['email'],
    phone: ['phone'],
    parent: ['parent_id'],
  },
  contacts: {
    ...stamps,
    firstName: ['first_name'],
    lastName: ['last_name'],
    jobTitle: ['title', 'job_title'],
    email: ['email'],
    phone: ['phone'],
    mobile: ['mobile'],
    customer: ['account_id'],
  },
  leads: {
    ...stamps,
    firstName: ['first_name'],
    lastName: ['last_name'],
    email: ['email'],
    phone: ['phone'],
    customer: ['account_id'],
  },
  users: { name: ['name'], firstName: ['first_name'], lastName: ['last_name'], email: ['email'] },
  portals: { ...stamps, name: ['name'], active: ['active'], links: ['external_links'] },
  portal_profiles: { name: ['name'], portal: ['portal_id'], permissions: ['permissions'] },
  portal_profile_modules: {
    profile: ['profile_id', 'portal_profile_id'],
    module: ['module', 'module_name', 'name'],
    actions: ['actions'],
  },
  portal_profile_fields: {
    profile: ['profile_id', 'portal_profile_id'],
    module: ['module', 'module_name'],
    field: ['field', 'field_name', 'name'],
    visible: ['visible'],
    editable: ['editable'],
  },
  portal_users: {
    contact: ['contact_id'],
    portal: ['portal_id'],
    profile: ['profile_id'],
    active: ['active'],
    admin: ['is_admin'],
  },
  tickets: {
    ...work,
    subject: ['name', 'subject'],
    body: ['description'],
    status: ['ticket_status', 'status'],
    project: ['project_id'],
  },
  invoices: {
    ...work,
    ...money,
    subject: ['subject', 'name'],
    status: ['invoice_status', 'status'],
    issued: ['invoice_date'],
    due: ['due_date', 'duedate'],
    original: ['original_invoice_id'],
    salesOrder: ['salesorder_id'],
    quote: ['quote_id'],
    project: ['project_id'],
  },
  quotes: {
    ...work,
    ...money,
    subject: ['subject', 'name'],
    status: ['quote_stage', 'status'],
    validUntil: ['valid_until'],
    project: ['project_id'],
  },
  sales_orders: {
    ...work,
    ...money,
    subject: ['subject', 'name'],
    status: ['order_status', 'status'],
    due: ['due_date', 'duedate'],
    quote: ['quote_id'],
    project: ['project_id'],
  },
  projects: {
    ...work,
    subject: ['name', 'subject'],
    body: ['description'],
    status: ['project_status', 'status'],
    start: ['start_date'],
    end: ['end_date'],
  },
  potentials: {
    ...work,
    subject: ['name', 'subject'],
    status: ['sales_stage'],
    amount: ['amount'],
    currency: ['currency'],
    closing: ['closing_date'],
  },
  products: {
    ...entity,
    subject: ['name', 'subject'],
    body: ['description'],
    amount: ['unit_price'],
    currency: ['currency'],
    active: ['active'],
  },
  price_books: { ...entity, subject: ['name', 'subject'], body: ['description'], active: ['active'] },
  product_prices: { book: ['price_book_id'], product: ['product_id'], price: ['price', 'unit_price'] },
  documents: { ...entity, subject: ['name', 'subject', 'title'], body: ['description', 'notes'] },
  faqs: { ...entity, subject: ['question', 'name', 'subject'], body: ['answer', 'description'] },
  files: {
    created: ['created_at'],
    entity: ['entity_id'],
    name: ['file_name'],
    access: ['file_access_type'],
    size: ['file_size', 'size'],
    contentType: ['mime_type', 'content_type'],
    url: ['download_url'],
  },
  mass_events: {
    ...entity,
    subject: ['name'],
    body: ['description'],
    type: ['event_type', 'type'],
    start: ['start_time'],
    end: ['end_time'],
    registrationOpens: ['registration_start'],
    registrationCloses: ['registration_end'],
  },
  mass_event_registrations: { created: ['created_at'], event: ['mass_event_id'], contact: ['contact_id'] },
  invoice_payments: {
    created: ['created_at'],
    invoice: ['invoice_id'],
    amount: ['amount', 'total', 'sum'],
    date: ['payment_date', 'paid_date', 'date'],
  },
  invoice_rows: row,
  quote_rows: row,
  sales_order_rows: row,
  project_rows: row,
};

/** Attributes without a place of their own in the model, read and shown by their names. */
export const extras: Readonly<Record<string, readonly string[]>> = {
  accounts: ['account_type', 'notes'],
  contacts: ['entity_no', 'mailing_street', 'mailing_zip', 'mailing_city', 'mailing_country'],
  tickets: ['solution'],
};

/** Never asked for, never shown, on any module (§8). */
export const neverShown = /internal|passw|secret|token|(^|_)pin(_|$)|api_?key/i;

/** Words of a 401 that is about a right and not about the token. */
export const missingRight = /^(?!.*token).*\b(permissions?|privileges?|rights?|not allowed|forbidden)\b/i;

/** Statuses that end a record; the setting `closed` replaces them. */
export const closed: Readonly<Record<string, readonly string[]>> = {
  ticket: ['Closed', 'Resolved'],
  invoice: ['Paid', 'Cancelled', 'Credited'],
  quote: ['Accepted', 'Rejected', 'Cancelled'],
  salesOrder: ['Delivered', 'Cancelled'],
  project: ['Completed', 'Closed', 'Cancelled'],
  opportunity: ['Closed Won', 'Closed Lost'],
};

/** C-36: kinds of events that are listed; any other, known or not, is for those on its list. */
export const listedEvents = ['registration required', 'open'];

/** Words of `file_access_type`: the first is documented, the second a guess. */
export const fileAccess = { internal: 'Internal', public: 'Public' } as const;

/** Files: at most 25 MB (K). */
export const mostBytes = 25 * 2 ** 20;

/** Rows that a page may have; at most so many ids in one `$in` as well (D). */
export const mostRows = 100;

/** Calls at once. */
export const parallelCalls = 4;

/** Without a field for the hub's marker, an equal record made within this time is taken for that of the lost try. */
export const equalWithin = 86_400_000;
