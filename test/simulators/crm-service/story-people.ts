import type { CrmRecord, Value } from './crm-service-data.js';
import { row } from './story-portals.js';

/** Companies; 7102 and 7314 are those of the examples in crm-service.md §4. */
export const storyAccounts: CrmRecord[] = [
  row(7102, {
    name: 'Rantapuu Oy',
    entity_no: 'ACC1',
    account_type: 'Customer',
    email: 'info@rantapuu.example',
    phone: '+358 9 555 0100',
    notes: 'Maksaa ajallaan',
    internal_notes: 'Discount 12 %',
  }),
  row(7103, { name: 'Rantapuu Huolto Oy', entity_no: 'ACC2', account_type: 'Customer', parent_id: '7102' }),
  row(7110, { name: 'Kuusi & Koivu "Öljy" <Ab>', entity_no: 'ACC3', account_type: 'Customer' }),
  // Its people are known to other CRMs too.
  row(7120, { name: 'Northwind Fibre', entity_no: 'ACC4', account_type: 'Customer', phone: '403-555-0100' }),
  row(7130, { name: 'Tyhjä Oy', entity_no: 'ACC5', account_type: 'Prospect' }),
  row(7140, { name: 'Jälleenmyyjä Oy', entity_no: 'ACC6', account_type: 'Reseller' }),
];

export const storyContacts: CrmRecord[] = [
  person(7314, 'Aino', 'Virtanen', 'aino@rantapuu.example', '7102', {
    updated_at: '2025-03-02T06:14:55Z',
    mailing_city: 'Helsinki',
    phone: '+358 40 555 0114',
  }),
  person(7315, 'Eino', 'Mäkelä', 'Eino.Makela@Rantapuu.example', '7102', { title: 'Toimitusjohtaja' }),
  person(7316, 'Ville', "O'Brien", 'ville@rantapuu.example', '7102'),
  // C-17: no address, only a phone; and an address that is none.
  person(7317, 'Liisa', 'Lahti', null, '7102', { phone: '+358 40 555 0117' }),
  person(7318, 'Pekka', 'Salo', 'pekka at rantapuu', '7102'),
  // C-33, D1: two active users under one address, but for case and a blank.
  person(7319, 'Anna', 'Kuusi', 'toimisto@kuusi.example', '7110'),
  person(7320, 'Antti', 'Koivu', ' Toimisto@Kuusi.example', '7110'),
  // C-33: of these two, one is not active, so the other may sign in.
  person(7321, 'Maria', 'Lind', 'lind@kuusi.example', '7110'),
  person(7322, 'Mats', 'Lind', 'lind@kuusi.example', '7110'),
  // One contact at two portals: two logins, no conflict.
  person(7323, 'Olli', 'Partanen', 'olli@reseller.example', '7140'),
  // C-30: only at the portal that is switched off.
  person(7324, 'Kaisa', 'Vanha', 'kaisa@reseller.example', '7140'),
  // D3: a portal user without a profile.
  person(7325, 'Juha', 'Profiiliton', 'juha@rantapuu.example', '7103'),
  // C-01: a contact who is no portal user.
  person(7326, 'Tiina', 'Hiljainen', 'tiina@rantapuu.example', '7102'),
  // Known to other CRMs; Carla is the one who changes customer.
  person(7327, 'Carla', 'Díaz', 'carla.diaz@northwind.example', '7120'),
  person(7328, 'Ada', 'Moreau', 'ada@northwind.example', '7120'),
  // C-15: nobody's company, so only own things.
  person(7329, 'Yksin', 'Yrittäjä', 'yksin@post.example', null),
  person(7330, '東京', 'Łukasz-Ñandú', 'unicode@kuusi.example', '7110'),
  // C-26: a profile that opens nothing.
  person(7331, 'Nolla', 'Niemi', 'nolla@rantapuu.example', '7103'),
];

export const storyPortalUsers: CrmRecord[] = [
  login(55, 7314, { profile: '3' }),
  // C-21 to C-23: admin of their own company.
  login(56, 7315, { profile: '2', isAdmin: true }),
  // C-20: switched off.
  login(57, 7316, { profile: '2', active: false }),
  login(58, 7318, { profile: '3', active: false }),
  login(59, 7319, { profile: '3' }),
  login(60, 7320, { profile: '2' }),
  login(61, 7321, { profile: '2' }),
  login(62, 7322, { profile: '2', active: false }),
  login(63, 7323, { profile: '2' }),
  login(64, 7323, { portal: '12', profile: '8' }),
  login(65, 7324, { portal: '9', profile: null }),
  login(66, 7325, { profile: null }),
  login(67, 7327, { profile: '2' }),
  // D2: admin, but the profile is a narrow one.
  login(68, 7328, { profile: '3', isAdmin: true }),
  login(69, 7329, { profile: '2' }),
  login(70, 7330, { profile: '2' }),
  login(71, 7331, { profile: '4' }),
];

export const storyLeads: CrmRecord[] = [
  row(7401, { first_name: 'Leevi', last_name: 'Liidi', email: 'leevi@lead.example', company: 'Liidi Oy' }),
];

function person(
  id: number,
  first: string,
  last: string,
  email: string | null,
  account: string | null,
  more: Record<string, Value> = {},
): CrmRecord {
  const names = { first_name: first, last_name: last, email, account_id: account };
  return row(id, { ...names, entity_no: `CON${id - 7313}`, ...more });
}

function login(
  id: number,
  contact: number,
  set: { profile: string | null; portal?: string; active?: boolean; isAdmin?: boolean },
): CrmRecord {
  const { profile, portal = '1', active = true, isAdmin = false } = set;
  const keys = { contact_id: String(contact), portal_id: portal, profile_id: profile };
  return row(id, { ...keys, active, is_admin: isAdmin });
}
