import type { SharedPerson } from '../shared-person.js';
import { crowdRecordFields, type CrowdCast } from './crowd-records.js';
import { createRandom, type Random } from '../random.js';
import { FIRST_OWNER, OPENCRM_STAFF, type OpencrmData, type OpencrmRecord } from './opencrm-data.js';
import { storyRecord, withAccess } from './story-record.js';

export interface OpencrmCrowdOptions {
  customers: number;
  contacts: number;
  records: number;
  seed: number;
  /** They become the first contacts, each of a different company as far as those go, with a sign-in. */
  sharedPeople?: SharedPerson[];
}

/** Above every id of the story, so that the two can be joined. */
const FIRST_ID = 200_001;
const FIRST_DAY = Date.UTC(2025, 0, 2, 9);
const FIRST_NAMES = words('Aisha Björn Chloé Daniel Elena Fatima Grace Hugo Ingrid Kofi Liam Zoë');
const LAST_NAMES = words("Chen Dubois Fernández Haddad Kowalski Mensah Nguyen O'Brien Patel Smith Yılmaz");
const STARTS = words('Aurora Beacon Cedar Delta Falcon Harbour Juniper Maple Osprey Ridge Willow');
const ENDS = words('Bakery Clinics Electric Farms Foods Freight Hotels Law Media Motors Steel Travel');

/** A made-up tenant of any size; the same options always give the same data. */
export function opencrmCrowd(options: OpencrmCrowdOptions): OpencrmData {
  const { customers, contacts, records, seed, sharedPeople = [] } = options;
  const draw = createRandom(seed);
  let nextId = FIRST_ID;
  const made: OpencrmRecord[] = [];
  const add = (module: OpencrmRecord['module'], fields: Record<string, string>): number => {
    const crmid = nextId++;
    const at = new Date(FIRST_DAY + (crmid - FIRST_ID) * 60_000).toISOString();
    const owner = draw.chance(0.5) ? FIRST_OWNER : 9;
    made.push(storyRecord(crmid, module, fields, { owner, created: at, modified: at }));
    return crmid;
  };

  const companies = Array.from({ length: customers }, (_, place) =>
    add('company', companyFields(draw, place)),
  );
  const people: CrowdCast['people'] = [];
  for (let place = 0; place < contacts; place += 1) {
    const accountid = companies.length > 0 ? (companies[place % companies.length] ?? 0) : 0;
    const shared = sharedPeople[place];
    people.push({ crmid: add('contact', contactFields({ draw, place, accountid, shared })), accountid });
  }
  for (let place = 0; place < records; place += 1) {
    const { module, fields } = crowdRecordFields({ draw, people }, place);
    add(module, fields);
  }
  return { users: structuredClone([...OPENCRM_STAFF]), records: made };
}

function companyFields(draw: Random, place: number): Record<string, string> {
  const accountname = `${draw.pick(STARTS)} ${draw.pick(ENDS)} ${place + 1}`;
  return { accountname, account_type: 'Customer', phone: `0161 555 ${String(place).padStart(4, '0')}` };
}

/** Three in five have a sign-in; shared people always do. */
function contactFields(of: {
  draw: Random;
  place: number;
  accountid: number;
  shared: SharedPerson | undefined;
}): Record<string, string> {
  const { draw, place, accountid, shared } = of;
  const firstname = shared?.firstName ?? draw.pick(FIRST_NAMES);
  const lastname = shared?.lastName ?? draw.pick(LAST_NAMES);
  const email = shared?.email ?? `crowd.${place + 1}@opencrm-crowd.example`;
  const access = shared || draw.chance(0.6) ? withAccess(email) : { email, portal: '0' };
  return {
    firstname,
    lastname,
    accountid: String(accountid),
    canesign: draw.chance(0.3) ? '1' : '0',
    ...access,
  };
}

function words(text: string): string[] {
  return text.split(' ');
}
