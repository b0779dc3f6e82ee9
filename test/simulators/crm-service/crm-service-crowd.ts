import type { SharedPerson } from '../shared-person.js';
import type { CrmRecord, CrmServiceData, Value } from './crm-service-data.js';
import { PORTAL_PASSWORD, row, STORY_FRAME, STORY_TOKENS } from './story-portals.js';

export interface CrowdOptions {
  customers: number;
  contacts: number;
  /** Tickets and invoices, one after the other. */
  records: number;
  seed: number;
  /** They become the first contacts, each of a different customer as far as those go, with portal access. */
  sharedPeople?: SharedPerson[];
}

const FIRST_ID = 1_000_000;
const FIRST_DAY = Date.UTC(2024, 0, 2, 7);
const HOUR = 3_600_000;

const FIRST_NAMES = 'Aada,Eero,Helmi,Ilmari,Jenna,Kalle,Lauri,Minna,Noora,Onni,Pihla,Sakari,Zoë'.split(',');
const LAST_NAMES =
  "Aalto,Björk,Dahl,Heikkinen,Järvinen,Korhonen,Laine,Nieminen,O'Neill,Peltonen,Räsänen,Toivonen".split(',');
const COMPANIES = 'Havu,Kivi,Meri,Lumi,Pohja,Suvi,Tuuli,Virta'.split(',');
const BRANCHES = 'Energia,Kuljetus,Leipomo,Media,Metsä,Rakennus,Tekstiili'.split(',');
const TROUBLES = 'Kirjautuminen ei onnistu,Lasku puuttuu,Laite rikki,Osoite muuttui,Tarjouspyyntö'.split(',');

/** A made-up installation of any size, the same for the same options; its ids begin at a million. */
export function crmServiceCrowd(options: CrowdOptions): CrmServiceData {
  const { customers, contacts, records, seed, sharedPeople = [] } = options;
  // A different walk through the lists for each seed and list.
  const pick = <T>(list: readonly T[], place: number, salt = 1): T => {
    const mixed = Math.imul(place * 31 + seed * 17 + salt * 7 + 1, 0x9e3779b1) >>> 0;
    return list[mixed % list.length] as T;
  };
  const many = (count: number, make: (place: number, id: number) => CrmRecord, first: number): CrmRecord[] =>
    Array.from({ length: count }, (_, place) => make(place, first + place));
  const next = (count: number, first: number): number => first + count;
  const people = Math.max(contacts, sharedPeople.length);
  const firstContact = next(customers, FIRST_ID);
  const firstLogin = next(people, firstContact);
  const firstRecord = next(people, firstLogin);
  const accountOf = (place: number): string | null =>
    customers > 0 ? String(FIRST_ID + (place % customers)) : null;
  const keysOf = (place: number): Record<string, Value> => {
    const contact = place % Math.max(people, 1);
    return {
      account_id: accountOf(contact),
      contact_id: people > 0 ? String(firstContact + contact) : null,
    };
  };

  const accounts = many(
    customers,
    (place, id) => {
      const name = `${pick(COMPANIES, place)} ${pick(BRANCHES, place, 2)} ${place + 1} Oy`;
      return at(place, id, { name, entity_no: `ACC${id}`, account_type: 'Customer' });
    },
    FIRST_ID,
  );
  const contactRows = many(
    people,
    (place, id) => {
      const [first, last] = [pick(FIRST_NAMES, place, 3), pick(LAST_NAMES, place, 4)];
      const shared = sharedPeople[place];
      return at(place, id, {
        first_name: shared?.firstName ?? first,
        last_name: shared?.lastName ?? last,
        email: shared?.email ?? `contact.${place + 1}@crowd.example`,
        entity_no: `CON${id}`,
        account_id: accountOf(place),
      });
    },
    firstContact,
  );
  const portalUsers = many(
    people,
    (place, id) =>
      at(place, id, {
        contact_id: String(firstContact + place),
        portal_id: '1',
        profile_id: pick(['2', '3'], place, 5),
        active: place < sharedPeople.length || pick([true, true, false], place, 6),
        is_admin: pick([true, false, false, false], place, 7),
      }),
    firstLogin,
  );
  const work = many(
    records,
    (place, id) =>
      place % 2 === 0
        ? at(place, id, {
            name: pick(TROUBLES, place, 8),
            entity_no: `TT-${id}`,
            ...keysOf(place),
            ticket_status: pick(['Open', 'In Progress', 'Closed'], place, 9),
          })
        : at(place, id, {
            subject: `Lasku ${id}`,
            entity_no: `INV-${id}`,
            ...keysOf(place),
            total: 100 + (place % 900),
            currency: 'EUR',
            invoice_date: '2025-01-02',
            due_date: '2030-01-16',
            invoice_status: pick(['Sent', 'Paid'], place, 10),
          }),
    firstRecord,
  );
  return structuredClone({
    tokens: STORY_TOKENS,
    rights: [],
    modules: {
      ...STORY_FRAME,
      accounts,
      contacts: contactRows,
      portal_users: portalUsers,
      tickets: work.filter((_, place) => place % 2 === 0),
      invoices: work.filter((_, place) => place % 2 === 1),
    },
    links: [],
    contents: {},
    passwords: Object.fromEntries(portalUsers.map(({ id }) => [id, PORTAL_PASSWORD])),
    mails: [],
  });
}

/** Two sets of data as one; of two records with one id, the first set's stays (users, portals, profiles). */
export function joinCrmServiceData(one: CrmServiceData, two: CrmServiceData): CrmServiceData {
  const names = new Set([...Object.keys(one.modules), ...Object.keys(two.modules)]);
  const merged = [...names].map((name) => {
    const records = one.modules[name] ?? [];
    const known = new Set(records.map(({ id }) => id));
    return [name, [...records, ...(two.modules[name] ?? []).filter(({ id }) => !known.has(id))]];
  });
  return {
    tokens: one.tokens,
    rights: [...one.rights, ...two.rights],
    modules: Object.fromEntries(merged) as CrmServiceData['modules'],
    links: [...one.links, ...two.links],
    contents: { ...one.contents, ...two.contents },
    passwords: { ...one.passwords, ...two.passwords },
    mails: [...one.mails, ...two.mails],
  };
}

/** One record an hour. */
function at(place: number, id: number, attributes: Record<string, Value>): CrmRecord {
  return row(id, attributes, {
    updated: `${new Date(FIRST_DAY + place * HOUR).toISOString().slice(0, 19)}Z`,
  });
}
