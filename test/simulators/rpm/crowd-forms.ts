import { SUBJECTS } from '../crowd-names.js';
import type { CrowdPeople } from './crowd-people.js';
import { formTemplate, processTemplate, UID } from './process-template.js';
import type { Random } from '../random.js';
import type { RpmForm } from './rpm-data.js';
import type { RpmProcess } from './rpm-process-data.js';

const FIRST_DAY = Date.UTC(2025, 0, 2, 9);
const MINUTE = 60_000;
const API_USER = 310;

/** Two processes open to customers, one closed to them, one hidden from the API user; where forms go. */
const SHARES: [number, number][] = [
  [101, 0.55],
  [102, 0.85],
  [103, 0.97],
  [104, 1],
];

/** The crowd's processes. */
export function crowdProcesses(): RpmProcess[] {
  return [
    processTemplate({ processId: 101, name: 'Trouble Ticket', numberPrefix: 'TT', customerUsers: true }),
    processTemplate({ processId: 102, name: 'Installation', numberPrefix: 'IN', customerUsers: true }),
    processTemplate({ processId: 103, name: 'Internal Audit', numberPrefix: 'IA' }),
    processTemplate({ processId: 104, name: 'Payroll', numberPrefix: 'PR', permission: 1 }),
  ];
}

/** Forms for the crowd: nearly all for a customer, half of them with somebody of that customer taking part. */
export function crowdForms({
  random,
  forms,
  people,
}: {
  random: Random;
  forms: number;
  people: CrowdPeople;
}): RpmForm[] {
  const usersOfCustomer = new Map<number, number[]>();
  const userOf = new Map(people.users.filter(({ enabled }) => enabled).map((each) => [each.contactId, each]));
  for (const { customerId, contactId } of people.links) {
    const userId = userOf.get(contactId)?.userId;
    if (userId === undefined) continue;
    const known = usersOfCustomer.get(customerId);
    if (known) known.push(userId);
    else usersOfCustomer.set(customerId, [userId]);
  }
  const prefixes = new Map(crowdProcesses().map((each) => [each.processId, each.numberPrefix]));
  const counts = new Map<number, number>();
  let participantId = 0;

  return Array.from({ length: forms }, (_, place) => {
    const draw = random.below(100) / 100;
    const processId = SHARES.find(([, until]) => draw < until)?.[0] ?? 101;
    const count = (counts.get(processId) ?? 0) + 1;
    counts.set(processId, count);
    const customerId =
      people.customers.length === 0 || random.chance(0.03)
        ? undefined
        : random.pick(people.customers).customerId;
    const users = (customerId && usersOfCustomer.get(customerId)) || [];
    const taking = users.length > 0 && random.chance(0.5) ? [random.pick(users)] : [];
    // The API user may only add files where it takes part (rpm.md §3.2).
    const inside = place % 5 === 0 ? [300] : [300, API_USER];
    return formTemplate({
      formId: 100_001 + place,
      processId,
      number: `${prefixes.get(processId)}-${String(count).padStart(4, '0')}`,
      place: random.below(4),
      started: new Date(FIRST_DAY + place * 5 * MINUTE).toISOString(),
      archived: random.chance(0.05),
      fields: {
        [UID.subject]: { value: `${random.pick(SUBJECTS)} ${place + 1}` },
        [UID.severity]: { value: random.pick(['Low', 'Medium', 'High']) },
        ...(customerId && { [UID.customer]: { id: customerId } }),
      },
      participants: [...inside, ...taking].map((userId) => ({
        participantId: (participantId += 1),
        userId,
      })),
      notes: random.chance(0.2)
        ? [{ note: 'We look into it', added: new Date(FIRST_DAY).toISOString(), by: 'Sam Field' }]
        : [],
    });
  });
}
