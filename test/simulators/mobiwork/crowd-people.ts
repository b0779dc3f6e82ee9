import { COMPANY_ENDS, COMPANY_STARTS, FIRST_NAMES, LAST_NAMES } from '../crowd-names.js';
import type { Random } from '../random.js';

import type { SharedPerson } from '../shared-person.js';
import { emptyAddress, emptyContact, emptyCustomer } from './empty-rows.js';
import type { MobiworkContact, MobiworkCustomer } from './mobiwork-data.js';

/** Above every id of the story, so that the two can be joined. */
export const FIRST_CROWD_ID = 5_000_000;

const FIRST_DAY = Date.UTC(2024, 0, 2, 14);
const HOUR = 3_600_000;

/** Customers with their people: the first of each is primary and administrator; shared people come first. */
export function crowdCustomers(wanted: {
  random: Random;
  customers: number;
  contacts: number;
  sharedPeople: SharedPerson[];
}): MobiworkCustomer[] {
  const { random, sharedPeople } = wanted;
  const customers = Array.from({ length: wanted.customers }, (_, place) => toCustomer(random, place));
  if (customers.length === 0) return customers;
  for (let place = 0; place < Math.max(wanted.contacts, sharedPeople.length); place += 1) {
    const customer = customers[place % customers.length];
    if (!customer) continue;
    const contact = toContact(random, place, sharedPeople[place]);
    contact.admin = customer.contacts.length === 0;
    customer.primaryContactId ??= contact.contactId;
    customer.contacts.push(contact);
  }
  return customers;
}

/** A moment in working hours of 2024 or 2025, in UTC. */
export function crowdMoment(random: Random): string {
  return new Date(FIRST_DAY + random.below(600) * 24 * HOUR + random.below(8 * HOUR)).toISOString();
}

function toCustomer(random: Random, place: number): MobiworkCustomer {
  const mobiworkCustomerId = FIRST_CROWD_ID + place;
  const name = `${random.pick(COMPANY_STARTS)} ${random.pick(COMPANY_ENDS)}`;
  return {
    ...emptyCustomer(mobiworkCustomerId),
    externalCustomerId: random.chance(0.3) ? `C-${mobiworkCustomerId}` : null,
    companyName: `${name} ${place + 1}`,
    fromDate: crowdMoment(random).slice(0, 10),
    statusId: random.chance(0.3) ? 11 : null,
    enabled: random.chance(0.97),
    assignedTo: random.chance(0.5) ? 771 : null,
    createdBy: 770,
    prospectFlag: random.chance(0.05),
    addresses: [
      {
        ...emptyAddress(FIRST_CROWD_ID + place),
        address1: `${random.below(400) + 1} ${random.pick(COMPANY_STARTS)} Street`,
        city: random.pick(['Tampa', 'Brandon', 'Ocala', 'Largo']),
        state: 'FL',
        zipCode: String(33_500 + random.below(200)),
      },
    ],
  };
}

/** Everybody has a phone number, and an own one, to sign in with; most have an address. */
function toContact(random: Random, place: number, shared?: SharedPerson): MobiworkContact {
  const contactId = FIRST_CROWD_ID + place;
  const firstName = shared?.firstName ?? random.pick(FIRST_NAMES);
  const lastName = shared?.lastName ?? random.pick(LAST_NAMES);
  const own = `${slug(firstName)}.${slug(lastName)}.${place + 1}@mobi-crowd.example`;
  const isReachable = random.chance(0.9);
  return {
    ...emptyContact(contactId),
    firstName,
    lastName,
    title: random.chance(0.5) ? random.pick(['Mr.', 'Ms.', 'Dr.']) : null,
    email: shared?.email ?? (isReachable ? own : null),
    phoneNumber: `555${String(place).padStart(7, '0')}`,
    pin: `PIN-${random.below(1_000_000)}`,
    enabled: shared !== undefined || random.chance(0.95),
    permissions: {
      billing: random.chance(0.4),
      reports: random.chance(0.3),
      createWorkOrder: random.chance(0.5),
      editContact: random.chance(0.15),
    },
  };
}

function slug(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
