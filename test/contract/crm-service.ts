import type { StartedVendor } from '../../core/conformance/testing.js';
import type { Value } from '../simulators/crm-service/crm-service-data.js';
import { startCrmServiceSimulator } from '../simulators/crm-service/start-crm-service-simulator.js';
import { sources } from '../../plugins/crm-service/sources.js';

const modules = new Map([
  ...Object.entries(sources).map(([stream, { module }]) => [stream, module] as const),
  ['logins', 'portal_users'],
  ['links', 'portals'],
]);

/** By module, what staff change in it; where nothing is said, its subject. */
const edits: Readonly<Record<string, Record<string, Value>>> = {
  accounts: { name: 'Staff wrote this' },
  contacts: { first_name: 'Staff wrote this' },
  leads: { first_name: 'Staff wrote this' },
  faqs: { question: 'Staff wrote this' },
  portals: { external_links: [{ title: 'Staff wrote this', url: 'https://docs.crm.example/new' }] },
  portal_users: { active: false },
  ...Object.fromEntries(
    ['tickets', 'projects', 'documents', 'mass_events', 'potentials', 'products', 'price_books'].map(
      (module) => [module, { name: 'Staff wrote this' }],
    ),
  ),
};
const subject = { subject: 'Staff wrote this' };

/** CRM-service's story: an installation in which every rule of the portal has somebody it happens to. */
export async function start(): Promise<StartedVendor> {
  const { url, token, change, close } = await startCrmServiceSimulator();
  const moduleOf = (stream: string): string => modules.get(stream) ?? stream;
  return {
    url,
    settings: { url, token },
    close,
    change: {
      edit(stream, id) {
        const module = moduleOf(stream);
        change.edit({ module, id, attributes: edits[module] ?? subject });
      },
      remove: (stream, id) => change.remove({ module: moduleOf(stream), id }),
    },
    commands: {
      'customer.create': { body: { name: 'Leipomo Oy' } },
      'customer.update': { id: '7102', body: { name: 'Rantapuu Oyj' } },
      'contact.create': {
        body: {
          kind: 'contact',
          firstName: 'Onni',
          lastName: 'Uusi',
          email: 'onni@rantapuu.example',
          principal: '7102',
        },
      },
      'contact.update': { id: '7314', body: { jobTitle: 'Head of support' } },
      'contact.move': { id: '7327', body: { principal: '7102' } },
      'contact.delete': { id: '7326', body: {} },
      'login.enable': { id: '57', body: {} },
      'login.disable': { id: '56', body: {} },
      'ticket.create': {
        body: { subject: 'Login fails', body: 'Since Monday', customer: '7102', contacts: ['7314'] },
      },
      'ticket.update': { id: '9110', body: { subject: 'Login fails again' } },
      'ticket.comment': { id: '9110', body: { text: 'When will it be mended?' } },
      // The price is the product's own, whatever is asked for (C-14).
      'salesOrder.create': {
        body: {
          customer: '7102',
          contacts: ['7315'],
          lines: [{ product: '8203', quantity: 2, unitPrice: 12_000 }],
        },
      },
      'invoice.pay': {
        id: '8801',
        body: {},
        shows: (rows) =>
          rows.some(
            (row) =>
              row.kind === 'record' &&
              row.id === '8801' &&
              'data' in row &&
              row.data.fields?.['paid'] === 1240.5,
          ),
      },
      'event.register': { id: '310', body: { contacts: ['7314'] } },
      'file.add': {
        id: '9110',
        body: {
          name: 'note.txt',
          content: Buffer.from('a note').toString('base64'),
          contentType: 'text/plain',
        },
      },
    },
    file: {
      id: '8011',
      name: 'käyttöohje.txt',
      record: { module: 'document', id: '8001' },
      content: 'Tiedosto 8011: päivää\n',
    },
    says: {
      expired: { status: 401, body: JSON.stringify({ errors: [{ detail: 'Invalid token' }] }) },
    },
  };
}
