import type { StartedVendor } from '../../core/conformance/testing.js';
import { startApptivoSimulator } from '../simulators/apptivo/start-apptivo-simulator.js';

/** Apptivo's story: a firm in which every rule of Apptivo's has somebody it happens to. */
export async function start(): Promise<StartedVendor> {
  let clock = (): Date => new Date();
  const { url, apiKey, accessKey, change, close } = await startApptivoSimulator({ now: () => clock() });

  const edit = (stream: string, id: string): void => {
    if (stream === 'customers') change.renameCustomer({ customerId: Number(id), name: `Renamed ${id}` });
    else if (stream === 'contacts') change.renameContact({ contactId: Number(id), lastName: 'Renamed' });
    else change.editCase({ caseId: Number(id), description: 'Called back' });
  };

  return {
    url,
    settings: { url, apiKey, accessKey, zone: 'Asia/Kolkata', caseSource: 'Portal' },
    close,
    change: {
      edit,
      remove(stream, id) {
        if (stream === 'customers') change.deleteCustomer({ customerId: Number(id) });
        else if (stream === 'contacts') change.deleteContact({ contactId: Number(id) });
        else change.deleteCase({ caseId: Number(id) });
      },
      touch(stream, ids) {
        clock = () => new Date('2026-06-01T09:30:00Z');
        for (const id of ids) edit(stream, id);
        clock = () => new Date();
      },
    },
    commands: {
      'customer.update': { id: '501940', body: { name: "O'Hara & Sons", website: 'https://ohara.example' } },
      'contact.create': {
        body: {
          firstName: 'Kim',
          lastName: 'Sato',
          email: 'kim@northwind.example',
          jobTitle: 'Engineer',
          phones: [{ type: 'mobile', number: '403-555-0177' }],
          principal: '501920',
        },
      },
      'contact.update': { id: '269403', body: { jobTitle: 'Director', email: 'niamh@ohara.example' } },
      'contact.delete': { id: '269406', body: {} },
      'contact.move': { id: '269413', body: { principal: '501930' } },
      'ticket.create': {
        body: {
          subject: 'No tone',
          body: 'Since noon',
          type: '11',
          customer: '501920',
          contacts: ['269400'],
        },
      },
      'ticket.update': {
        id: '77010',
        body: { subject: 'Second line is down', status: 'Open', fields: { casePriority: 'High' } },
      },
      'ticket.comment': { id: '77006', body: { text: 'When will you come?', authorContact: '269400' } },
      'file.add': {
        id: '77006',
        body: { name: 'note.txt', content: Buffer.from('a note').toString('base64') },
      },
    },
    file: {
      id: '99001',
      name: 'offer.txt',
      record: { module: 'ticket', id: '77001' },
      content: 'An offer',
    },
    says: {
      expired: { body: JSON.stringify({ status: 'FAILURE', reason: 'Invalid API Key' }) },
      limited: { body: JSON.stringify({ status: 'FAILURE', reason: 'Too many requests' }) },
    },
  };
}
