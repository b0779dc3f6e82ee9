import type { MobiworkData } from './mobiwork-data.js';
import { storyBilling } from './story-billing.js';
import { storyCustomers } from './story-customers.js';
import { storyTenant, storyUsers } from './story-tenant.js';
import { storyForms, storyServices, storyWorkOrders } from './story-work.js';

/** A small tenant in which every M-nn behaviour of mobiwork.md §1 has somebody it happens to. */
export function mobiworkStory(): MobiworkData {
  return structuredClone({
    tenant: storyTenant,
    users: storyUsers,
    customers: storyCustomers,
    workOrders: storyWorkOrders,
    ...storyBilling,
    recurrentServices: storyServices,
    forms: storyForms,
    mails: [],
  });
}
