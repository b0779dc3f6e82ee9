import type { StartedVendor } from '../../core/conformance/testing.js';
import { startVtigerSimulator } from '../simulators/vtiger/start-vtiger-simulator.js';

/** By stream, a column that staff can write anything into. */
const edited: Readonly<Record<string, string>> = {
  accounts: 'accountname',
  contacts: 'lastname',
  tickets: 'ticket_title',
  invoices: 'subject',
  quotes: 'subject',
  salesOrders: 'subject',
  projects: 'projectname',
  documents: 'notes_title',
  faqs: 'question',
  opportunities: 'potentialname',
  products: 'productname',
};

/** coreBOS with the records that were recorded from a running server. */
export const start = (): Promise<StartedVendor> => startFlavour('corebos');

/** The same company on vtiger itself. */
export const startVtiger = (): Promise<StartedVendor> => startFlavour('vtiger');

async function startFlavour(flavour: 'corebos' | 'vtiger'): Promise<StartedVendor> {
  const { url, user, accessKey, change, close } = await startVtigerSimulator({ flavour });
  return {
    url,
    settings: { url, user, accessKey, keyFields: { contact: 'description', ticket: 'solution' } },
    close,
    change: {
      edit: (stream, id) =>
        change.editRecord({ id, values: { [edited[stream] ?? 'subject']: 'Staff wrote this' } }),
      remove: (_stream, id) => change.deleteRecord({ id }),
      touch: (_stream, ids) => change.touch({ ids, modified: '2026-06-01 09:30:00' }),
      expire: () => change.expireSessions(),
    },
    commands: {
      'customer.update': { id: '11x8588', body: { name: 'Kuopio Oy', website: 'kuopio.example' } },
      'contact.create': {
        body: {
          kind: 'contact',
          firstName: 'Aino',
          lastName: 'Laine',
          email: 'aino@kuopio.example',
          principal: '11x8588',
        },
      },
      'contact.update': { id: '12x8609', body: { jobTitle: 'Head of support' } },
      'contact.delete': { id: '12x8667', body: {} },
      'contact.move': { id: '12x8609', body: { principal: '11x8590' } },
      'login.enable': { id: '12x8609', body: {} },
      'login.disable': { id: '12x8610', body: {} },
      'ticket.create': { body: { subject: 'The printer is on fire', body: 'Again.', customer: '11x8588' } },
      'ticket.update': {
        id: '17x8679',
        body: { subject: 'Sign-in fails', fields: { ticketpriorities: 'High' } },
      },
      'ticket.comment': { id: '17x8680', body: { text: 'When will it be mended?' } },
    },
    file: { id: '15x8859', name: 'ohje0.txt', record: { module: 'document', id: '15x8859' } },
    says: {
      expired: {
        body: JSON.stringify({
          success: false,
          error: { code: 'AUTHENTICATION_REQUIRED', message: 'Authencation required' },
        }),
      },
    },
  };
}
