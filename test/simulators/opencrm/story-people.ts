import type { OpencrmRecord } from './opencrm-data.js';
import { STORY_PASSWORD, storyRecord as record, withAccess } from './story-record.js';

/** What a contact must have filled in before eSigning: the setting's usual fields (opencrm.md §9, O-45). */
const MAILING = {
  mailingstreet: '4 Quay Street',
  mailingcity: 'Manchester',
  mailingzip: 'M3 3JE',
  mailingcountry: 'United Kingdom',
};
const SUPPORTED = { support_start_date: '2024-01-01', support_end_date: '2034-12-31' };

export const storyCompanies: OpencrmRecord[] = [
  // Known to other CRMs too, with Ada and Carla.
  record(48101, 'company', {
    accountname: 'Northwind Fibre',
    account_type: 'Customer',
    email1: 'accounts@northwind.example',
    phone: '0161 555 0100',
    website: 'northwind.example',
    street: '12 Harbour Street',
    city: 'Manchester',
    code: 'M1 1AA',
    country: 'United Kingdom',
    vatnumber: 'GB555010010',
    outstanding_balance: '1250.00',
    due_balance: '1000.00',
    overdue_balance: '250.00',
  }),
  record(48102, 'company', {
    accountname: 'Harbourlight Ltd',
    account_type: 'Customer',
    phone: '0161 555 0106',
    cf_713: 'North',
  }),
  // A child of the company before.
  record(48103, 'company', {
    accountname: 'Harbourlight Marine',
    account_type: 'Customer',
    parentid: '48102',
  }),
  record(48104, 'company', {
    accountname: `O'Neill & Søn "Łódź" <Café>; 東京|1`,
    account_type: 'Partner',
    description: 'Line one\nline two',
  }),
  // Nobody works here and nothing is linked to it.
  record(48105, 'company', { accountname: 'Old Mill Bakery', account_type: 'Prospect' }),
  record(48106, 'company', { accountname: 'Gone Traders' }, { deleted: true }),
];

export const storyContacts: OpencrmRecord[] = [
  // O-01, O-49: sees her order, signs nothing. No support dates: no bounds (O-15).
  contact(48201, 'Ada', 'Moreau', 48101, { ...withAccess('ada@northwind.example'), title: 'CFO' }),
  // O-12: her user name is not her address. O-46: has the right to sign and all that signing asks for.
  contact(48202, 'Carla', 'Díaz', 48101, {
    ...withAccess('carla.diaz@northwind.example'),
    ...MAILING,
    login: 'carla',
    canesign: '1',
  }),
  // O-07: ticked, but only reached by phone.
  contact(48203, 'Nils', 'Berg', 48101, { portal: '1', mobile: '07700 555 203', password: STORY_PASSWORD }),
  // O-14: everything but the tick.
  contact(48204, 'Olive', 'Hart', 48102, { ...withAccess('olive@harbourlight.example'), portal: '0' }),
  // O-15: support is over; support has not begun.
  contact(48205, 'Peter', 'Quist', 48102, {
    ...withAccess('peter@harbourlight.example'),
    support_start_date: '2020-01-01',
    support_end_date: '2023-12-31',
  }),
  contact(48206, 'Rosa', 'Silva', 48102, {
    ...withAccess('rosa@harbourlight.example'),
    support_start_date: '2035-01-01',
  }),
  // O-16
  contact(48207, 'Sam', 'Tully', 48102, {
    ...withAccess('sam@harbourlight.example'),
    portal_islocked: '1',
  }),
  // O-09: two people at one address; only one of them can have access.
  contact(48208, 'Grace', 'Lin', 48103, withAccess('office@harbourlight.example')),
  contact(48209, 'Gregor', 'Lin', 48103, { email: 'Office@Harbourlight.example', portal: '0' }),
  contact(48210, "D'Arcy Łukasz", "O'Neill-Søn", 48104, {
    ...withAccess("d'arcy.o'neill@xn--lodz.example"),
    title: '部長 & "CTO"',
    description: '<b>Bold</b>\nsecond line',
  }),
  // O-28: works for no company.
  contact(48211, 'Una', 'Free', 0, withAccess('una@free.example')),
  // Nothing is linked to him: his own details are all he has (O-19).
  contact(48212, 'Victor', 'Blank', 48103, withAccess('victor@harbourlight.example')),
  contact(48213, 'Priya', 'Nandakumar', 48102, {
    ...withAccess('priya@harbourlight.example'),
    ...MAILING,
    ...SUPPORTED,
    phone: '0161 555 0107',
    title: 'Finance Lead',
    canesign: '1',
  }),
  // O-45: may sign, but has no post code and no street.
  contact(48214, 'Tom', 'Byrne', 48102, {
    ...withAccess('tom@harbourlight.example'),
    ...SUPPORTED,
    mailingcity: 'Leeds',
    canesign: '1',
  }),
  // O-09 broken over the API, which checks nothing (S1): this contact and lead 48305 both have access.
  contact(48215, 'Wim', 'Desk', 48105, withAccess('desk@oldmill.example')),
  contact(48216, 'Xavier', 'Gone', 48102, withAccess('xavier@harbourlight.example'), true),
];

export const storyLeads: OpencrmRecord[] = [
  // O-06: leads with access; their tickets name them in different fields.
  lead(48301, 'Yara', 'Haddad', { ...withAccess('yara@newfound.example'), company: 'Newfound Foods' }),
  lead(48302, 'Zoë', 'Smit', { ...withAccess('zoe@kite.example'), company: 'Kite & Co' }),
  lead(48303, 'Bruno', 'Rossi', { email: 'bruno@kite.example', company: 'Kite & Co', portal: '0' }),
  // O-07
  lead(48304, 'Dora', 'Novák', { phone: '0113 555 0104', portal: '1', password: STORY_PASSWORD }),
  lead(48305, 'Wilma', 'Desk', withAccess(' Desk@OldMill.example')),
  // O-09: Priya's address in other letters; cannot be given access while Priya has it.
  lead(48306, 'Priya', 'Nandakumar', { email: 'PRIYA@harbourlight.example', portal: '0' }),
];

function contact(
  crmid: number,
  firstname: string,
  lastname: string,
  accountid: number,
  fields: Record<string, string>,
  deleted = false,
): OpencrmRecord {
  const all = { firstname, lastname, accountid: String(accountid), contacttype: 'Customer', ...fields };
  return record(crmid, 'contact', all, deleted ? { deleted } : {});
}

function lead(
  crmid: number,
  firstname: string,
  lastname: string,
  fields: Record<string, string>,
): OpencrmRecord {
  return record(crmid, 'lead', { firstname, lastname, leadstatus: 'Qualified', ...fields });
}
