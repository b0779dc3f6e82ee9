import type { Facts, Policy } from 'portico/contract';

import { assumed, type Capability } from './assumed.js';
import { contactGrants } from './contact-grants.js';
import { mobiworkFacts } from './discover.js';
import { recordGrants } from './record-grants.js';

const labels: Record<Capability, string> = {
  admin: 'Admin Access',
  billing: 'Access Billing',
  reports: 'Access Reports',
  createWorkOrder: 'Create Work Order',
  editContact: 'Edit Contact',
};

/** The permissions that this tenant's API does not tell, for staff to grant in the hub. */
export const granted = (facts: Facts): { capability: Capability; label: string }[] =>
  (Object.keys(assumed.flags) as Capability[])
    .filter((each) => mobiworkFacts(facts).flags[each] === undefined)
    .map((capability) => ({ capability, label: labels[capability] }));

/**
 * MobiWork's permissions (M-16 to M-20), independent of one another; Admin has everything, and with none of them a
 * person sees their own account. Products are not shown. What the tenant has not is in no list, so no grant asks.
 */
export const policy = (): Policy => ({
  version: 1,
  limits: [],
  grants: [
    ...contactGrants,
    {
      id: 'customer.mine',
      rules: ['M-13'],
      module: 'customer',
      actions: ['read'],
      when: { f: 'id', in: { var: 'customers' } },
      fields: { read: ['name'] },
    },
    ...recordGrants,
  ],
});
