import type { Random } from '../random.js';
import type { OpencrmModule } from './opencrm-data.js';

/** Whose records they become. */
export interface CrowdCast {
  draw: Random;
  people: { crmid: number; accountid: number }[];
}

const SUBJECTS = ['Slow connection', 'Wrong invoice', 'New extension', 'Replace router', 'Change of plan'];
/** Half of the records are tickets; every module has open and closed ones. */
const MODULES = [
  'ticket',
  'invoice',
  'ticket',
  'quote',
  'ticket',
  'salesorder',
  'ticket',
  'project',
] as const;
const STATUSES = {
  ticket: ['Open', 'In Progress', 'Wait For Response', 'Closed'],
  invoice: ['Paid', 'Outstanding', 'Cancelled'],
  quote: ['Open', 'Accepted', 'Closed'],
  salesorder: ['Open', 'Completed', 'eSigned'],
  project: ['Open', 'In Progress', 'Completed'],
};

/** The record at a place of the crowd: nearly all somebody's, nine in ten shown on the portal. */
export function crowdRecordFields(
  { draw, people }: CrowdCast,
  place: number,
): { module: OpencrmModule; fields: Record<string, string> } {
  const module = MODULES[place % MODULES.length] ?? 'ticket';
  const person = people.length === 0 || draw.chance(0.03) ? undefined : draw.pick(people);
  const contact = String(person?.crmid ?? 0);
  const company = String(person?.accountid ?? 0);
  const title = `${draw.pick(SUBJECTS)} ${place + 1}`;
  const status = draw.pick(STATUSES[module]);
  const showonportal = draw.chance(0.9) ? '1' : '0';
  const day = `2025-${String(1 + draw.below(12)).padStart(2, '0')}-${String(1 + draw.below(28)).padStart(2, '0')}`;
  const sale = { subject: title, contact_id: contact, account_id: company, showonportal };
  const total = `${10 + draw.below(5000)}.00`;
  switch (module) {
    case 'ticket':
      return { module, fields: { title, status, contactid: contact, parent_id: company, showonportal } };
    case 'project': {
      const project = { name: title, projectstatus: status, contactid: contact, accountid: company };
      return { module, fields: { ...project, startdate: day, showonportal, showdocsonportal: '1' } };
    }
    case 'quote':
      return { module, fields: { ...sale, quotestage: status, validtill: day, total } };
    case 'salesorder':
      return { module, fields: { ...sale, sostatus: status, duedate: day, total } };
    case 'invoice':
      return { module, fields: { ...sale, invoicestatus: status, invoicedate: day, total } };
  }
}
