import { formTemplate, processTemplate, UID } from './process-template.js';
import type { RpmFile, RpmForm, RpmParticipant } from './rpm-data.js';
import type { RpmProcess } from './rpm-process-data.js';

/** Ids of the story's processes, by what is special about them. */
export const STORY_PROCESS = {
  ticket: 12,
  survey: 13,
  closedToCustomers: 14,
  hidden: 15,
  noPermission: 16,
  disabled: 17,
  readOnlyAndEmpty: 18,
  ownOnly: 19,
} as const;

const P = STORY_PROCESS;

export const storyProcesses: RpmProcess[] = [
  processTemplate({ processId: P.ticket, name: 'Trouble Ticket', numberPrefix: 'TT', customerUsers: true }),
  processTemplate({ processId: P.survey, name: 'Survey', numberPrefix: 'SV', customerUsers: true }),
  // RPM-17: closed is how every process starts.
  processTemplate({ processId: P.closedToCustomers, name: 'Internal Audit', numberPrefix: 'IA' }),
  processTemplate({ processId: P.hidden, name: 'Payroll', numberPrefix: 'PR', permission: 1 }),
  processTemplate({ processId: P.noPermission, name: 'Legal', numberPrefix: 'LG', permission: 0 }),
  processTemplate({
    processId: P.disabled,
    name: 'Old Complaints',
    numberPrefix: 'OC',
    enabled: false,
    customerUsers: true,
  }),
  processTemplate({
    processId: P.readOnlyAndEmpty,
    name: 'Bulletins',
    numberPrefix: 'BU',
    permission: 11,
    customerUsers: true,
  }),
  processTemplate({ processId: P.ownOnly, name: 'Sales Leads', numberPrefix: 'SL', permission: 8 }),
];

const NORTHWIND = { id: 4021 };
const DELTA = { id: 4050 };
const LODZ = { id: 4060 };

export const storyForms: RpmForm[] = [
  formTemplate({
    formId: 31007,
    processId: P.ticket,
    number: 'TT-0042',
    modified: '2025-06-02T23:41:00.000Z',
    modifiedBy: 'API user',
    fields: {
      [UID.customer]: NORTHWIND,
      [UID.subject]: { value: 'Line down' },
      [UID.severity]: { value: 'High' },
      [UID.tags]: { values: ['Fibre', 'Voice'] },
      [UID.due]: { value: '2025-06-09' },
      [UID.cost]: { value: '1250.00' },
      [UID.technician]: { id: 301 },
    },
    // Staff, the API user, an agent and a customer user: nothing but the user list tells them apart.
    participants: [part(9001, 300), part(9002, 310), part(9003, 320), part(9004, 70021)],
    notes: [
      { note: 'Technician booked', added: '2025-06-02T18:00:00.000Z', by: 'Sam Field' },
      { note: 'Danke – bis später ✓', added: '2025-06-02T19:00:00.000Z', by: 'Ada Moreau' },
    ],
    notesForStaff: [{ note: 'Bill this', added: '2025-06-02T20:00:00.000Z', by: 'Tess Rivera' }],
    files: [file(8001, 'photo.txt', false), file(8002, 'margin.txt', true)],
  }),
  ticket(31008, 'TT-0043', 'Slow at night', NORTHWIND, [70023, 70022]),
  // RPM-20: takes part although Farid is not of Delta Towing, and Jan of nobody any more.
  ticket(31009, 'TT-0044', 'Tow truck radio', DELTA, [70026, 70031]),
  ticket(31010, 'TT-0045', 'Größe ändern: "東京" <b>&</b>', LODZ, [70023, 70025]),
  // No customer, in both ways it can be written (rpm.md §9).
  ticket(31011, 'TT-0046', 'Unknown caller', undefined, [70021]),
  ticket(31012, 'TT-0047', 'Wrong number', { id: 0 }, []),
  { ...ticket(31013, 'TT-0041', 'Solved long ago', NORTHWIND, [70021]), archived: true },
  // Thrown away at a time that no clock of a test has passed: the trash keeps it.
  { ...ticket(31014, 'TT-0040', 'Spam', NORTHWIND, [70021]), trashed: '2099-01-01T00:00:00.000Z' },
  // Nobody of the customer takes part, though all could (RPM-20 to RPM-22).
  ticket(31015, 'TT-0048', 'New router', NORTHWIND, []),
  other(31020, P.survey, 'SV-0001', 'How did we do?', NORTHWIND, [70021]),
  // In a closed process even a participant sees nothing (RPM-17).
  other(31030, P.closedToCustomers, 'IA-0001', 'Audit 2025', NORTHWIND, [70021]),
  other(31040, P.hidden, 'PR-0001', 'Payroll May', undefined, []),
  other(31050, P.noPermission, 'LG-0001', 'Contract', NORTHWIND, []),
  other(31060, P.disabled, 'OC-0001', 'Noise', NORTHWIND, [70021]),
  { ...other(31070, P.ownOnly, 'SL-0001', 'Lead of the API user', DELTA, []), ownerId: 310 },
  other(31071, P.ownOnly, 'SL-0002', 'Lead of somebody else', DELTA, []),
];

function ticket(
  formId: number,
  number: string,
  subject: string,
  customer: { id: number } | undefined,
  userIds: number[],
): RpmForm {
  return other(formId, P.ticket, number, subject, customer, userIds);
}

function other(
  formId: number,
  processId: number,
  number: string,
  subject: string,
  customer: { id: number } | undefined,
  userIds: number[],
): RpmForm {
  return formTemplate({
    formId,
    processId,
    number,
    fields: { [UID.subject]: { value: subject }, ...(customer && { [UID.customer]: customer }) },
    participants: [300, ...userIds].map((userId, place) => part(formId * 10 + place, userId)),
  });
}

function part(participantId: number, userId: number): RpmParticipant {
  return { participantId, userId };
}

function file(fileId: number, name: string, staffOnly: boolean): RpmFile {
  return {
    fileId,
    name,
    description: '',
    folderId: 0,
    staffOnly,
    added: '2025-06-02T18:30:00.000Z',
    addedBy: 'Sam Field',
    content: Buffer.from(`content of ${name}`).toString('base64'),
  };
}
