import type { ApiToken, CrmRecord, ProfilePermissions, Value } from './crm-service-data.js';

const SET_UP = '2024-09-02T06:00:00Z';

/** Everybody of the story and the crowd who may sign in has this password. */
export const PORTAL_PASSWORD = 'portico-demo-2025';

/** The first is the hub's. */
export const STORY_TOKENS: ApiToken[] = [
  { token: 'crm-token-00000000000001', userId: '5' },
  { token: 'crm-token-expired', userId: '5', expires: '2025-01-01T00:00:00Z' },
  { token: 'crm-token-narrow', userId: '7' },
];

/** A record with the shared fields filled in. */
export function row(
  id: number,
  attributes: Record<string, Value>,
  { updated = SET_UP, owner = '6' }: { updated?: string; owner?: string } = {},
): CrmRecord {
  const audit = { creator_id: owner, updater_id: owner, created_at: SET_UP, updated_at: updated };
  return { id: String(id), attributes: { owner_id: owner, ...audit, ...attributes } };
}

/** Users, portals and profiles: what the story and the crowd have in common. */
export const STORY_FRAME: Record<string, CrmRecord[]> = {
  users: [
    row(5, { name: 'Hub Integration', email: 'hub@crm.example', is_admin: false, first_name: 'Hub' }),
    row(6, { name: 'Sari Niemi', email: 'sari.niemi@crm.example', is_admin: true, first_name: 'Sari' }),
    // A user with few rights: see `rights` of the story.
    row(7, { name: 'Narrow Integration', email: 'narrow@crm.example', is_admin: false, reports_to_id: '6' }),
  ],
  portals: [
    row(1, {
      name: 'Asiakasportaali',
      active: true,
      // C-16, C-31
      external_links: [{ title: 'Käyttöohjeet', url: 'https://docs.crm.example/ohjeet' }],
      credentials_template: 'Tervetuloa',
      reset_template: 'Uusi salasana',
    }),
    row(12, { name: 'Partner portal', active: true, external_links: null }),
    // C-30: lets nobody in.
    row(9, { name: 'Old portal', active: false, external_links: [] }),
  ],
  portal_profiles: [
    // C-29, profile A: sees the company's invoices and updates its data.
    profile(2, '1', 'Key contact', {
      modules:
        'contacts accounts tickets mass_events invoices quotes potentials price_books products sales_orders projects documents'.split(
          ' ',
        ),
      actions: {
        contacts: ['create', 'update'],
        accounts: ['update'],
        tickets: ['create', 'update'],
        mass_events: ['register'],
        invoices: ['pay'],
        sales_orders: ['create'],
      },
      fields: {
        contacts: fields('first_name last_name title account_id entity_no', 'phone mailing_city email'),
        // C-32: phone may be changed, the number only seen, notes neither.
        accounts: fields('name entity_no account_type', 'phone email', 'notes'),
        tickets: fields('entity_no ticket_status solution account_id contact_id', 'name description'),
        mass_events: fields(
          'name description event_type start_time end_time registration_start registration_end',
        ),
        invoices: fields(
          'entity_no subject invoice_status invoice_date due_date total currency account_id contact_id',
        ),
        quotes: fields('entity_no subject quote_stage valid_until total currency account_id'),
        potentials: fields('entity_no name sales_stage amount closing_date account_id'),
        price_books: fields('entity_no name'),
        products: fields('entity_no name description unit_price active'),
        sales_orders: fields('entity_no order_status total currency account_id contact_id', 'subject'),
        projects: fields('entity_no name status start_date end_date account_id'),
        documents: fields('entity_no name description'),
      },
    }),
    // C-29, profile B: neither invoices nor the company; tickets can be made but not changed (C-28).
    profile(3, '1', 'Employee', {
      modules: ['contacts', 'tickets', 'mass_events', 'products'],
      actions: { contacts: ['update'], tickets: ['create'], mass_events: ['register'] },
      fields: {
        contacts: fields('first_name last_name email account_id', 'phone', 'title mailing_city'),
        tickets: fields('entity_no ticket_status', 'name description', 'solution account_id'),
        mass_events: fields('name description event_type start_time end_time'),
        products: fields('name description', '', 'unit_price'),
      },
    }),
    // C-26: opens nothing.
    profile(4, '1', 'Nothing', { modules: [], actions: {}, fields: {} }),
    profile(8, '12', 'Partner', {
      modules: ['tickets', 'invoices'],
      // C-28: an action of a module that the profile does not open is worth nothing.
      actions: { sales_orders: ['create'] },
      fields: {
        tickets: fields('entity_no name ticket_status'),
        invoices: fields('entity_no subject total'),
      },
    }),
  ],
};

function profile(id: number, portalId: string, name: string, permissions: ProfilePermissions): CrmRecord {
  return row(id, { name, portal_id: portalId, permissions });
}

function fields(seen: string, edited = '', hidden = ''): ProfilePermissions['fields'][string] {
  const rules = (names: string, visible: boolean, editable: boolean) =>
    names
      .split(' ')
      .filter(Boolean)
      .map((name) => [name, { visible, editable }]);
  return Object.fromEntries([
    ...rules(seen, true, false),
    ...rules(edited, true, true),
    ...rules(hidden, false, false),
  ]) as ProfilePermissions['fields'][string];
}
