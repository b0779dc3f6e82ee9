import type { CrmServiceData } from './crm-service-data.js';
import { storyAccounts, storyContacts, storyLeads, storyPortalUsers } from './story-people.js';
import { PORTAL_PASSWORD, STORY_FRAME, STORY_TOKENS } from './story-portals.js';
import { storyContents, storyLinks, storyRecords } from './story-records.js';

/** A small installation in which every C-n rule that shows in data has somebody it happens to. */
export function crmServiceStory(): CrmServiceData {
  return structuredClone({
    tokens: STORY_TOKENS,
    rights: [
      {
        userId: '7',
        noRead: ['invoices', 'portal_profiles'],
        noWrite: ['accounts'],
        noDelete: ['tickets'],
        noReporting: true,
        hidden: ['contacts/7315'],
      },
    ],
    modules: {
      ...STORY_FRAME,
      accounts: storyAccounts,
      contacts: storyContacts,
      leads: storyLeads,
      portal_users: storyPortalUsers,
      ...storyRecords,
    },
    links: storyLinks,
    contents: storyContents,
    passwords: Object.fromEntries(storyPortalUsers.map(({ id }) => [id, PORTAL_PASSWORD])),
    mails: [],
  });
}
