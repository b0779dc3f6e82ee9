import {
  OBJECT_ID,
  type ApptivoAccount,
  type ApptivoCase,
  type ApptivoContact,
  type ApptivoCustomer,
  type ApptivoData,
  type ApptivoNote,
} from './apptivo-data.js';
import { crowdNames, createDraw, type Draw } from './crowd-names.js';
import { STORY_FIRM } from './story-firm.js';

export interface CrowdOptions {
  customers: number;
  contacts: number;
  /** Cases. */
  records: number;
  seed: number;
  /** They become the first contacts, each with an accepted login. */
  sharedPeople?: { firstName: string; lastName: string; email: string }[];
}

/** Everybody of the crowd who has a password has this one. */
export const CROWD_PASSWORD = 'portico-demo-2025';

/** Far above the story's, so that the two can be joined. */
const FIRST_ID = { customer: 2_000_001, contact: 3_000_001, case: 4_000_001, note: 5_000_001 };
const FIRST_DAY = Date.UTC(2025, 0, 2, 4);
const MINUTE = 60_000;

/** A made-up firm of any size; the same options always give the same data. */
export function apptivoCrowd(options: CrowdOptions): ApptivoData {
  const { sharedPeople = [], seed } = options;
  const draw = createDraw(seed);
  const customers = Array.from({ length: options.customers }, (_, place) => toCustomer(draw, place));
  const count = customers.length === 0 ? 0 : Math.max(options.contacts, sharedPeople.length);
  const contacts = Array.from({ length: count }, (_, place) => ({
    ...toContact(draw, place, customers),
    ...(sharedPeople[place] && toShared(sharedPeople[place])),
  }));
  const cases = Array.from({ length: options.records }, (_, place) => toCase(draw, place, contacts));
  const logins = contacts
    .filter((_, place) => place < sharedPeople.length || draw(10) < 4)
    .map(({ contactId, accountId = 0, emailAddresses: [mail] }, place) => ({
      contactId,
      customerId: accountId,
      email: mail?.emailAddress ?? '',
      state: place < sharedPeople.length || draw(10) < 8 ? ('enabled' as const) : ('invited' as const),
    }));
  return {
    firm: structuredClone(STORY_FIRM),
    customers,
    contacts,
    links: contacts
      .filter(() => draw(8) === 0)
      .map(({ contactId }) => ({
        contactId,
        customerId: FIRST_ID.customer + draw(customers.length),
      }))
      .filter(({ contactId, customerId }, place, all) => {
        const own = contacts[contactId - FIRST_ID.contact]?.accountId;
        return own !== customerId && all[place - 1]?.contactId !== contactId;
      }),
    logins,
    accounts: logins
      .filter(({ state }) => state === 'enabled')
      .map(({ email }): ApptivoAccount => ({ emailId: email, password: CROWD_PASSWORD })),
    cases,
    notes: cases.filter(() => draw(5) === 0).map(({ caseId }, place) => toNote(caseId, place)),
    documents: [],
    mails: [],
  };
}

function toCustomer(draw: Draw, place: number): ApptivoCustomer {
  const customerId = FIRST_ID.customer + place;
  const name = `${pick(draw, crowdNames.starts)} ${pick(draw, crowdNames.ends)} ${place + 1}`;
  return {
    ...agesAt(place),
    customerId,
    customerName: name,
    customerNumber: `CU-${customerId}`,
    statusId: 20_000,
    website: `https://${name.toLowerCase().replaceAll(' ', '')}.example`,
    ...(place > 0 && draw(12) === 0 && { parentCustomerId: FIRST_ID.customer + draw(place) }),
    emailAddresses: [],
    phoneNumbers: [],
    addresses: [],
  };
}

function toContact(draw: Draw, place: number, customers: ApptivoCustomer[]): ApptivoContact {
  const [firstName, lastName] = [pick(draw, crowdNames.firsts), pick(draw, crowdNames.lasts)];
  const phoneNumber = `403-555-${1000 + draw(9000)}`;
  return {
    ...agesAt(place),
    contactId: FIRST_ID.contact + place,
    firstName,
    lastName,
    accountId: FIRST_ID.customer + (place % customers.length),
    isPrimary: place < customers.length ? 'Y' : 'N',
    contactStatusId: 10_000,
    appAccess: ['Cases'],
    emailAddresses: mails(`person.${place + 1}@crowd.example`),
    phoneNumbers: [
      { id: 'contact_phone_input', phoneNumber, phoneType: 'Business', phoneTypeCode: 'PHONE_BUSINESS' },
    ],
    addresses: [],
  };
}

function toShared(person: { firstName: string; lastName: string; email: string }) {
  const { firstName, lastName, email } = person;
  return { firstName, lastName, emailAddresses: mails(email) };
}

function toCase(draw: Draw, place: number, contacts: ApptivoContact[]): ApptivoCase {
  const contact = contacts.length > 0 && draw(30) > 0 ? pick(draw, contacts) : undefined;
  return {
    ...agesAt(place),
    caseId: FIRST_ID.case + place,
    caseNumber: `C-${100_001 + place}`,
    caseSummary: `${pick(draw, crowdNames.subjects)} ${place + 1}`,
    caseStatusId: 101 + draw(4),
    caseTypeId: 11 + draw(3),
    casePriorityId: 1 + draw(3),
    caseSourceId: 31 + draw(3),
    ...(contact?.accountId && { caseCustomerId: contact.accountId }),
    ...(contact && draw(5) > 0 && { caseContactId: contact.contactId }),
    assignedObjectRefId: 18_801,
    createdByObjectId: OBJECT_ID.employees,
    createdByObjectRefId: 18_801,
    labels: [],
  };
}

function toNote(objectRefId: number, place: number): ApptivoNote {
  return {
    noteId: FIRST_ID.note + place,
    objectId: OBJECT_ID.cases,
    objectRefId,
    noteText: 'We look into it',
    isDisplayToCustomer: place % 3 === 0 ? 'N' : 'Y',
    createdByObjectId: OBJECT_ID.employees,
    createdByObjectRefId: 18_801,
    createdByName: 'Sam Field',
    creationDate: new Date(FIRST_DAY).toISOString(),
  };
}

function agesAt(place: number) {
  const creationDate = new Date(FIRST_DAY + place * MINUTE).toISOString();
  return {
    creationDate,
    createdByName: 'Sam Field',
    lastUpdateDate: creationDate,
    lastUpdatedByName: 'Sam Field',
    customAttributes: [],
  };
}

function mails(emailAddress: string) {
  return [{ id: 'cont_email_input', emailAddress, emailType: 'Business', emailTypeCode: 'BUSINESS' }];
}

function pick<T>(draw: Draw, list: readonly T[]): T {
  return list[draw(list.length)] as T;
}
