import { crowdForms, crowdProcesses } from './crowd-forms.js';
import type { SharedPerson } from '../shared-person.js';
import { crowdPeople } from './crowd-people.js';
import { createRandom } from '../random.js';
import type { RpmData } from './rpm-data.js';
import { storyUsers } from './story-people.js';
import { STORY_SUBSCRIBER } from './story-subscriber.js';

export interface CrowdOptions {
  customers: number;
  contacts: number;
  forms: number;
  seed: number;
  /** They become the first contacts, each of a different customer as far as those go, with a sign-in. */
  sharedPeople?: SharedPerson[];
}

/** A made-up subscriber of any size; the same options always give the same data. */
export function rpmCrowd({ customers, contacts, forms, seed, sharedPeople = [] }: CrowdOptions): RpmData {
  const random = createRandom(seed);
  const people = crowdPeople({ random, customers, contacts, sharedPeople });
  const staff = storyUsers.filter(({ kind }) => kind !== 'customer').map((user) => ({ ...user }));
  return {
    subscriber: { ...STORY_SUBSCRIBER },
    customers: people.customers,
    contacts: people.contacts,
    links: people.links,
    users: [...staff, ...people.users],
    processes: crowdProcesses(),
    forms: crowdForms({ random, forms, people }),
    ages: [],
    mails: [],
  };
}
