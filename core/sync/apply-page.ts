import { transaction, type Database, type PoolClient } from '../database/open-database.js';
import { writeHints } from '../hooks/write-hints.js';
import { describeLosses, sumLosses } from './brake.js';
import { writeFeed, type Changed } from './feed.js';
import { clearHeld, holdChanges, type HeldBack } from './held.js';
import { clearItemIssues, raiseItemIssues } from './item-issues.js';
import { holdFence } from './lease-run.js';
import type { RawItem } from './map-items.js';
import type { PassContext } from './pass-context.js';
import { planPage } from './plan-page.js';
import { type ItemChange, type PagePlan } from './page-plan.js';
import { clearQuarantine, leaveRefused, quarantineItems } from './quarantine.js';
import { settleRows } from './settle-rows.js';
import { forgetItems, writeCopies, writeItems } from './write-items.js';
import { buryRows, handRows, writeMembers, writeRows } from './write-rows.js';

/** What came of a page, in items. */
export interface Counters {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  deleted: number;
  quarantined: number;
  held: number;
}

export const noCounters = (): Counters => ({
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  deleted: 0,
  quarantined: 0,
  held: 0,
});

/** Adds what came of a page to what came before. */
export function addCounters(sum: Counters, counters: Counters): void {
  for (const name of Object.keys(sum) as (keyof Counters)[]) sum[name] += counters[name];
}

/** Thrown inside a page's transaction to undo it: a dry run. */
class DryRun extends Error {}

/**
 * Applies one page in one transaction: rows, memberships, quarantine, what is held back, feed, and whatever
 * `finish` adds (cursor, seen, counters), fenced by the run's lease (design §6.1). The plan is made before the
 * transaction opens, from reads alone: the fence makes sure that nobody else wrote in between.
 */
export async function applyPage(
  { pool }: Database,
  context: PassContext,
  {
    items,
    gone = [],
    force = false,
    spare = false,
    dryRun = false,
    finish,
  }: {
    items: RawItem[];
    gone?: string[];
    force?: boolean;
    spare?: boolean;
    dryRun?: boolean;
    finish: (tx: PoolClient, counters: Counters) => Promise<void>;
  },
): Promise<Counters> {
  const plan = await planPage(pool, context, { items, gone, force, spare });
  const { accepted, held } = consultBrake(context, plan);
  const settled = await settleRows(pool, context, plan, accepted);
  const whole = accepted.changes.filter(({ rejection }) => !rejection);
  const rejected = [
    ...plan.rejected,
    ...accepted.changes.flatMap(({ item, rejection }) => (rejection ? [{ item, rejection }] : [])),
  ];
  const goneIds = accepted.gone.map(({ id }) => id);
  const forgotten = goneIds.filter((id) => !settled.kept.has(id));
  const counters: Counters = {
    read: items.length,
    created: whole.filter(({ before }) => !before).length,
    updated: 0,
    unchanged: plan.unchanged.length,
    deleted: forgotten.length,
    quarantined: rejected.length,
    held: held.changes.length + held.gone.length,
  };
  try {
    await transaction(pool, async (tx) => {
      await holdFence(tx, context);
      const changed: Changed = { customer: [], contact: [], login: [], member: [], record: [] };
      await writeRows(tx, context, settled, changed);
      await handRows(tx, context, settled);
      await buryRows(tx, context, settled.dropped, changed);
      await writeMembers(tx, context, settled.members, plan.members, changed);
      counters.updated = countUpdated(whole, changed);
      counters.unchanged =
        items.length - counters.created - counters.updated - counters.quarantined - held.changes.length;
      await writeCopies(tx, context, settled);
      await writeItems(tx, context, accepted.changes);
      await writeHints(
        tx,
        context.connectionId,
        settled.stale.map(({ stream, itemId }) => ({ stream, id: itemId })),
      );
      await forgetItems(tx, context, forgotten);
      await quarantineItems(tx, context, rejected);
      await leaveRefused(tx, context, settled.kept);
      await holdChanges(tx, context, held);
      const unchanged = plan.unchanged.map(({ id }) => id);
      const applied = [...accepted.changes.map(({ item }) => item.id), ...goneIds];
      await clearQuarantine(tx, context, [...unchanged, ...whole.map(({ item }) => item.id)]);
      await clearHeld(tx, context, [...unchanged, ...applied]);
      await clearItemIssues(tx, context, applied);
      await raiseItemIssues(tx, context, accepted.changes);
      await finish(tx, counters);
      await writeFeed(tx, context, changed);
      if (dryRun) throw new DryRun();
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
  for (const { item } of rejected) context.quarantined.add(item.id);
  return counters;
}

/** Lets items pass one by one until one would take away too much; what is held already stays so until confirmed. */
function consultBrake(
  { brake, held: waiting, stream }: PassContext,
  plan: PagePlan,
): {
  accepted: { changes: ItemChange[]; gone: PagePlan['gone'] };
  held: HeldBack;
} {
  const accepted: { changes: ItemChange[]; gone: PagePlan['gone'] } = { changes: [], gone: [] };
  const held: HeldBack = { changes: [], gone: [] };
  for (const change of plan.changes) {
    const reason = judge(change.item.id, change.losses);
    if (reason) held.changes.push({ change, reason });
    else accepted.changes.push(change);
  }
  for (const each of plan.gone) {
    const reason = judge(each.id, each.losses);
    if (reason) held.gone.push({ ...each, reason });
    else accepted.gone.push(each);
  }
  return { accepted, held };

  function judge(id: string, losses: ItemChange['losses']): string | undefined {
    const loses = sumLosses([losses]);
    const any = Object.values(loses).some((count) => count > 0);
    // Counted when the run began, with everything else that waits for a person.
    if (any && waiting.has(id) && !brake.off)
      return `It still takes away ${describeLosses(losses)}, and waits for a confirmation.`;
    const kinds = brake.tooMuch(losses);
    brake.take(losses);
    if (!kinds.length) return undefined;
    void stream;
    return `With it, this run would take away more than ${kinds
      .map(
        (kind) =>
          `${brake.limit(kind)} of ${brake.base[kind]} ${describeLosses({ ...zero, [kind]: brake.base[kind] }).replace(/^\d+ /, '')}`,
      )
      .join(' and ')}.`;
  }
}

const zero = { record: 0, member: 0, login: 0, email: 0 };

/** Items known before of which at least one row, or membership, really changed. */
function countUpdated(changes: ItemChange[], changed: Changed): number {
  const keys = new Set(Object.values(changed).flat());
  return changes.filter(
    ({ before, mapped }) => before && [...mapped.keys, ...before].some((key) => keys.has(key)),
  ).length;
}
