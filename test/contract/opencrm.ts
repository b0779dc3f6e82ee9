import type { StartedVendor } from '../../core/conformance/testing.js';
import { startOpencrmSimulator } from '../simulators/opencrm/start-opencrm-simulator.js';

/** By stream, a field that staff can write anything into. */
const edited: Readonly<Record<string, string>> = {
  companies: 'accountname',
  contacts: 'lastname',
  leads: 'lastname',
  tickets: 'title',
  projects: 'name',
  opportunities: 'potentialname',
  products: 'productname',
};

/** OpenCRM's story: a tenant in which every rule of OpenCRM's has somebody it happens to. */
export const start = (): Promise<StartedVendor> => startTenant({});

/** A tenant that answers when a record was changed, and is asked for that between full passes. */
export const startChangedByDay = (): Promise<StartedVendor> => startTenant({ changedByDay: true });

async function startTenant(more: { changedByDay?: boolean }): Promise<StartedVendor> {
  const { url, apiKey, passKey, change, close } = await startOpencrmSimulator();
  return {
    url,
    settings: { url, apiKey, passKey, ...more },
    close,
    change: {
      edit: (stream, id) =>
        change.setFields({
          crmid: Number(id),
          fields: { [edited[stream] ?? 'subject']: 'Staff wrote this' },
        }),
      remove: (_stream, id) => change.deleteRecord({ crmid: Number(id) }),
    },
    commands: {
      'customer.create': { body: { name: 'Prairie Bakery', website: 'prairie.example' } },
      'customer.update': { id: '48102', body: { website: 'harbourlight.example' } },
      'contact.create': {
        body: {
          kind: 'contact',
          firstName: 'Kim',
          lastName: 'Sato',
          email: 'kim@northwind.example',
          principal: '48101',
        },
      },
      'contact.update': { id: '48213', body: { jobTitle: 'Head of finance' } },
      'contact.move': { id: '48202', body: { principal: '48102' } },
      'login.enable': { id: '48204', body: {} },
      'login.disable': { id: '48301', body: {} },
      'ticket.create': {
        body: {
          subject: 'Pump stands still',
          body: 'Since noon.',
          customer: '48102',
          contacts: ['48213'],
        },
      },
      'ticket.update': {
        id: '51879',
        body: { subject: 'Valve leaks again', body: 'More than before.', fields: { priority: 'High' } },
      },
      'salesOrder.sign': { id: '52044', body: {} },
      'quote.sign': { id: '52601', body: {} },
    },
    says: {
      expired: { body: JSON.stringify({ error: 'Unauthorized' }) },
    },
  };
}
