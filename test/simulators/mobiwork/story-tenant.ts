import type { MobiworkTenant, MobiworkUser } from './mobiwork-data.js';

export const storyTenant: MobiworkTenant = {
  clientId: 12014,
  apiLoginId: 'hub-api',
  apiPassword: 's3cr3t & <safe>',
  connectorOn: true,
  zone: 'America/New_York',
  workOrderTypes: [
    { id: 25121, name: 'Repair' },
    { id: 25122, name: 'Inspection' },
  ],
  workOrderStatuses: [
    { id: 61, name: 'Waiting for parts' },
    { id: 62, name: 'On the way' },
  ],
  customerStatuses: [
    { id: 11, name: 'Preferred' },
    { id: 12, name: 'Prospect' },
  ],
};

/** Calls without `userId` act as Gail; Paul has left and cannot be acted as (mobiwork.md §2). */
export const storyUsers: MobiworkUser[] = [
  user(770, 'Gail', 'Novak', { globalAdmin: true }),
  user(771, 'Theo', 'Brandt', {}),
  user(772, 'Imani', 'Okafor', {}),
  user(773, 'Paul', 'Left', { active: false, globalAdmin: true }),
];

function user(
  mobiworkUserId: number,
  firstName: string,
  lastName: string,
  rights: Partial<MobiworkUser>,
): MobiworkUser {
  return { mobiworkUserId, firstName, lastName, active: true, globalAdmin: false, ...rights };
}
