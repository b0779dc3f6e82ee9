import type { Clock } from '../clock.js';
import type { Connection } from '../connections/connection.js';
import {
  query,
  transaction,
  type Database,
  type PoolClient,
  type Queryable,
} from '../database/open-database.js';
import { enqueueCommands } from '../sync/outbox/enqueue-command.js';
import { findAction } from '../sync/outbox/find-action.js';
import { addedSql, foundSql } from './auto-add-sql.js';
import { findAudience, isVendorTold, rememberAudience, type Eligible } from './find-audience.js';
import { readRules, ruleKey, runningRules, type RunningRule } from './read-rules.js';
import { reportRules } from './report-rules.js';

export interface AutoAddDeps {
  database: Pick<Database, 'pool'>;
  clock: Clock;
}

/** A contact that a record gained, or would gain. */
export interface Added {
  module: string;
  type: string | null;
  recordId: string;
  contactId: string;
  targetKind: 'contact' | 'login';
  target: string;
}

/** What one transaction writes at most (design §7). */
const most = 10_000;

/**
 * Auto-add over what changed since the last run: a record saved since its rule was switched on (RPM-22), of a
 * type open to portal users, gains every contact of its customer whose access counts and, where the vendor
 * must be told, who has an enabled sign-in there (RPM-19). A reader of the change feed with its own position;
 * who is new to a customer, and what is new among rules and open types, is looked at with all its records, so
 * that a run comes to the same as one from scratch. Nobody who was ever there is added again. Answers how
 * many were added.
 */
export async function autoAdd(
  { database: { pool }, clock }: AutoAddDeps,
  connection: Connection,
  { scratch = false, batch = most }: { scratch?: boolean; batch?: number } = {},
): Promise<{ added: number }> {
  const size = Math.min(batch, most);
  let added = 0;
  for (;;) {
    const made = await transaction(pool, async (tx) => {
      const plan = await planRun(tx, connection, { now: clock.now(), scratch });
      if (!plan) return { news: 0, done: true };
      const state = isVendorTold(connection) ? 'pending' : 'present';
      const found = await query<Added & { added: boolean }>(tx, addedSql, [
        ...valuesOf(connection, plan),
        size,
        state,
      ]);
      const news = found.filter((each) => each.added);
      if (news.length) await tellVendor(tx, connection, news);
      const done = found.length < size;
      if (done) await finishRun(tx, connection, plan);
      return { news: news.length, done };
    });
    added += made.news;
    if (made.done) return { added };
  }
}

/** Whom the next run would add, and how many; nothing is written. */
export async function previewAutoAdd(
  { database: { pool }, clock }: AutoAddDeps,
  connection: Connection,
  { size = 20 }: { size?: number } = {},
): Promise<{ total: number; byType: Record<string, number>; sample: Added[] }> {
  const found = await transaction(pool, async (tx) => {
    const plan = await planRun(tx, connection, { now: clock.now(), scratch: false });
    return plan ? query<Added>(tx, foundSql, [...valuesOf(connection, plan), 1_000_000]) : [];
  });
  const byType: Record<string, number> = {};
  for (const each of found) byType[ruleKey(each)] = (byType[ruleKey(each)] ?? 0) + 1;
  return { total: found.length, byType, sample: found.slice(0, size) };
}

interface Plan {
  rules: (RunningRule & { fresh: boolean })[];
  audience: Eligible[];
  from: number;
  to: number;
}

/** Reads where the last run was, under a lock that makes runs of one connection wait for each other. */
async function planRun(
  tx: PoolClient,
  connection: Connection,
  { now, scratch }: { now: Date; scratch: boolean },
): Promise<Plan | undefined> {
  await tx.query('insert into participant_reader (connection_id) values ($1) on conflict do nothing', [
    connection.id,
  ]);
  const [reader] = await query<{ seq: number; rules: Record<string, string>; to: number }>(
    tx,
    `select r.seq, r.rules, feed_seq as "to"
     from participant_reader r join connection c on c.id = r.connection_id
     where r.connection_id = $1 for update of r`,
    [connection.id],
  );
  if (!reader) return undefined;
  const { rules, unreadable } = await readRules(tx, connection.id);
  const running = runningRules(rules, connection);
  const cannot = running.length > 0 && !findAction(connection, 'participant.add');
  await reportRules(tx, connection, { unreadable, cannot });
  return {
    rules: cannot
      ? []
      : running.map((rule) => ({
          ...rule,
          fresh: scratch || reader.rules[ruleKey(rule)] !== rule.since.toISOString(),
        })),
    audience: running.length && !cannot ? await findAudience(tx, connection, now) : [],
    from: reader.seq,
    to: reader.to,
  };
}

const valuesOf = ({ id }: Connection, { rules, audience, from, to }: Plan): unknown[] => [
  id,
  JSON.stringify(rules),
  JSON.stringify(audience),
  from,
  to,
];

/** Through the outbox, in the transaction that made them pending. */
async function tellVendor(tx: Queryable, connection: Connection, found: readonly Added[]): Promise<void> {
  if (!isVendorTold(connection)) return;
  await enqueueCommands(tx, connection, {
    action: 'participant.add',
    by: 'auto-add',
    requests: found.map(({ module, recordId, contactId, targetKind, target }) => ({
      module,
      recordId,
      target: recordId,
      body: { contact: contactId, ...(targetKind === 'login' && { login: target }) },
    })),
  });
}

async function finishRun(tx: Queryable, { id }: Connection, { rules, audience, to }: Plan): Promise<void> {
  const seen = Object.fromEntries(rules.map((rule) => [ruleKey(rule), rule.since.toISOString()]));
  await tx.query(
    'update participant_reader set seq = $2, rules = $3, read_at = now() where connection_id = $1',
    [id, to, JSON.stringify(seen)],
  );
  await rememberAudience(tx, id, audience);
}
