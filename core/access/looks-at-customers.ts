import type { Condition } from '../contract/contract.js';
import type { Access } from './access.js';
import { innerOf } from './lint-condition.js';

/** Does a policy of these accesses judge records by their customer's own fields? Only then must it be loaded with them. */
export const looksAtCustomers = (accesses: readonly Pick<Access, 'policy'>[]): boolean =>
  accesses.some(({ policy: { grants, limits } }) => [...grants, ...limits].some(({ when }) => looks(when)));

const looks = (condition: Condition): boolean =>
  ('via' in condition && condition.via === 'customer') || innerOf(condition).some(looks);
