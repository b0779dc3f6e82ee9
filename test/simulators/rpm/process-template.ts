import { ASSUMED_COLUMNS } from './rpm-assumptions.js';
import type { RpmForm } from './rpm-data.js';
import type { RpmField, RpmProcess } from './rpm-process-data.js';

/** Uids of the fields that every process made by `processTemplate` has. */
export const UID = {
  customer: '522_77',
  subject: '500_300',
  severity: '500_301',
  details: '500_302',
  tags: '500_303',
  due: '500_304',
  urgent: '500_305',
  discount: '500_306',
  cost: '500_307',
  technician: '522_78',
} as const;

const FIELDS: RpmField[] = [
  { uid: UID.customer, name: 'Customer', kind: 'customer', customerSecurity: 'read' },
  { uid: UID.subject, name: 'Subject', kind: 'text', required: true, customerSecurity: 'required' },
  {
    uid: UID.severity,
    name: 'Severity',
    kind: 'list',
    options: ['Low', 'Medium', 'High'],
    customerSecurity: 'read',
  },
  { uid: UID.details, name: 'Details', kind: 'textArea', customerSecurity: 'edit' },
  {
    uid: UID.tags,
    name: 'Tags',
    kind: 'multiList',
    options: ['Fibre', 'Voice', 'Billing'],
    customerSecurity: 'read',
  },
  { uid: UID.due, name: 'Due', kind: 'date', customerSecurity: 'read' },
  { uid: UID.urgent, name: 'Urgent', kind: 'yesNo', customerSecurity: 'read' },
  { uid: UID.discount, name: 'Discount', kind: 'percent', customerSecurity: 'hidden' },
  { uid: UID.cost, name: 'Cost', kind: 'money', customerSecurity: 'hidden' },
  { uid: UID.technician, name: 'Technician', kind: 'staff', customerSecurity: 'hidden' },
];

/** Columns of the default view: it leaves out archived forms and tells the last change (rpm.md §3.3, §9). */
const DEFAULT_COLUMNS = ['710_34', '710_33', UID.customer, UID.subject, ASSUMED_COLUMNS.modified];

/** A process with all kinds of fields, four statuses and three views; everything closed unless said (§1). */
export function processTemplate(
  wanted: Partial<RpmProcess> & { processId: number; name: string; numberPrefix: string },
): RpmProcess {
  const { processId } = wanted;
  const status = (place: number, text: string): { id: number; text: string } => ({
    id: statusId(processId, place),
    text,
  });
  const view = (place: number): { viewId: number; isShared: boolean } => ({
    viewId: processId * 100 + place,
    isShared: true,
  });
  return {
    enabled: true,
    permission: 12,
    agentUsers: false,
    customerUsers: false,
    rolesAndGroups: [1],
    title: { fieldOne: UID.subject, fieldTwo: '', includeNumber: true },
    fields: structuredClone(FIELDS),
    statuses: ['New', 'Open', 'Waiting', 'Closed'].map((text, place) => status(place, text)),
    views: [
      { ...view(1), name: 'Active', columns: [...DEFAULT_COLUMNS], leavesOutArchived: true },
      {
        ...view(2),
        name: 'Everything',
        columns: ['710_34', '710_33', '710_235', '710_638', '710_761', ASSUMED_COLUMNS.modified],
        leavesOutArchived: false,
      },
      { ...view(3), name: 'Board', columns: ['710_33', UID.subject], leavesOutArchived: true },
    ],
    ...wanted,
  };
}

/** The id of a template's status: 0 new, 1 open, 2 waiting, 3 closed. */
export function statusId(processId: number, place: number): number {
  return processId * 10 + place;
}

/** A plain form of a templated process, owned by staff; `place` of the status as in `statusId`. */
export function formTemplate(
  wanted: Partial<RpmForm> & { formId: number; processId: number; number: string; place?: number },
): RpmForm {
  const { place = 1, ...rest } = wanted;
  const started = wanted.started ?? '2025-06-01T15:02:00.000Z';
  return {
    ownerId: 300,
    statusId: statusId(wanted.processId, place),
    statusDate: started,
    approvalResult: '',
    archived: false,
    started,
    startedBy: 'Sam Field',
    modified: started,
    modifiedBy: 'Sam Field',
    fields: {},
    participants: [],
    notes: [],
    notesForStaff: [],
    files: [],
    ...rest,
  };
}
