import { emptyAddress, emptyContact, emptyCustomer } from './empty-rows.js';
import type { MobiworkContact, MobiworkCustomer, Permission } from './mobiwork-data.js';

export const storyCustomers: MobiworkCustomer[] = [
  // Everybody with a right of their own, M-16 to M-20 and M-29; the first two are those of mobiwork.md §4.
  {
    ...customer(3178692, 'Riverside Dental', [
      {
        ...contact(501, 'Dr.', 'Lena', 'Ortiz', '8135550101'),
        email: 'lena@riverside.example',
        pin: '4417',
        admin: true,
      },
      { ...contact(502, 'Mr.', 'Sam', 'Cole', '8135550122'), email: 'sam@riverside.example', pin: '9033' },
      may(['billing'], contact(503, 'Ms.', 'Bella', 'Ray', '8135550103')),
      may(['reports'], contact(504, 'Mr.', 'Rex', 'Port', '8135550104')),
      may(['createWorkOrder'], contact(505, null, 'Cora', 'Ward', '8135550105')),
      may(['editContact'], contact(506, null, 'Eddie', 'Conn', '8135550106')),
      // Several flags give the union of their features (§1).
      may(['billing', 'reports'], contact(507, 'Mrs.', 'Una', 'Both', '8135550107')),
      // Disabled, and an administrator once.
      { ...contact(508, null, 'Dina', 'Gone', '8135550108'), admin: true, enabled: false },
      // Signs in by phone alone (M-26, §8): no e-mail address.
      { ...may(['billing'], contact(509, null, 'Phil', 'Bell', '(813) 555-0109')), email: null },
      // The same number as Sam's, in other writing: cannot sign in by phone (§8).
      { ...contact(510, null, 'Twin', 'Cole', '813-555-0122'), email: null },
      { ...contact(511, null, 'Mona', 'Mail', null) },
      // M-28, and text that XML and code pages trip over.
      {
        ...contact(512, 'Prof.', 'Zoë', "O'Brien-Łukasz", '+1 813 555 0112'),
        email: "zoe.o'brien@riverside.example",
        phoneExt: '7',
        altPhoneNumber: '8135550113',
        altPhoneExt: '22',
        fax: '8135550114',
        thirdPhone: '8135550115',
      },
      // A name that looks like the text for nothing, and is one.
      contact(513, null, 'Nadia', 'Null', '8135550116'),
    ]),
    externalCustomerId: null,
    fromDate: '2024-03-14',
    statusId: 11,
    assignedTo: 771,
    addresses: [
      { ...emptyAddress(88121), address1: '40 Quay Rd', city: 'Tampa', state: 'FL', zipCode: '33602' },
      {
        ...emptyAddress(88122),
        name: 'Branch "East"',
        address1: '7 Mill & Bay St',
        city: 'Brandon',
        state: 'FL',
        zipCode: '33510',
      },
    ],
    customFields: [
      { apiName: 'region', index: 0, value: 'Bay & coast' },
      { apiName: 'machine', index: 0, value: 'Compressor A' },
      { apiName: 'machine', index: 1, value: 'Compressor B' },
    ],
  },
  // People whom other systems know by the same address.
  {
    ...customer(3178700, 'Northwind Fibre', [
      { ...contact(520, 'Ms.', 'Ada', 'Moreau', '4035550110'), email: 'ada@northwind.example', admin: true },
      {
        ...may(['billing'], contact(521, 'Ms.', 'Carla', 'Díaz', '4035550121')),
        email: 'carla.diaz@northwind.example',
      },
    ]),
    externalCustomerId: 'NW-4021',
    addresses: [
      {
        ...emptyAddress(88130),
        address1: '12 Harbour Street',
        city: 'Halifax',
        state: 'NS',
        zipCode: 'B3H 1A1',
      },
    ],
  },
  // A residential customer has no company name: it goes by the primary contact's (§6).
  {
    ...customer(3178710, null, [{ ...contact(525, 'Mrs.', 'Ruth', 'Adler', '8135550125'), admin: true }]),
    type: 'RESIDENTIAL',
  },
  // Disabled: its administrator is enabled and must not come in all the same (§6).
  {
    ...customer(3178720, 'Closed Shop', [
      { ...contact(527, null, 'Otto', 'Shut', '8135550127'), admin: true },
    ]),
    enabled: false,
    closingDate: '2025-01-31',
  },
  {
    ...customer(3178730, 'Łódź Küchen & Söhne "東京" <Café>', [
      contact(528, null, 'Jürgen', 'Kühn', '8135550128'),
    ]),
    prospectFlag: true,
    statusId: 12,
  },
  // A child of Riverside Dental without people (M-09).
  { ...customer(3178740, 'Riverside Kids', []), parentId: 3178692 },
  // 530 changes customer when a test says so; 531 has the e-mail address of Sam at Riverside Dental.
  customer(3178750, 'Harbor Foods', [
    { ...contact(529, 'Mr.', 'Hal', 'Harbor', '8135550129'), admin: true },
    may(['createWorkOrder', 'editContact'], contact(530, null, 'Mo', 'Verr', '8135550130')),
    { ...contact(531, null, 'Samuel', 'Cole', '8135550131'), email: 'sam@riverside.example' },
  ]),
  // People, and none of them primary.
  {
    ...customer(3178760, 'Loose Ends', [contact(533, null, 'Ivo', 'Single', '8135550133')]),
    primaryContactId: null,
  },
];

function customer(
  mobiworkCustomerId: number,
  companyName: string | null,
  contacts: MobiworkContact[],
): MobiworkCustomer {
  return {
    ...emptyCustomer(mobiworkCustomerId),
    companyName,
    fromDate: '2024-05-02',
    createdBy: 770,
    primaryContactId: contacts[0]?.contactId ?? null,
    contacts,
  };
}

function contact(
  contactId: number,
  title: string | null,
  firstName: string,
  lastName: string,
  phoneNumber: string | null,
): MobiworkContact {
  return {
    ...emptyContact(contactId),
    title,
    firstName,
    lastName,
    email: `${firstName}.${lastName}@mobi.example`
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z@.]/g, ''),
    phoneNumber,
    // Letters, so that a search for one finds nothing but PINs.
    pin: `PIN-${contactId}`,
  };
}

function may(permissions: Permission[], contact: MobiworkContact): MobiworkContact {
  const ticks = Object.fromEntries(permissions.map((each) => [each, true]));
  return { ...contact, permissions: { ...contact.permissions, ...ticks } };
}
