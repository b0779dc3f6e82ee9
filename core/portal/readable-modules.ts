import type { Access } from '../access/access.js';
import { hasCapability } from '../access/decide.js';
import type { RecordModule } from '../contract/contract.js';
import { recordModules } from '../records/row-tables.js';

/** Do some grants of these accesses read this module, whatever there is to read? */
export const isReadable = (accesses: readonly Access[], module: string): boolean =>
  accesses.some((access) =>
    access.policy.grants.some(
      (grant) => grant.module === module && grant.actions.includes('read') && hasCapability(grant, access),
    ),
  );

/** The modules that a person has a list of, in the portal's order. */
export const readableModules = (accesses: readonly Access[]): RecordModule[] =>
  recordModules.filter((module) => isReadable(accesses, module));

/** The word of a module, or nothing for any other word. */
export const moduleNamed = (word: string): RecordModule | undefined =>
  recordModules.find((module) => module === word);
