import type { ApptivoData } from './apptivo-data.js';
import { storyCases, storyDocuments, storyNotes } from './story-cases.js';
import { STORY_FIRM } from './story-firm.js';
import { storyAccounts, storyContacts, storyCustomers, storyLinks, storyLogins } from './story-people.js';

/** A small firm in which every APT-n behaviour of apptivo.md §1 has somebody it happens to. */
export function apptivoStory(): ApptivoData {
  return structuredClone({
    firm: STORY_FIRM,
    customers: storyCustomers,
    contacts: storyContacts,
    links: storyLinks,
    logins: storyLogins,
    accounts: storyAccounts,
    cases: storyCases,
    notes: storyNotes,
    documents: storyDocuments,
    mails: [],
  });
}
