import { mobiworkCrowd } from '../simulators/mobiwork/mobiwork-crowd.js';
import type { MobiworkData } from '../simulators/mobiwork/mobiwork-data.js';
import { mobiworkStory } from '../simulators/mobiwork/mobiwork-story.js';
import { opencrmCrowd } from '../simulators/opencrm/opencrm-crowd.js';
import type { OpencrmData } from '../simulators/opencrm/opencrm-data.js';
import { opencrmStory } from '../simulators/opencrm/opencrm-story.js';
import type { CrmServiceData } from '../simulators/crm-service/crm-service-data.js';
import { crmServiceCrowd, joinCrmServiceData } from '../simulators/crm-service/crm-service-crowd.js';
import { crmServiceStory } from '../simulators/crm-service/crm-service-story.js';
import { textOf } from '../simulators/crm-service/text-of.js';
import type { ApptivoData } from '../simulators/apptivo/apptivo-data.js';
import { apptivoCrowd } from '../simulators/apptivo/apptivo-crowd.js';
import { apptivoStory } from '../simulators/apptivo/apptivo-story.js';
import type { RpmData } from '../simulators/rpm/rpm-data.js';
import { rpmCrowd } from '../simulators/rpm/rpm-crowd.js';
import { rpmStory } from '../simulators/rpm/rpm-story.js';
import type { VtigerData } from '../simulators/vtiger/vtiger-data.js';
import { vtigerCrowd } from '../simulators/vtiger/vtiger-crowd.js';

interface Person {
  firstName: string;
  lastName: string;
  email: string;
}

/** People of the story who are vtiger contacts as well; each has a sign-in at RPM. */
const storyPeople: Person[] = [
  { firstName: 'Ada', lastName: 'Moreau', email: 'ada@northwind.example' },
  { firstName: 'Carla', lastName: 'Díaz', email: 'carla.diaz@northwind.example' },
];

/** People whom both systems made up know under one address. */
const crowdPeople: Person[] = [
  { firstName: 'Nora', lastName: 'Lindqvist', email: 'nora.lindqvist@aurora.example' },
  { firstName: 'Mateus', lastName: 'Silva', email: 'mateus.silva@harbourfoods.example' },
  { firstName: 'Yuki', lastName: 'Tanaka', email: 'yuki.tanaka@lantern.example' },
  { firstName: 'Ola', lastName: 'Kowalska', email: 'ola.kowalska@quarrysteel.example' },
  { firstName: 'Tariq', lastName: 'Haddad', email: 'tariq.haddad@meridian.example' },
  { firstName: 'Élodie', lastName: 'Martin', email: 'elodie.martin@juniper.example' },
];

/** The crowd's processes that customers may see, under names that the story does not use. */
const crowdProcessNames = new Map([
  [101, 'Service Request'],
  [102, 'Installation'],
]);

/**
 * The story, in which every rule of RPM happens to somebody, among enough others to fill lists; always the
 * same.
 */
export function demoRpm(): RpmData {
  const story = rpmStory();
  const crowd = rpmCrowd({ customers: 20, contacts: 110, forms: 700, seed: 7, sharedPeople: crowdPeople });
  return {
    ...story,
    customers: [...story.customers, ...crowd.customers],
    contacts: [...story.contacts, ...crowd.contacts],
    links: [...story.links, ...crowd.links],
    users: [...story.users, ...crowd.users.filter(({ kind }) => kind === 'customer')],
    processes: [
      ...story.processes,
      ...crowd.processes.flatMap((process) => {
        const name = crowdProcessNames.get(process.processId);
        return name === undefined ? [] : [{ ...process, name }];
      }),
    ],
    forms: [...story.forms, ...crowd.forms.filter(({ processId }) => crowdProcessNames.has(processId))],
  };
}

/** Companies with their people, tickets and invoices; some of the people are RPM's too. Always the same. */
export function demoVtiger(): VtigerData {
  return vtigerCrowd({
    accounts: 25,
    contacts: 130,
    tickets: 500,
    invoices: 300,
    seed: 11,
    sharedPeople: [...storyPeople, ...crowdPeople],
    until: new Date('2025-10-01T00:00:00Z'),
  });
}

/** The story of OpenCRM's rules among a crowd; Ada and Carla are in the story itself. Always the same. */
export function demoOpencrm(): OpencrmData {
  const story = opencrmStory();
  const crowd = opencrmCrowd({
    customers: 12,
    contacts: 40,
    records: 150,
    seed: 13,
    sharedPeople: crowdPeople.slice(0, 2),
  });
  return { users: story.users, records: [...story.records, ...crowd.records] };
}

/** The story, but for the address that is none, among a crowd in which two people are other vendors' too. */
export function demoCrmService(): CrmServiceData {
  const story = crmServiceStory();
  for (const { attributes } of story.modules['contacts'] ?? [])
    if (!textOf(attributes['email']).includes('@')) attributes['email'] = null;
  const crowd = crmServiceCrowd({
    customers: 12,
    contacts: 40,
    records: 150,
    seed: 3,
    sharedPeople: crowdPeople.slice(2, 4),
  });
  return joinCrmServiceData(story, crowd);
}

/** The story, its Cases app opened as wide as it goes, among a crowd in which two people are other vendors' too. */
export function demoApptivo(): ApptivoData {
  const story = apptivoStory();
  const crowd = apptivoCrowd({
    customers: 12,
    contacts: 40,
    records: 150,
    seed: 5,
    sharedPeople: crowdPeople.slice(0, 2),
  });
  return {
    ...story,
    firm: { ...story.firm, portalEditAccessLevel: 'all', portalIsParentCustomerVisibility: 'Y' },
    customers: [...story.customers, ...crowd.customers],
    contacts: [...story.contacts, ...crowd.contacts],
    links: [...story.links, ...crowd.links],
    logins: [...story.logins, ...crowd.logins],
    accounts: [...story.accounts, ...crowd.accounts],
    cases: [...story.cases, ...crowd.cases],
    notes: [...story.notes, ...crowd.notes],
  };
}

/** The story of MobiWork's permissions among a crowd; Ada and Carla are in the story itself. Always the same. */
export function demoMobiwork(): MobiworkData {
  const story = mobiworkStory();
  const crowd = mobiworkCrowd({
    customers: 12,
    contacts: 40,
    records: 220,
    seed: 17,
    sharedPeople: crowdPeople.slice(0, 2),
  });
  return {
    ...story,
    customers: [...story.customers, ...crowd.customers],
    workOrders: [...story.workOrders, ...crowd.workOrders],
    invoices: [...story.invoices, ...crowd.invoices],
    estimates: [...story.estimates, ...crowd.estimates],
    payments: [...story.payments, ...crowd.payments],
  };
}
