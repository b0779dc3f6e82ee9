import type { RecordData, RecordModule } from '../../core/contract/contract.js';

/** The components of sample people at OpenCRM, whose API does not tell them. */
export const sampleGrants: readonly { connection: string; contact: string; grant: string[] }[] = [
  // Ada: all but Projects and links.
  opencrm('48201', 'details knowledgebase helpdesk documents invoices quotes salesorders'),
  // Carla: orders, which she may sign, and the company's invoices.
  opencrm('48202', 'salesorders invoices'),
  // Priya: everything.
  opencrm(
    '48213',
    'details registered knowledgebase helpdesk documents invoices quotes salesorders projects',
  ),
  // Yara, a lead.
  opencrm('48301', 'helpdesk'),
];

/** What staff publish: a document of each rule (O-33 to O-38, O-66), FAQs, a link, a report (M-18). */
export const keptRecords: readonly {
  connection: string;
  module: RecordModule;
  data: RecordData & { subject: string };
}[] = [
  document('Price list', { public: true, folder: 'General' }),
  document('Terms of service', { public: true, folder: 'General' }),
  document('Not for the portal yet', { public: true, folder: 'General', portalVisible: false }),
  document('Your contract', { contacts: ['48213'], folder: 'Contracts' }),
  document('Contract without a folder', { contacts: ['48213'] }),
  document('Line contract', { contacts: ['48201'], folder: 'Contracts' }),
  document('Refit plan', { parents: [{ module: 'project', id: '53501' }] }),
  document('Handbook of the pumps', { parents: [{ module: 'project', id: '53503' }] }),
  document('Photo of the pump', { parents: [{ module: 'ticket', id: '51877' }] }),
  faq('How do I reset the alarm?', 'Published', 'Hold the red button for five seconds.'),
  faq('When is the help desk open?', 'Published', 'From eight to six, Monday to Friday.'),
  faq('Which pumps are known to fail?', 'Draft', 'Being written.'),
  {
    connection: 'mobiwork',
    module: 'report',
    data: { subject: 'Visits in May', customer: '3178692' },
  },
  {
    connection: 'opencrm',
    module: 'link',
    data: { subject: 'Members’ area', public: true, fields: { url: 'https://members.example' } },
  },
];

function opencrm(contact: string, components: string) {
  const grant = components.split(' ').map((name) => `component:${name}`);
  return { connection: 'opencrm', contact, grant };
}

function document(subject: string, data: RecordData) {
  return {
    connection: 'opencrm',
    module: 'document' as const,
    data: { subject, portalVisible: true, ...data },
  };
}

function faq(subject: string, status: string, body: string) {
  const data = { subject, status, body, public: true, fields: { category: 'Help' } };
  return { connection: 'opencrm', module: 'faq' as const, data };
}
