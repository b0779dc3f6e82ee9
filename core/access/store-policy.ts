import type { Connection } from '../connections/connection.js';
import type { Facts } from '../contract/contract.js';
import { toJsonText } from '../database/json-text.js';
import type { Queryable } from '../database/open-database.js';
import { closeIssues, raiseIssue } from '../issues/issues.js';
import { lintPolicy, type PolicyLint } from './lint-policy.js';

/**
 * Makes the plugin's policy for these facts the running one: what the vendor opened or closed counts at once.
 * One that the linter refuses is not run; the one before stays, and without one nobody sees anything.
 */
export async function storePolicy(
  on: Queryable,
  { id, plugin, settings }: Pick<Connection, 'id' | 'plugin' | 'settings'>,
  { facts, now }: { facts: Facts; now: Date },
): Promise<{ applied: boolean; lints: PolicyLint[] }> {
  const policy = plugin.policy(facts, settings);
  const lints = lintPolicy(policy);
  const applied = lints.every(({ level }) => level !== 'error');
  if (applied)
    await on.query(
      `insert into policy (connection_id, plugin, plugin_version, binds, policy, applied_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (connection_id) do update
       set plugin = excluded.plugin, plugin_version = excluded.plugin_version, binds = excluded.binds,
           policy = excluded.policy, applied_at = excluded.applied_at
       where (policy.policy, policy.plugin_version, policy.binds)
         is distinct from (excluded.policy, excluded.plugin_version, excluded.binds)`,
      [id, plugin.id, plugin.version, plugin.signIn.binds, toJsonText(policy), now],
    );
  await report(
    on,
    { connectionId: id, kind: 'POLICY_REFUSED' },
    lints.filter(({ level }) => level === 'error'),
    {
      sentence: `The policy of plugin ${plugin.id} for ${id} was not taken; the one before still runs`,
      remedy: 'Correct the settings that it is made from, or the plugin, and discover again.',
    },
  );
  await report(
    on,
    { connectionId: id, kind: 'POLICY_LINT' },
    lints.filter(({ level }) => level === 'warning'),
    {
      sentence: `The policy of connection ${id} has something to look at`,
      remedy: 'Look at it with `portico policy show`; if it is meant so, nothing is to be done.',
    },
  );
  return { applied, lints };
}

async function report(
  on: Queryable,
  issue: { connectionId: string; kind: string },
  lints: PolicyLint[],
  words: { sentence: string; remedy: string },
): Promise<void> {
  if (!lints.length) return closeIssues(on, issue);
  const told = lints.slice(0, 5).map(({ at, sentence }) => `${at}: ${sentence}`);
  await raiseIssue(on, {
    ...issue,
    cause: '',
    sentence: `${words.sentence}: ${told.join(' ')}`,
    remedy: words.remedy,
    details: { lints },
  });
}
