import type { CrowdFrame } from './crowd-frame.js';
import { cities, companyNames, firstNames, lastNames, pick, ticketTitles } from './crowd-values.js';
import type { Row } from './vtiger-data.js';

/** Makes one record by its place in the module. */
export type MakeRow = (index: number) => Row;

/** Companies; every tenth belongs to the one before it. */
export function accountRows(frame: CrowdFrame): MakeRow {
  const template = frame.template('Accounts');
  return (index) => {
    const [city, country] = pick(cities, frame.random(index, 20));
    const street = `${1 + (index % 90)} Main Street`;
    return {
      ...template,
      accountname: `${pick(companyNames, frame.random(index, 21))} ${index + 1}`,
      account_no: `ACC${index + 1}`,
      website: `www.company${index}.example`,
      phone: `+358 40 ${1_000_000 + index}`,
      email1: `info@company${index}.example`,
      employees: String(1 + (frame.random(index, 22) % 500)),
      bill_city: city,
      ship_city: city,
      bill_country: country,
      ship_country: country,
      bill_street: street,
      ship_street: street,
      account_id: index % 10 === 9 ? frame.idOf('Accounts', index - 1) : '',
      description: `Sample account ${index} – made up.`,
      ...frame.times('Accounts', index),
    };
  };
}

/** People, most of them portal users, some past their support dates. */
export function contactRows(frame: CrowdFrame): MakeRow {
  const template = frame.template('Contacts');
  return (index) => {
    const [city, country] = pick(cities, frame.random(index, 33));
    return {
      ...template,
      ...person(frame, index),
      contact_no: `CON${index + 1}`,
      salutationtype: pick(['', 'Mr.', 'Ms.', 'Dr.'], frame.random(index, 34)),
      phone: `+44 20 ${10_000_000 + index}`,
      mobile: `+358 50 ${1_000_000 + index}`,
      title: pick(['CEO', 'Buyer', 'Engineer', 'Yhteyspäällikkö', ''], frame.random(index, 35)),
      account_id: contactsAccount(frame, index),
      support_start_date: '2026-01-01',
      support_end_date: index % 20 === 19 ? '2026-06-30' : '2027-12-31',
      mailingcity: city,
      mailingcountry: country,
      description: `multi\nline\t"note" ${index}`,
      ...frame.times('Contacts', index),
    };
  };
}

/** Tickets, two of three a contact's and the others an account's own (V-14). */
export function ticketRows(frame: CrowdFrame): MakeRow {
  const template = frame.template('HelpDesk');
  return (index) => {
    const contact = index % 3 === 0 ? undefined : frame.someOf('Contacts', index, 40);
    return {
      ...template,
      ticket_title: `${pick(ticketTitles, frame.random(index, 41))} #${index}`,
      ticket_no: `TT${index + 1}`,
      parent_id: contact === undefined ? frame.accountOf(index) : frame.idOf('Contacts', contact),
      product_id: '',
      ticketstatus: pick(['Open', 'In Progress', 'Wait For Response', 'Closed'], frame.random(index, 42)),
      ticketpriorities: pick(['Low', 'Normal', 'High', 'Urgent'], frame.random(index, 43)),
      email: contact === undefined ? '' : (person(frame, contact)['email'] ?? ''),
      solution: '',
      ...frame.times('HelpDesk', index),
    };
  };
}

/** Invoices to a contact and its account. */
export function invoiceRows(frame: CrowdFrame): MakeRow {
  const template = frame.template('Invoice');
  return (index) => {
    const contact = frame.someOf('Contacts', index, 50);
    const total = `${1 + (frame.random(index, 51) % 90_000)}.500000`;
    return {
      ...template,
      subject: `Lasku ${index} – kiitos`,
      invoice_no: `INV${index + 1}`,
      salesorder_id: '',
      contact_id: contact === undefined ? '' : frame.idOf('Contacts', contact),
      account_id: contact === undefined ? frame.accountOf(index) : contactsAccount(frame, contact),
      invoicestatus: pick(['Created', 'Approved', 'Sent', 'Paid'], frame.random(index, 53)),
      invoicedate: frame.day(index, 52),
      duedate: frame.day(index, 52, 14),
      hdnSubTotal: total,
      hdnGrandTotal: total,
      ...frame.times('Invoice', index),
    };
  };
}

/** One contact in fifty belongs to no account. */
function contactsAccount(frame: CrowdFrame, index: number): string {
  return index % 50 === 49 ? '' : frame.accountOf(index);
}

/** Some have no e-mail, and a few share one (c056); shared people are spread evenly over the contacts. */
function person(frame: CrowdFrame, index: number): Row {
  const { sharedPeople = [], contacts } = frame.options;
  const step = sharedPeople.length > 0 ? Math.floor(contacts / sharedPeople.length) : 0;
  const shared = step > 0 && index % step === 0 ? sharedPeople[index / step] : undefined;
  if (shared) {
    return { firstname: shared.firstName, lastname: shared.lastName, email: shared.email, portal: '1' };
  }
  const kind = frame.random(index, 30) % 100;
  let email = `person${index}@people.example`;
  if (kind < 5) email = '';
  else if (kind < 6) email = `shared${Math.floor(index / 400)}@people.example`;
  return {
    firstname: pick(firstNames, frame.random(index, 31)),
    lastname: pick(lastNames, frame.random(index, 32)),
    email,
    portal: kind < 60 ? '1' : '0',
  };
}
