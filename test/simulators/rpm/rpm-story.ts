import type { RpmData } from './rpm-data.js';
import { storyForms, storyProcesses } from './story-forms.js';
import { storyContacts, storyCustomers, storyLinks, storyUsers } from './story-people.js';
import { STORY_SUBSCRIBER } from './story-subscriber.js';

/** A small subscriber in which every RPM-n rule of rpm.md §1 has somebody it happens to. */
export function rpmStory(): RpmData {
  return structuredClone({
    subscriber: STORY_SUBSCRIBER,
    customers: storyCustomers,
    contacts: storyContacts,
    links: storyLinks,
    users: storyUsers,
    processes: storyProcesses,
    forms: storyForms,
    ages: [],
    mails: [],
  });
}
