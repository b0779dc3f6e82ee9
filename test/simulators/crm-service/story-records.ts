import type { CrmRecord, Value } from './crm-service-data.js';
import { row } from './story-portals.js';

const EUR = { currency: 'EUR' };

/** What the portal shows, by module; owners other than 6 are told. Comments name who may see it. */
export const storyRecords: Record<string, CrmRecord[]> = {
  tickets: [
    // C-08: Aino's own; Eino's of the same company; one of the company and nobody.
    ticket(9110, 'Tulostin ei toimi', '7102', '7314', { ticket_status: 'Open', handler_id: '6' }),
    ticket(9111, 'Laskutusosoite väärin', '7102', '7315', { ticket_status: 'In Progress' }),
    ticket(9112, 'Vuosihuolto', '7102', null, { ticket_status: 'Open' }),
    // Aino's own although the company is another; and one of that company.
    ticket(9113, 'Partner question', '7140', '7314', { ticket_status: 'Open', reseller_id: '7140' }),
    ticket(9114, 'Reseller only', '7140', '7323', { ticket_status: 'Open', internal_notes: 'Staff only' }),
    ticket(9115, 'It\'s "fixed" <b>now</b>', '7102', '7314', {
      ticket_status: 'Closed',
      solution: 'Vaihdettu kaapeli',
      internal_notes: 'Oma moka',
    }),
    ticket(9116, 'Without a company', null, '7329', { ticket_status: 'Open' }),
    // The last number of the examples' TT-1044.
    row(9119, { name: 'Línea caída', entity_no: 'TT-1043', account_id: '7120', contact_id: '7327' }),
  ],
  invoices: [
    invoice(8801, '7102', {
      contact_id: '7315',
      total: 1240.5,
      invoice_status: 'Sent',
      salesorder_id: '8501',
    }),
    invoice(8802, '7102', { total: 99, invoice_status: 'Overdue', due_date: '2025-01-15' }),
    // A credit note.
    invoice(8803, '7102', { total: -240.5, invoice_status: 'Sent', original_invoice_id: '8801' }),
    // Not Rantapuu's: the contact, the end customer alone show nothing (§8).
    invoice(8804, '7140', { contact_id: '7315', total: 10, invoice_status: 'Sent' }),
    invoice(8805, '7140', { end_customer_id: '7102', total: 20, invoice_status: 'Sent' }),
    invoice(8806, '7120', { total: 310, currency: 'USD', invoice_status: 'Paid' }),
    // Empty wherever a field may be.
    invoice(8807, '7110', { total: null, currency: null, due_date: null, invoice_status: null }),
  ],
  invoice_rows: [
    line(8901, '8801', {
      product_id: '8201',
      name: 'Huoltosopimus',
      quantity: 2,
      unit_price: 500,
      total: 1000,
    }),
    line(8902, '8801', { name: 'Matkakulut', quantity: 1, unit_price: 240.5, total: 240.5 }),
    line(8903, '8803', { name: 'Hyvitys: matkakulut', quantity: -1, unit_price: 240.5, total: -240.5 }),
  ],
  invoice_payments: [
    row(8951, { invoice_id: '8806', amount: 310, currency: 'USD', payment_date: '2025-02-20' }),
  ],
  quotes: [
    row(
      8601,
      sale('QUO-1', 'Uusi laitteisto', '7102', { quote_stage: 'Delivered', valid_until: '2030-12-31' }),
    ),
    row(8602, sale('QUO-2', 'Vanhentunut', '7102', { quote_stage: 'Delivered', valid_until: '2024-12-31' })),
  ],
  quote_rows: [line(8651, '8601', { name: 'Reititin', quantity: 4, unit_price: 120, total: 480 })],
  sales_orders: [
    row(8501, sale('SO-1', 'Verkkokauppatilaus', '7102', { order_status: 'Created', contact_id: '7315' })),
  ],
  sales_order_rows: [
    line(8551, '8501', {
      product_id: '8201',
      name: 'Huoltosopimus',
      quantity: 2,
      unit_price: 500,
      total: 1000,
    }),
  ],
  potentials: [
    row(8401, {
      name: 'Laajennus',
      entity_no: 'POT1',
      sales_stage: 'Negotiation',
      amount: 15_000,
      closing_date: '2025-09-30',
      account_id: '7102',
    }),
  ],
  projects: [row(8301, { name: 'Käyttöönotto', entity_no: 'PRJ-1', status: 'Ongoing', account_id: '7102' })],
  products: [
    row(8201, { name: 'Huoltosopimus', entity_no: 'PRO1', unit_price: 500, active: true }),
    // Hidden (§8).
    row(8202, { name: 'Poistunut tuote', entity_no: 'PRO2', unit_price: 1, active: false }),
    row(8203, { name: 'Reititin', entity_no: 'PRO3', unit_price: 120, active: true }),
  ],
  price_books: [row(8101, { name: 'Avainasiakkaat', entity_no: 'PB1', active: true })],
  product_prices: [row(8151, { price_book_id: '8101', product_id: '8201', price: 450, ...EUR })],
  documents: [
    row(8001, { name: 'Käyttöohje', entity_no: 'DOC1', description: 'Tulostimen ohje' }),
    // Linked with nothing a customer has.
    row(8002, { name: 'Sisäinen muistio', entity_no: 'DOC2' }),
  ],
  files: [
    file(8011, '8001', 'käyttöohje.txt', 'Public'),
    file(8012, '9110', 'virheilmoitus.txt', 'Internal'),
  ],
  faqs: [row(8051, { question: 'Miten vaihdan salasanan?', answer: 'Profiilista.', status: 'Published' })],
  mass_events: [
    // C-36: the three kinds. C-37: open, over, not yet, and without limits.
    event(310, 'Käyttäjäkoulutus', 'Registration required', ['2025-01-01T06:00:00Z', '2099-12-31T20:00:00Z']),
    event(311, 'Avoimet ovet', 'Open', [null, null]),
    event(312, 'Johdon aamiainen', 'Invitation only', [null, null]),
    event(313, 'Talvipäivä', 'Registration required', ['2024-11-01T06:00:00Z', '2025-01-31T22:00:00Z']),
    event(314, 'Tulevaisuus', 'Registration required', ['2098-01-01T06:00:00Z', '2099-01-01T06:00:00Z']),
  ],
  mass_event_registrations: [
    row(4401, { mass_event_id: '313', contact_id: '7315', registration_status: 'Registered' }),
    // On the list of the event that is by invitation only.
    row(4402, { mass_event_id: '312', contact_id: '7315', registration_status: 'Invited' }),
  ],
};

export const storyLinks: [string, string][] = [
  ['documents/8001', 'tickets/9110'],
  ['documents/8001', 'accounts/7102'],
  ['price_books/8101', 'accounts/7102'],
  ['price_books/8101', 'products/8201'],
];

export const storyContents = Object.fromEntries(
  ['8011', '8012'].map((id) => [
    id,
    { mime: 'text/plain', base64: Buffer.from(`Tiedosto ${id}: päivää\n`).toString('base64') },
  ]),
);

function ticket(
  id: number,
  name: string,
  account: string | null,
  contact: string | null,
  more: Record<string, Value>,
): CrmRecord {
  const keys = { account_id: account, contact_id: contact };
  return row(id, { name, entity_no: `TT-${id - 8_080}`, description: `${name}.`, ...keys, ...more });
}

function invoice(id: number, account: string, more: Record<string, Value>): CrmRecord {
  const dates = { invoice_date: '2025-01-02', due_date: '2030-01-16' };
  return row(id, { ...sale(`INV-${id - 8_800}`, `Lasku ${id}`, account, dates), ...more });
}

function sale(
  number: string,
  subject: string,
  account: string,
  more: Record<string, Value>,
): Record<string, Value> {
  return { entity_no: number, subject, account_id: account, total: 1000, ...EUR, ...more };
}

/** Row modules have no stamps of their own (§3). */
function line(id: number, document: string, more: Record<string, Value>): CrmRecord {
  return { id: String(id), attributes: { entity_id: document, ...more } };
}

function file(id: number, entity: string, name: string, access: string): CrmRecord {
  const uses = { file_usage_type: 'Entity Attachment', file_access_type: access, file_size: 24 };
  const url = `/api/v1/files/${id}/content`;
  return row(id, { file_name: name, entity_id: entity, ...uses, download_url: url });
}

function event(
  id: number,
  name: string,
  type: string,
  [opens, closes]: [string | null, string | null],
): CrmRecord {
  // The one whose registration is over is over itself; the others are still to come.
  const day = closes !== null && closes < '2026' ? '2025-06-10' : '2099-06-10';
  const times = { start_time: `${day}T06:00:00Z`, end_time: `${day}T13:00:00Z` };
  return row(id, {
    name,
    entity_no: `EVT${id - 309}`,
    event_type: type,
    description: `${name}, Helsinki`,
    ...times,
    registration_start: opens,
    registration_end: closes,
  });
}
