import type { StartedVendor } from '../../core/conformance/testing.js';
import { startCrmServiceSimulator } from '../simulators/crm-service/start-crm-service-simulator.js';

/** By stream, the module of the CRM and an attribute that staff can write anything into. */
const edited: Readonly<Record<string, readonly [module: string, attribute: string]>> = {
  customers: ['accounts', 'name'],
  contacts: ['contacts', 'last_name'],
  leads: ['leads', 'last_name'],
  tickets: ['tickets', 'name'],
  invoices: ['invoices', 'subject'],
  quotes: ['quotes', 'subject'],
  salesOrders: ['sales_orders', 'subject'],
  projects: ['projects', 'name'],
  documents: ['documents', 'name'],
  faqs: ['faqs', 'question'],
  events: ['mass_events', 'name'],
  opportunities: ['potentials', 'name'],
  products: ['products', 'name'],
  priceBooks: ['price_books', 'name'],
  logins: ['portal_users', 'profile_id'],
  links: ['portals', 'name'],
};

/** CRM-service's story: an installation in which every rule that shows in data has somebody it happens to. */
export async function start(): Promise<StartedVendor> {
  const { url, apiUrl, token, change, dump, close } = await startCrmServiceSimulator();
  const paymentsOf = (invoice: string) =>
    (dump().modules['invoice_payments'] ?? [])
      .filter(({ attributes }) => attributes['invoice_id'] === invoice)
      .map(({ attributes }) => Number(attributes['amount']));
  const placeOf = (stream: string) => edited[stream] ?? ['', ''];
  return {
    url,
    settings: { url: apiUrl, token },
    close,
    change: {
      edit(stream, id) {
        const [module, attribute] = placeOf(stream);
        change.edit({ module, id, attributes: { [attribute]: 'Staff wrote this' } });
      },
      remove(stream, id) {
        const [module] = placeOf(stream);
        change.remove({ module, id });
      },
    },
    commands: {
      'customer.create': { body: { name: 'Uusi Oy', email: 'info@uusi.example' } },
      'customer.update': {
        id: '7103',
        body: { name: 'Rantapuu Huolto Ab', email: 'huolto@rantapuu.example' },
      },
      'contact.create': {
        body: {
          kind: 'contact',
          firstName: 'Kim',
          lastName: 'Sato',
          email: 'kim@northwind.example',
          phones: [{ type: 'work', number: '403-555-0177' }],
          principal: '7120',
        },
      },
      'contact.update': { id: '7316', body: { jobTitle: 'Päällikkö' } },
      'contact.delete': { id: '7326', body: {} },
      'contact.move': { id: '7327', body: { principal: '7110' } },
      'login.enable': { id: '57', body: {} },
      'login.disable': { id: '55', body: {} },
      'ticket.create': {
        body: { subject: 'Näyttö on musta', body: 'Aamusta asti', customer: '7102', contacts: ['7314'] },
      },
      'ticket.update': { id: '9110', body: { subject: 'Tulostin toimii taas', status: 'Closed' } },
      'salesOrder.create': {
        body: {
          subject: 'Verkkokaupasta',
          customer: '7102',
          contacts: ['7315'],
          lines: [
            { product: '8201', quantity: 2, unitPrice: 50_000 },
            { product: '8203', quantity: 1, unitPrice: 12_000 },
          ],
        },
      },
      // A payment is in no stream (the plugin's README), so it is looked for where it is kept.
      'invoice.pay': { id: '8801', body: {}, shows: () => paymentsOf('8801').join() === '1240.5' },
      'event.register': { id: '310', body: { contacts: ['7314'] } },
      'file.add': {
        id: '9110',
        body: { name: 'note.txt', content: Buffer.from('a note').toString('base64') },
        base: { module: 'ticket' },
      },
    },
    file: {
      id: '8011',
      name: 'käyttöohje.txt',
      record: { module: 'document', id: '8001' },
      content: 'Tiedosto 8011: päivää\n',
    },
  };
}
