import type { StartedVendor } from '../../core/conformance/testing.js';
import type { Row } from '../../core/contract/contract.js';
import { startOpencrmSimulator } from '../simulators/opencrm/start-opencrm-simulator.js';

/** By stream, a column that staff can write anything into. */
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
export async function start(): Promise<StartedVendor> {
  const { url, apiKey, passKey, change, close } = await startOpencrmSimulator();
  return {
    url,
    settings: { url, apiKey, passKey, callsPerSecond: 50 },
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
      'customer.create': { body: { name: 'Quay Bakery', website: 'quay.example' } },
      'customer.update': { id: '48102', body: { website: 'harbourlight.example' } },
      'contact.create': {
        body: {
          kind: 'contact',
          firstName: 'Kim',
          lastName: 'Sato',
          email: 'kim@harbourlight.example',
          principal: '48102',
        },
      },
      'contact.update': { id: '48213', body: { jobTitle: 'Chair' } },
      'contact.move': { id: '48214', body: { principal: '48103' } },
      'login.enable': { id: '48204', body: {} },
      'login.disable': { id: '48201', body: {} },
      'ticket.create': {
        body: {
          subject: 'Replace the filter',
          body: 'Second floor',
          contacts: ['48213'],
          customer: '48102',
          portalVisible: true,
        },
      },
      'ticket.update': { id: '51877', body: { fields: { priority: 'Low' } } },
      'salesOrder.sign': { id: '52044', body: {}, shows: isSigned },
      'quote.sign': { id: '52601', body: {}, shows: isSigned },
    },
    says: { expired: { body: JSON.stringify({ error: 'Unauthorized' }) } },
  };
}

/** O-48: the status says it. */
const isSigned = (rows: readonly Row[]): boolean =>
  rows.some((row) => row.kind === 'record' && row.data.status === 'eSigned');
