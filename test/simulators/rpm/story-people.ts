import type { RpmContact, RpmCustomer, RpmLink, RpmUser } from './rpm-data.js';

const ADDED = '2024-03-04T16:15:00.000Z';

/** Everyone a good password for which exists has this one. */
export const STORY_PASSWORD = 'correct horse 7';

export const storyCustomers: RpmCustomer[] = [
  // Two aliases: three rows of one id in `Customers`, and the alias rows sort elsewhere than the customer's.
  customer(4021, 'Northwind Fibre', {
    website: 'northwind.example',
    aliases: ['NW Fibre', 'Acme Northwind Telecom'],
    modified: '2025-06-02T23:40:12.000Z',
    fields: [{ Field: 'Region', Value: 'West', Uid: '5_120' }],
    accounts: [{ Account: '403-555-0100', AccountID: 6100, Supplier: 'Prairie Carrier', SupplierID: 61 }],
    notes: [{ note: 'Prefers mail', added: ADDED, by: 'Sam Field' }],
    notesForStaff: [{ note: 'Pays late', added: ADDED, by: 'Sam Field' }],
    locations: [
      {
        locationId: 7100,
        name: 'Head office',
        isPrimary: true,
        address: '12 Harbour Street',
        city: 'Halifax',
        stateProvince: 'NS',
        country: 'Canada',
        zipPostalCode: 'B3H 1A1',
      },
    ],
  }),
  customer(4050, 'Delta Towing', {
    locations: [
      {
        locationId: 7101,
        name: 'Yard',
        isPrimary: true,
        address: 'Kaai 4',
        city: 'Antwerpen',
        stateProvince: 'n/a',
        country: 'Belgium',
        zipPostalCode: '2000',
      },
    ],
  }),
  customer(4060, 'Łódź Küchen & Söhne "東京" <Café>', { website: 'xn--lodz.example' }),
  // Without people there is no primary contact either (RPM-3).
  customer(4070, 'Bluebird Dental'),
  customer(4080, 'Old Mill Bakery', { trashed: true }),
  // Has people, none of them primary.
  customer(4090, 'Harbour Logistics'),
];

export const storyContacts: RpmContact[] = [
  {
    ...contact(881, 'Ada Moreau', 'ada@northwind.example', 4021),
    title: 'CFO',
    phones: [
      { phoneNumberId: 5501, type: 1, number: '403-555-0110' },
      { phoneNumberId: 5502, type: 6, number: '+1 403 555 0111 ext. 7' },
    ],
  },
  contact(902, 'Ben Okoro', 'ben@delta.example', 4050),
  // RPM-1, RPM-6: of three customers; additional where she works, primary elsewhere.
  { ...contact(903, 'Carla Díaz', 'carla.diaz@northwind.example', 4021), salutation: 'Ms.' },
  contact(904, 'Dmitri Volkov', 'dmitri@delta.example'),
  contact(905, 'Édith Lefèvre', 'edith@lodz.example', 4060),
  contact(906, 'Farid Haddad', 'farid@harbour.example'),
  // Two people at one address: an e-mail does not tell them apart.
  contact(907, 'Grace Lin', 'office@harbour.example'),
  contact(908, 'Gregor Lin', 'office@harbour.example', 4090),
  contact(909, 'Hugo Winter', 'hugo@oldmill.example', 4080),
  // Without an address only the manual way is left (RPM-11).
  contact(910, 'Inés Ruiz', '', 4050),
  // Left every customer, still has a sign-in and takes part in a form (RPM-20, RPM-23).
  contact(911, 'Jan Kowalski', 'jan@northwind.example'),
];

export const storyLinks: RpmLink[] = [
  { customerId: 4021, contactId: 881, isPrimary: true },
  { customerId: 4021, contactId: 902, isPrimary: false },
  { customerId: 4021, contactId: 903, isPrimary: false },
  { customerId: 4050, contactId: 902, isPrimary: true },
  { customerId: 4050, contactId: 904, isPrimary: false },
  { customerId: 4050, contactId: 910, isPrimary: false },
  { customerId: 4060, contactId: 903, isPrimary: true },
  { customerId: 4060, contactId: 905, isPrimary: false },
  { customerId: 4080, contactId: 909, isPrimary: true },
  { customerId: 4090, contactId: 903, isPrimary: false },
  { customerId: 4090, contactId: 906, isPrimary: false },
  { customerId: 4090, contactId: 907, isPrimary: false },
  { customerId: 4090, contactId: 908, isPrimary: false },
];

export const storyUsers: RpmUser[] = [
  user(300, 'sam.field', { kind: 'staff', name: 'Sam Field', role: 'Administrator' }),
  user(301, 'tess.rivera', { kind: 'staff', name: 'Tess Rivera', role: 'Dispatcher' }),
  user(310, 'api.user', { kind: 'staff', name: 'API user', role: 'API' }),
  user(320, 'avery.quinn', { kind: 'agent', name: 'Avery Quinn', role: 'Agent' }),
  user(70021, 'ada.moreau', { contactId: 881, password: STORY_PASSWORD }),
  user(70022, 'ben.okoro', { contactId: 902, password: STORY_PASSWORD, enabled: false }),
  user(70023, 'carla.diaz', { contactId: 903, password: STORY_PASSWORD }),
  user(70025, 'edith.lefevre', { contactId: 905, password: STORY_PASSWORD, locked: true }),
  user(70026, 'farid@harbour.example', { contactId: 906, password: STORY_PASSWORD }),
  user(70027, 'grace.lin', { contactId: 907, trashed: true, enabled: false }),
  user(70028, 'gregor.lin', {
    contactId: 908,
    enabled: false,
    pending: { kind: 'invite', sent: '2025-06-01T16:00:00.000Z' },
  }),
  user(70029, 'hugo.winter', { contactId: 909, password: STORY_PASSWORD }),
  user(70030, 'ines.ruiz', { contactId: 910, password: STORY_PASSWORD, enabled: false }),
  user(70031, 'jan.kowalski', { contactId: 911, password: STORY_PASSWORD }),
];

function customer(customerId: number, name: string, rest: Partial<RpmCustomer> = {}): RpmCustomer {
  return {
    customerId,
    name,
    website: '',
    aliases: [],
    added: ADDED,
    modified: ADDED,
    fields: [],
    locations: [],
    accounts: [],
    notes: [],
    notesForStaff: [],
    ...rest,
  };
}

function contact(contactId: number, name: string, email: string, principal?: number): RpmContact {
  const [firstName = '', lastName = ''] = name.split(' ');
  const person = { contactId, firstName, lastName, email, salutation: '', title: '', phones: [] };
  return principal === undefined ? person : { ...person, principalCustomerId: principal };
}

function user(userId: number, username: string, rest: Partial<RpmUser>): RpmUser {
  return {
    userId,
    kind: 'customer',
    username,
    name: '',
    enabled: true,
    role: rest.kind ? '' : 'Customer user',
    added: ADDED,
    modified: ADDED,
    ...(rest.kind && { email: `${username}@rpm.example` }),
    ...rest,
  };
}
