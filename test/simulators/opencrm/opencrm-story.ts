import { OPENCRM_STAFF, type OpencrmData } from './opencrm-data.js';
import { storyCompanies, storyContacts, storyLeads } from './story-people.js';
import { storyInvoices, storyQuotes, storySalesOrders } from './story-sales.js';
import { storyProjects, storyRest, storyTickets } from './story-work.js';

/**
 * A small tenant in which every O-n rule that shows in data has somebody it happens to. Documents, FAQs,
 * comments, portal components, PINs and the eSign audit are not in it: no method of OpenCRM's API knows of
 * them (opencrm.md §3, §9).
 */
export function opencrmStory(): OpencrmData {
  return structuredClone({
    users: [...OPENCRM_STAFF],
    records: [
      ...storyCompanies,
      ...storyContacts,
      ...storyLeads,
      ...storyTickets,
      ...storyQuotes,
      ...storySalesOrders,
      ...storyInvoices,
      ...storyProjects,
      ...storyRest,
    ],
  });
}
