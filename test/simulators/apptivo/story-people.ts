import type {
  ApptivoAccount,
  ApptivoContact,
  ApptivoCustomer,
  ApptivoLink,
  ApptivoLogin,
} from './apptivo-data.js';

/** Everyone who has a password has this one. */
export const STORY_PASSWORD = 'correct horse 7';

const AGES = {
  creationDate: '2025-01-15T02:30:00.000Z',
  createdByName: 'Sam Field',
  lastUpdateDate: '2025-06-01T07:00:00.000Z',
  lastUpdatedByName: 'Sam Field',
};

export const storyCustomers: ApptivoCustomer[] = [
  // APT-2, APT-3: Harry's customer at first, and the one he is moved to.
  customer(501_900, 'Emma Watson'),
  customer(501_914, 'Hannah Baker'),
  customer(501_920, 'Northwind Fibre', {
    website: 'https://northwind.example',
    phoneNumbers: phones('403-555-0100'),
    addresses: [
      {
        addressId: 9100,
        addressType: 'Billing Address',
        addressLine1: '12 Harbour Street',
        city: 'Halifax',
        zipCode: 'B3H 1A1',
        countryName: 'Canada',
        countryCode: 'CA',
      },
    ],
    customAttributes: [
      {
        customAttributeId: 'custom_51001',
        customAttributeName: 'Region',
        customAttributeTagName: 'select_51001',
        customAttributeType: 'select',
        customAttributeValue: 'West',
        customAttributeValueId: 'custom_51001_1',
      },
    ],
  }),
  // APT-13: what the parent toggle is about.
  customer(501_921, 'Northwind Fibre Halifax', { parentCustomerId: 501_920 }),
  customer(501_930, 'Łódź Küchen & Söhne "東京" <Café>'),
  customer(501_940, "O'Hara & Daughters"),
  customer(501_950, 'Old Mill Bakery', { deleted: true }),
  // Nobody belongs to it.
  customer(501_960, 'Bluebird Dental', { statusId: 20_001 }),
  // Two of one name, and a child that names its parent: which one, the wire does not say (§6).
  customer(501_980, 'Delta Towing'),
  customer(501_981, 'Delta Towing'),
  customer(501_982, 'Delta Towing Yard', { parentCustomerId: 501_980 }),
];

export const storyContacts: ApptivoContact[] = [
  contact(269_398, 'Harry', 'Porter', 'harry@porter.example', 501_900, { isPrimary: 'Y' }),
  // A second one with `isPrimary` at the same customer (§6); keeps access when Harry moves (APT-10).
  contact(269_399, 'Liam', 'Watson', 'liam@watson.example', 501_900, { isPrimary: 'Y' }),
  contact(269_400, 'Ada', 'Moreau', 'ada@northwind.example', 501_920, {
    isPrimary: 'Y',
    jobTitle: 'CFO',
    phoneNumbers: phones('403-555-0110'),
  }),
  // APT-8, APT-19: invited, not accepted.
  contact(269_401, 'Carla', 'Díaz', 'carla.diaz@northwind.example', 501_920),
  contact(269_402, 'Édith', 'Lefèvre', 'edith@lodz.example', 501_930, { isPrimary: 'Y' }),
  contact(269_403, 'Niamh', "O'Hara", "niamh.o'hara@ohara.example", 501_940),
  contact(269_404, 'Ben', 'Okoro', 'ben@northwind.example', 501_921),
  // Two people at one address: an e-mail does not tell them apart. Only Grace has a login.
  contact(269_405, 'Grace', 'Lin', 'office@delta.example', 501_980),
  contact(269_406, 'Gregor', 'Lin', 'office@delta.example', 501_981),
  // APT-12: no login without an e-mail.
  contact(269_407, 'Inés', 'Ruiz', '', 501_914, { phoneNumbers: phones('+1 403 555 0111 ext. 7') }),
  // Staff disabled the login.
  contact(269_408, 'Dmitri', 'Volkov', 'dmitri@delta.example', 501_980),
  // APT-18: has a login, but no privilege for Cases.
  contact(269_409, 'Farid', 'Haddad', 'farid@northwind.example', 501_920, { appAccess: [] }),
  // The customer is deleted.
  contact(269_410, 'Hugo', 'Winter', 'hugo@oldmill.example', 501_950),
  // Belongs to no customer, though one lists him besides.
  contact(269_411, 'Jan', 'Kowalski', 'jan@kowalski.example', undefined),
  contact(269_412, '', 'Tanaka', 'tanaka@delta.example', 501_981, { contactStatusId: 10_001 }),
  contact(269_413, 'Olga', 'Berg', 'olga@ohara.example', 501_940, {
    emailAddresses: [...mails('olga@ohara.example'), ...mails('olga.private@mail.example')],
  }),
  contact(269_414, 'Pia', 'Gone', 'pia@watson.example', 501_900, { deleted: true }),
];

/** APT-3: several customers for one contact. */
export const storyLinks: ApptivoLink[] = [
  { contactId: 269_398, customerId: 501_914 },
  { contactId: 269_400, customerId: 501_914 },
  { contactId: 269_400, customerId: 501_940 },
  { contactId: 269_411, customerId: 501_960 },
];

export const storyLogins: ApptivoLogin[] = [
  login(269_398, 501_900, 'harry@porter.example'),
  login(269_399, 501_900, 'liam@watson.example'),
  login(269_400, 501_920, 'ada@northwind.example'),
  login(269_401, 501_920, 'carla.diaz@northwind.example', 'invited'),
  login(269_402, 501_930, 'edith@lodz.example'),
  login(269_404, 501_921, 'ben@northwind.example'),
  login(269_405, 501_980, 'office@delta.example'),
  login(269_408, 501_980, 'dmitri@delta.example', 'disabled'),
  login(269_409, 501_920, 'farid@northwind.example'),
];

/** Dmitri's account outlives his portal login. Employees have accounts, too. */
export const storyAccounts: ApptivoAccount[] = [
  ...storyLogins.filter(({ state }) => state !== 'invited').map(({ email }) => email),
  'sam.field@caredesk.example',
].map((emailId) => ({ emailId, password: STORY_PASSWORD }));

function customer(
  customerId: number,
  customerName: string,
  more: Partial<ApptivoCustomer> = {},
): ApptivoCustomer {
  return {
    ...AGES,
    customerId,
    customerName,
    customerNumber: `CU-${customerId}`,
    statusId: 20_000,
    emailAddresses: [],
    phoneNumbers: [],
    addresses: [],
    customAttributes: [],
    ...more,
  };
}

function contact(
  contactId: number,
  firstName: string,
  lastName: string,
  email: string,
  accountId: number | undefined,
  more: Partial<ApptivoContact> = {},
): ApptivoContact {
  return {
    ...AGES,
    contactId,
    firstName,
    lastName,
    ...(accountId !== undefined && { accountId }),
    isPrimary: 'N',
    contactStatusId: 10_000,
    appAccess: ['Cases'],
    emailAddresses: email ? mails(email) : [],
    phoneNumbers: [],
    addresses: [],
    customAttributes: [],
    ...more,
  };
}

function mails(emailAddress: string) {
  return [{ id: 'cont_email_input', emailAddress, emailType: 'Business', emailTypeCode: 'BUSINESS' }];
}

function phones(phoneNumber: string) {
  return [{ id: 'contact_phone_input', phoneNumber, phoneType: 'Business', phoneTypeCode: 'PHONE_BUSINESS' }];
}

function login(
  contactId: number,
  customerId: number,
  email: string,
  state: ApptivoLogin['state'] = 'enabled',
): ApptivoLogin {
  return { contactId, customerId, email, state };
}
