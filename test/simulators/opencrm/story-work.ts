import type { OpencrmRecord } from './opencrm-data.js';
import { storyRecord as record } from './story-record.js';

const SHOWN = { showonportal: '1' };

export const storyTickets: OpencrmRecord[] = [
  record(
    51877,
    'ticket',
    {
      title: 'Pump alarm every morning',
      status: 'Open',
      priority: 'High',
      category: 'Fault',
      contactid: '48213',
      parent_id: '48102',
      description: 'Starts at 06:10.',
      // Internal: never for the customer's eyes (opencrm.md §6).
      tech_solution: 'Known fault of the 2019 pumps, do not admit',
      ...SHOWN,
    },
    // Half past midnight of the next day in the tenant's summer.
    { owner: 9, modified: '2025-07-01T23:30:00.000Z' },
  ),
  // O-23: linked but not shown; shown but a colleague's; shown but linked to the company alone.
  ticket(51878, 'Discount talks', 'Open', { contactid: '48213', parent_id: '48102', showonportal: '0' }),
  ticket(51879, 'Leaking valve', 'In Progress', { contactid: '48214', parent_id: '48102', ...SHOWN }),
  ticket(51880, 'Yearly service', 'Open', { parent_id: '48102', ...SHOWN }),
  // O-57: another status; closed ones stay visible.
  ticket(51881, 'Wrong meter reading', 'Closed', {
    contactid: '48213',
    parent_id: '48102',
    solution: 'Meter replaced',
    closedon: '2025-05-02',
    ...SHOWN,
  }),
  // O-06: a lead's ticket names the lead in one field or the other.
  ticket(51882, 'Where is my sample?', 'Open', { contactid: '48301', ...SHOWN }),
  ticket(51883, 'Brochure in Dutch', 'Wait For Response', { parent_id: '48302', ...SHOWN }),
  ticket(51884, `Łódź: "O'Neill" & <b>東京</b> | 1; 2`, 'Open', { contactid: '48210', ...SHOWN }),
  ticket(51885, 'Slow connection', 'Open', { contactid: '48201', parent_id: '48101', ...SHOWN }),
  // Part of a project (O-30), of a contact without a company.
  ticket(51886, 'Rack is too small', 'Open', { contactid: '48211', projectid: '53506', ...SHOWN }),
  // Nobody's.
  ticket(51887, 'Call from an unknown number', 'Open', SHOWN),
  ticket(51888, 'Entered twice', 'Open', { contactid: '48213', ...SHOWN }, true),
];

export const storyProjects: OpencrmRecord[] = [
  // O-37: both flags; O-53: open and closed.
  project(53501, 'Cellar refit', 'In Progress', {
    contactid: '48213',
    accountid: '48102',
    projecttype: 'Installation',
    showdocsonportal: '1',
    startdate: '2025-02-01',
    targetend: '2025-11-30',
    ...SHOWN,
  }),
  project(53502, 'Roof survey', 'Completed', { contactid: '48213', enddate: '2025-04-30', ...SHOWN }),
  // O-38: documents only. D2: My Documents does not ask for the project's own flag.
  project(53503, 'Handbooks', 'Open', { contactid: '48213', projecttype: 'Documents', ...SHOWN }),
  project(53504, 'Contracts', 'Open', {
    contactid: '48213',
    projecttype: 'Documents',
    showdocsonportal: '1',
  }),
  // O-23: linked but hidden, though its documents' flag is on; linked to the company alone.
  project(53505, 'Takeover plans', 'Open', { contactid: '48213', showdocsonportal: '1' }),
  // Shown without its documents.
  project(53506, 'Server room', 'Open', { contactid: '48211', ...SHOWN }),
  project(53507, 'Street lights', 'Open', { accountid: '48102', ...SHOWN }),
  project(53508, 'Fibre roll-out', 'Open', { contactid: '48201', accountid: '48101', ...SHOWN }),
];

/** Of the modules a portal does not show by itself, enough that each method has something to answer. */
export const storyRest: OpencrmRecord[] = [
  record(54001, 'product', { productname: 'Pump P-2', productcode: 'P2', unit_price: '199.00' }),
  record(54002, 'product', { productname: 'Valve "V½"', productcode: 'V05', discontinued: '1' }),
  record(54101, 'opportunity', {
    potentialname: 'Second cellar',
    sales_stage: 'Prospecting',
    amount: '8000.00',
    accountid: '48102',
    contactid: '48213',
  }),
  record(54201, 'activity', {
    subject: 'Site visit',
    taskstatus: 'Not Started',
    date_start: '2025-09-01',
    contact_id: '48213',
    accountid: '48102',
    ...SHOWN,
  }),
  record(54301, 'asset', { account_id: '48102', contact_id: '48213', product_id: '54001' }),
  record(54401, 'contract', { contact_id: '48213', contracttype: 'Support' }),
  record(54501, 'purchaseorder', {
    subject: 'Pumps for stock',
    purchaseorder_no: 'PO-12',
    postatus: 'Created',
    contact_id: '48213',
    total: '995.00',
  }),
];

function ticket(
  crmid: number,
  title: string,
  status: string,
  fields: Record<string, string>,
  deleted = false,
): OpencrmRecord {
  const all = { title, status, priority: 'Normal', ...fields };
  return record(crmid, 'ticket', all, deleted ? { deleted } : {});
}

function project(
  crmid: number,
  name: string,
  projectstatus: string,
  fields: Record<string, string>,
): OpencrmRecord {
  return record(crmid, 'project', { name, projectstatus, projectnum: `PRJ-${crmid - 53500}`, ...fields });
}
