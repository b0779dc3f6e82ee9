import type { Facts, Parameters } from '../../../core/contract/contract.js';
import { transport, type ApptivoSession, type Raw } from '../../../plugins/apptivo/client.js';
import type { ApptivoFacts } from '../../../plugins/apptivo/discover.js';
import type { ApptivoSettings } from '../../../plugins/apptivo/settings.js';

export const settings: ApptivoSettings = { apiKey: 'TEST-API-KEY', accessKey: 'TEST-ACCESS-KEY' };

const vendor: ApptivoFacts = {
  dateFormat: 'MM/dd/yyyy',
  portal: { open: true, view: 'contacts', edit: 'contacts', parentSees: false },
  statuses: [
    { id: '101', name: 'New' },
    { id: '102', name: 'Closed' },
  ],
  types: [{ id: '11', name: 'Issue' }],
  priorities: [{ id: '3', name: 'High' }],
  sources: [{ id: '7', name: 'Portal' }],
  custom: [{ id: 'input_1', name: 'Serial number' }],
  attributes: { cases: { caseSummary: 'case_summary_attr', description: 'description_attr' } },
};

/** What `discover` would have found; `portal` is what the Cases app says. */
export const factsWith = (portal: Partial<ApptivoFacts['portal']> = {}): Facts => ({
  zone: 'Asia/Kolkata',
  modules: {
    customer: { label: 'Customers', fields: [] },
    contact: { label: 'Contacts', fields: [] },
    ticket: {
      label: 'Cases',
      fields: [],
      statuses: [
        { name: 'New', group: 'open' },
        { name: 'Closed', group: 'closed' },
      ],
    },
  },
  vendor: { ...vendor, portal: { ...vendor.portal, ...portal } },
});
export const facts = factsWith();

/** The example bodies of apptivo.md §4. */
export const harry: Raw = {
  id: '269398',
  contactId: 269398,
  firstName: 'Harry',
  lastName: 'Porter',
  fullName: 'Harry Porter',
  accountId: 501914,
  accountName: 'Hannah Baker',
  accounts: [],
  isPrimary: 'Y',
  contactStatusId: 10000,
  contactStatusName: 'Active',
  emailAddresses: [
    {
      id: 'cont_email_input',
      emailAddress: 'harry@porter.example',
      emailType: 'Business',
      emailTypeCode: 'BUSINESS',
    },
  ],
  phoneNumbers: [
    {
      id: 'contact_phone_input',
      phoneNumber: '555-0100',
      phoneType: 'Business',
      phoneTypeCode: 'PHONE_BUSINESS',
    },
  ],
  objectStatus: '0',
  creationDate: '01/15/2025 08:00:00',
  lastUpdateDate: '06/01/2025 12:30:00',
  customAttributes: [],
};
export const router: Raw = {
  id: '77001',
  caseId: 77001,
  caseNumber: 'C-1042',
  caseSummary: 'Router keeps restarting',
  description: 'Since Monday',
  caseStatus: 'New',
  caseStatusId: 101,
  caseType: 'Issue',
  caseTypeId: 11,
  casePriority: 'High',
  casePriorityId: 3,
  caseCustomer: 'Hannah Baker',
  caseCustomerId: 501914,
  caseContact: 'Harry Porter',
  caseContactId: 269398,
  caseEmail: 'harry@porter.example',
  creationDate: '06/02/2025 16:40:12',
  createdByName: 'Harry Porter',
  lastUpdateDate: '06/03/2025 09:01:00',
  customAttributes: [],
  labels: [],
};
export const hannah: Raw = {
  id: '501914',
  customerId: 501914,
  customerName: 'Hannah Baker',
  customerNumber: 17,
  statusName: 'Active',
  website: null,
  emailAddresses: null,
  phoneNumbers: [{ phoneNumber: '555-0101', phoneType: 'Mobile', phoneTypeCode: 'PHONE_MOBILE' }],
  addresses: [{ addressType: 'Billing', addressLine1: '1 High St', city: 'Ely', zipCode: 'CB7' }],
  lastUpdateDate: '06/01/2025 12:30:00',
};

export interface Call {
  action: string;
  body: Raw;
  query: Parameters | undefined;
}
export type Answers = Record<string, (body: Raw) => unknown>;

/** A session whose calls are answered by path and action, through the transport's own judgement. */
export function apptivoSession(answers: Answers, changed: Partial<ApptivoSettings> = {}, known = facts) {
  const calls: Call[] = [];
  const held = new Map<string, Promise<unknown>>();
  const warnings: string[] = [];
  const downloads: string[] = [];
  const refuse = () => Promise.reject(new Error('Only POST is expected.'));
  const session: ApptivoSession = {
    http: {
      get: refuse,
      put: refuse,
      patch: refuse,
      delete: refuse,
      async download(url) {
        downloads.push(url);
        return { content: Buffer.from('bytes') };
      },
      async post(path, given, query) {
        const action = `${path} ${String(query?.['a'])}`;
        const body = Object.fromEntries(
          Object.entries(given as Record<string, string | undefined>).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, parse(value)]],
          ),
        );
        calls.push({ action, body, query });
        const answer = answers[action]?.(body);
        if (answer === undefined) throw new Error(`Nobody answers ${action}.`);
        const fault = transport.fault?.({ status: 200, headers: {}, body: answer, text: '' }, settings);
        if (fault) throw fault;
        return answer;
      },
    },
    settings: { ...settings, ...changed },
    facts: known,
    log: { info: () => undefined, warn: (message) => void warnings.push(message) },
    now: () => new Date('2025-06-10T12:00:00Z'),
    once: <T>(key: string, read: () => Promise<T>) => {
      const reading = (held.get(key) as Promise<T> | undefined) ?? read();
      held.set(key, reading);
      return reading;
    },
  };
  return { session, calls, warnings, downloads, actions: () => calls.map(({ action }) => action) };
}

/** A form value that is JSON of an object or a list, as Apptivo would read it. */
const parse = (value: string): unknown => (/^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value);

export const failure = (reason: string) => ({ status: 'FAILURE', reason });
