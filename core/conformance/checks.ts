import type { Check } from './check.js';
import { actionChecks } from './checks/actions.js';
import { changeChecks } from './checks/changes.js';
import { connectionChecks } from './checks/connection.js';
import { declarationChecks } from './checks/declaration.js';
import { discoveryChecks } from './checks/discovery.js';
import { hostileAnswerChecks } from './checks/hostile-answers.js';
import { hostileWordChecks } from './checks/hostile-words.js';
import { limitChecks } from './checks/limits.js';
import { mappingChecks } from './checks/mapping.js';
import { passChecks } from './checks/passes.js';
import { policyChecks } from './checks/policy.js';
import { promiseChecks } from './checks/promises.js';
import { secretChecks } from './checks/secrets.js';
import { staffChecks } from './checks/staff.js';
import { syncChecks } from './checks/sync.js';
import { webhookChecks } from './checks/webhooks.js';

/** Everything that is asked of a plugin, in the order in which it is told. */
export const checks: readonly Check[] = [
  ...declarationChecks,
  ...connectionChecks,
  ...discoveryChecks,
  ...passChecks,
  ...promiseChecks,
  ...changeChecks,
  ...staffChecks,
  ...mappingChecks,
  ...secretChecks,
  ...hostileAnswerChecks,
  ...hostileWordChecks,
  ...limitChecks,
  ...actionChecks,
  ...webhookChecks,
  ...policyChecks,
  ...syncChecks,
];
