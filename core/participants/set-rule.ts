import { PorticoError } from '../contract/portico-error.js';
import { query, transaction, type Database } from '../database/open-database.js';
import { recordModules } from '../records/row-tables.js';
import { parseRuleKey, readRules, ruleKey } from './read-rules.js';

/**
 * Switches auto-add of a type on (for what is saved from a moment on) or off; takes effect at the next run.
 * @throws PorticoError PARTICIPANT_RULE where there is no such module, or the config file decides
 */
export function setRule(
  { pool }: Pick<Database, 'pool'>,
  { connectionId, key, since }: { connectionId: string; key: string; since: Date | null },
): Promise<void> {
  return transaction(pool, async (tx) => {
    const { module, type } = parseRuleKey(key);
    if (!recordModules.some((each) => each === module))
      throw new PorticoError(
        'PARTICIPANT_RULE',
        `"${key}" names no module. Write a module or a type of one, as in form.12; modules are ${recordModules.join(', ')}.`,
      );
    const { rules } = await readRules(tx, connectionId);
    if (rules.some((rule) => rule.origin === 'config' && ruleKey(rule) === key))
      throw new PorticoError(
        'PARTICIPANT_RULE',
        `The config file decides about ${key} of ${connectionId}. Change it there and start again.`,
      );
    await query(
      tx,
      `insert into participant_rule (connection_id, module, type, since) values ($1, $2, $3, $4)
       on conflict (connection_id, module, type) do update set since = excluded.since, changed_at = now()`,
      [connectionId, module, type ?? '', since],
    );
  });
}
