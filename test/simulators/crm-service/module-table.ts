/**
 * The modules that a portal or its hub can meet, as [name, start of its numbers, fields] (crm-service.md §3, §8).
 * `name!` is required, `due_date:date` has a type, `account_id>accounts` is a foreign key. Names that the file
 * does not give are ours.
 */
export const MODULE_TABLE: readonly (readonly [name: string, prefix: string, fields: string])[] = [
  ['users', '', 'name! email is_admin:boolean first_name last_name reports_to_id>users'],
  ['organizations', '', 'name!'],
  ['spaces', '', 'name!'],
  ['campaigns', 'CAM', 'name!'],
  ['contracts', 'CTR', 'name! account_id>accounts'],
  ['accounts', 'ACC', 'name! account_type:picklist email phone notes:text parent_id>accounts'],
  [
    'contacts',
    'CON',
    'first_name last_name! email phone title account_id>accounts mailing_street mailing_zip mailing_city mailing_country',
  ],
  ['leads', 'LEA', 'first_name last_name! email company account_id>accounts'],
  ['portals', '', 'name! active:boolean external_links:json credentials_template reset_template'],
  ['portal_profiles', '', 'name! portal_id>portals permissions:json'],
  [
    'portal_users',
    '',
    'contact_id!>contacts portal_id!>portals profile_id>portal_profiles active:boolean is_admin:boolean',
  ],
  [
    'tickets',
    'TT-',
    'name! description:text ticket_status:picklist solution:text account_id>accounts contact_id>contacts handler_id>users product_id>products project_id>projects reseller_id>accounts space_id>spaces vendor_id>accounts',
  ],
  [
    'invoices',
    'INV-',
    'subject! invoice_status:picklist invoice_date:date due_date:date total:decimal currency account_id>accounts contact_id>contacts customer_contact_id>contacts end_customer_id>accounts end_customer_contact_id>contacts organization_id>organizations original_invoice_id>invoices project_id>projects quote_id>quotes salesorder_id>sales_orders mass_event_id>mass_events',
  ],
  ['invoice_rows', '', rows('invoices')],
  [
    'invoice_payments',
    '',
    'invoice_id!>invoices amount!:decimal currency payment_date:date reference contact_id>contacts',
  ],
  [
    'payments',
    '',
    'account_id>accounts invoice_id>invoices amount!:decimal currency payment_date:date reference',
  ],
  ['receipts', '', 'account_id>accounts invoice_id>invoices amount:decimal'],
  [
    'quotes',
    'QUO-',
    'subject! quote_stage:picklist valid_until:date total:decimal currency account_id>accounts contact_id>contacts potential_id>potentials project_id>projects campaign_id>campaigns',
  ],
  ['quote_rows', '', rows('quotes')],
  [
    'sales_orders',
    'SO-',
    'subject! order_status:picklist total:decimal currency account_id>accounts contact_id>contacts quote_id>quotes potential_id>potentials project_id>projects campaign_id>campaigns vendor_id>accounts',
  ],
  ['sales_order_rows', '', rows('sales_orders')],
  [
    'purchase_orders',
    'PO-',
    'subject! status:picklist account_id>accounts contact_id>contacts quote_id>quotes project_id>projects vendor_id>accounts',
  ],
  ['purchase_order_rows', '', rows('purchase_orders')],
  ['products', 'PRO', 'name! description:text unit_price:decimal active:boolean vendor_id>accounts'],
  ['price_books', 'PB', 'name! active:boolean'],
  ['product_prices', '', 'price_book_id!>price_books product_id!>products price:decimal currency'],
  [
    'projects',
    'PRJ-',
    'name! status:picklist start_date:date end_date:date account_id>accounts contact_id>contacts contract_id>contracts end_account_id>accounts product_id>products',
  ],
  ['project_rows', '', 'project_id!>projects name quantity:decimal'],
  ['documents', 'DOC', 'name! description:text'],
  ['files', '', 'file_name! file_usage_type file_access_type file_size:integer entity_id download_url'],
  ['faqs', 'FAQ', 'question! answer:text status:picklist product_id>products'],
  [
    'mass_events',
    'EVT',
    'name! description:text event_type:picklist start_time:datetime end_time:datetime registration_start:datetime registration_end:datetime organization_id>organizations product_id>products space_id>spaces header_file_id>files',
  ],
  [
    'mass_event_registrations',
    '',
    'mass_event_id!>mass_events contact_id!>contacts registration_status:picklist',
  ],
  [
    'potentials',
    'POT',
    'name! sales_stage:picklist amount:decimal closing_date:date account_id>accounts contact_id>contacts campaign_id>campaigns product_id>products',
  ],
  ['activities', '', 'subject! start_date:date account_id>accounts contact_id>contacts ticket_id>tickets'],
  ['portal_profile_modules', '', 'profile_id>portal_profiles module actions:json'],
  ['portal_profile_fields', '', 'profile_id>portal_profiles module field visible:boolean editable:boolean'],
];

/** On every module. `internal_notes` is for staff (§8). */
export const SHARED_FIELDS =
  'internal_notes:text owner_id>users creator_id>users updater_id>users sales_group_id created_at:datetime updated_at:datetime';

/** Many-to-many, by the two modules (§3). */
export const JOINED_MODULES: readonly (readonly [string, string[]])[] = [
  [
    'documents',
    'accounts contacts faqs invoices leads potentials products projects purchase_orders quotes sales_orders tickets activities'.split(
      ' ',
    ),
  ],
  ['price_books', 'accounts contacts organizations products'.split(' ')],
  ['products', 'accounts contacts'.split(' ')],
];

/** What the other side of a foreign key is called, where it is not called after its module. */
export const REVERSE_NAMES: Record<string, string> = {
  'accounts.parent_id': 'children',
  'portal_users.portal_id': 'users',
  'portal_users.profile_id': 'users',
  'portal_profiles.portal_id': 'profiles',
  'project_rows.project_id': 'rows',
  'mass_event_registrations.mass_event_id': 'registrations',
};

/** Every row module but that of projects points to its document through entity_id (§3). */
function rows(documents: string): string {
  return `entity_id!>${documents} product_id>products name quantity:decimal unit_price:decimal total:decimal`;
}
