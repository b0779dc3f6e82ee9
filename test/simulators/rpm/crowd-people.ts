import { COMPANY_ENDS, COMPANY_STARTS, FIRST_NAMES, JOB_TITLES, LAST_NAMES } from '../crowd-names.js';
import type { Random } from '../random.js';
import type { SharedPerson } from '../shared-person.js';
import type { RpmContact, RpmCustomer, RpmLink, RpmUser } from './rpm-data.js';

/** Everybody of the crowd who has a sign-in has this password. */
export const CROWD_PASSWORD = 'portico-demo-2025';

export interface CrowdPeople {
  customers: RpmCustomer[];
  contacts: RpmContact[];
  links: RpmLink[];
  users: RpmUser[];
}

const FIRST_DAY = Date.UTC(2024, 0, 2, 9);
const HOUR = 3_600_000;

/** Customers with their people: a primary one for most, some people shared, three in five with a sign-in. */
export function crowdPeople(wanted: {
  random: Random;
  customers: number;
  contacts: number;
  sharedPeople: SharedPerson[];
}): CrowdPeople {
  const { random, sharedPeople } = wanted;
  const customers = Array.from({ length: wanted.customers }, (_, place) => toCustomer(random, place));
  const names = new Set<string>();
  for (const customer of customers) customer.name = unique(names, customer.name, ' ');

  const people: CrowdPeople = { customers, contacts: [], links: [], users: [] };
  const hasPrimary = new Set<number>();
  const usernames = new Set<string>();
  for (let place = 0; place < Math.max(wanted.contacts, sharedPeople.length); place += 1) {
    const shared = sharedPeople[place];
    const customerIds = customersOf(random, customers, place);
    const contact = toContact(random, { place, shared, customers, customerId: customerIds[0] });
    people.contacts.push(contact);
    for (const customerId of customerIds) {
      const isPrimary = !hasPrimary.has(customerId) && !random.chance(0.05);
      if (isPrimary) hasPrimary.add(customerId);
      people.links.push({ customerId, contactId: contact.contactId, isPrimary });
    }
    // Several of a person's customers may be the one they work out of, not only the first (RPM-6).
    if (customerIds.length > 0 && random.chance(0.8)) contact.principalCustomerId = random.pick(customerIds);
    if (shared || random.chance(0.6)) {
      const enabled = shared !== undefined || random.chance(0.85);
      people.users.push(toUser({ contact, enabled, username: unique(usernames, usernameOf(contact), '.') }));
    }
  }
  return people;
}

/** One customer each in turn, so that none is left without; one person in six is of one or two more. */
function customersOf(random: Random, customers: RpmCustomer[], place: number): number[] {
  const own = customers[place % customers.length];
  if (!own) return [];
  const ids = new Set([own.customerId]);
  if (random.chance(1 / 6))
    for (let more = 1 + random.below(2); more > 0; more -= 1) ids.add(random.pick(customers).customerId);
  return [...ids];
}

function toCustomer(random: Random, place: number): RpmCustomer {
  const name = `${random.pick(COMPANY_STARTS)} ${random.pick(COMPANY_ENDS)}`;
  const added = new Date(FIRST_DAY + place * HOUR).toISOString();
  return {
    customerId: 10_001 + place,
    name,
    website: `${slug(name)}.example`,
    aliases: random.chance(0.02) ? [`${name} Group ${place}`] : [],
    added,
    modified: added,
    fields: [{ Field: 'Region', Value: random.pick(['West', 'East', 'North']), Uid: '5_120' }],
    locations: [],
    accounts: [],
    notes: [],
    notesForStaff: [],
  };
}

function toContact(
  random: Random,
  from: {
    place: number;
    shared: SharedPerson | undefined;
    customers: RpmCustomer[];
    customerId: number | undefined;
  },
): RpmContact {
  const firstName = random.pick(FIRST_NAMES);
  const lastName = random.pick(LAST_NAMES);
  const site = from.customers[(from.customerId ?? 10_001) - 10_001]?.website ?? 'mail.example';
  const email = `${slug(firstName)}.${slug(lastName)}.${from.place + 1}@${site}`;
  const phone = {
    phoneNumberId: 20_001 + from.place,
    type: 1,
    number: `403-555-${1000 + random.below(9000)}`,
  };
  return {
    contactId: 30_001 + from.place,
    firstName,
    lastName,
    email,
    ...from.shared,
    salutation: '',
    title: random.pick(JOB_TITLES),
    phones: random.chance(0.7) ? [phone] : [],
  };
}

function toUser(from: { contact: RpmContact; enabled: boolean; username: string }): RpmUser {
  const added = new Date(FIRST_DAY).toISOString();
  return {
    userId: 60_000 + from.contact.contactId,
    kind: 'customer',
    username: from.username,
    name: '',
    contactId: from.contact.contactId,
    enabled: from.enabled,
    password: CROWD_PASSWORD,
    role: 'Customer user',
    added,
    modified: added,
  };
}

function usernameOf({ firstName, lastName }: RpmContact): string {
  return `${slug(firstName)}.${slug(lastName)}`;
}

function unique(taken: Set<string>, wanted: string, separator: string): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}${separator}${count}`;
  taken.add(name);
  return name;
}

function slug(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
