import { query, transaction, type Queryable } from '../database/open-database.js';
import { applyPage } from './apply-page.js';
import { Brake, describeLosses, noLosses, sumLosses, type Losses } from './brake.js';
import { holdChanges } from './held.js';
import { holdFence } from './lease-run.js';
import type { PassContext } from './pass-context.js';
import type { PassDeps } from './pass-deps.js';
import { planPage } from './plan-page.js';
import type { Pass } from './stream-state.js';

/** How many missing items are looked at, or buried, at once. */
const chunk = 500;

interface Missing {
  id: string;
  losses: Losses;
}

/**
 * After a complete pass: what was held and not met is gone, unless the brake holds it (design §6.4). Held whole
 * when the pass returned nothing, fell below the vendor's own count, or would take away too much. Quarantined
 * items are never swept; of one that was refused in part, the rows it did give go like any others, or a sign-in
 * thrown away would live on by the malformed address beside it. `seenIds` are the ids met in a dry run, which stores none.
 */
export async function sweep(deps: PassDeps, pass: Pass, seenIds?: Set<string>): Promise<void> {
  const {
    database: { pool },
    context,
  } = deps;
  const { missing, left } = await findMissing(deps, pass, seenIds);
  await takeBack(
    pool,
    context,
    missing.map(({ id }) => id),
    deps.dryRun,
  );
  await apply(deps, left);
  if (!missing.length) return;
  const losses = sumLosses(missing.map((each) => each.losses));
  const reason = whyHeld(deps, pass, missing.length, losses);
  if (reason) {
    deps.counters.held += missing.length;
    if (deps.dryRun) return;
    await transaction(pool, async (tx) => {
      await holdFence(tx, context);
      await holdChanges(tx, context, {
        changes: [],
        gone: missing.map((each) => ({ ...each, reason })),
      });
      await deps.saveCounters(tx);
    });
    return;
  }
  context.brake.take(losses);
  await apply(
    deps,
    missing.map(({ id }) => id),
  );
}

async function apply(deps: PassDeps, ids: string[]): Promise<void> {
  const { context } = deps;
  // The sum was judged; item by item there is nothing left to brake.
  const free = { ...context, brake: new Brake(context.brake.base, noLosses(), true) };
  for (let at = 0; at < ids.length; at += chunk) {
    deps.checkpoint();
    await applyPage(deps.database, free, {
      items: [],
      gone: ids.slice(at, at + chunk),
      spare: true,
      dryRun: deps.dryRun,
      finish: async (tx, counters) => {
        deps.counters.deleted += counters.deleted;
        await deps.saveCounters(tx);
      },
    });
  }
}

function whyHeld({ context }: PassDeps, pass: Pass, count: number, losses: Losses): string | undefined {
  const { brake, name } = context;
  if (brake.off) return undefined;
  if (pass.seen === 0) return `A pass over ${name} returned nothing at all.`;
  if (pass.total !== undefined && pass.seen < pass.total)
    return `A pass over ${name} returned ${pass.seen} of the ${pass.total} that the vendor counts.`;
  const kinds = brake.tooMuch(losses);
  if (kinds.length)
    return `${count} items of ${name} are missing at the vendor; that would take away ${describeLosses(losses)}, more than 5 % in one run.`;
  return undefined;
}

/** `left`: those that an earlier sweep took all from but what they could not give. */
async function findMissing(
  { database: { pool }, context }: PassDeps,
  pass: Pass,
  seenIds?: Set<string>,
): Promise<{ missing: Missing[]; left: string[] }> {
  const { connectionId, name } = context;
  const rows = await query<{ item_id: string }>(
    pool,
    // EXCEPT is one hash or one sort, whatever the planner believes about tables it has not analyzed yet; as an
    // anti join of two fresh tables it took the nested loop, and 10,000 items took 5 s.
    `select item_id from item where connection_id = $1 and stream = $2
     except
     select id from (select unnest(ids) collate "C" as id from seen where connection_id = $1 and stream = $2 and pass = $3
                     union all
                     select item_id from quarantine
                     where connection_id = $1 and stream = $2 and not reason ? 'rowKeys') as known
     order by item_id`,
    [connectionId, name, pass.number],
  );
  const ids = rows.map(({ item_id }) => item_id).filter((id) => !seenIds?.has(id));
  const missing: Missing[] = [];
  const left: string[] = [];
  for (let at = 0; at < ids.length; at += chunk) {
    const { gone } = await planPage(pool, context, {
      items: [],
      gone: ids.slice(at, at + chunk),
      spare: true,
    });
    for (const { id, losses, yields, spared } of gone)
      if (spared.length && spared.length === yields.length) left.push(id);
      else missing.push({ id, losses });
  }
  return { missing, left };
}

/** Items that an earlier sweep found missing and that are there again wait for nobody any more. */
async function takeBack(
  on: Queryable,
  context: PassContext,
  missing: string[],
  dryRun: boolean,
): Promise<void> {
  if (dryRun || !context.held.size) return;
  const back = await query<{ item_id: string }>(
    on,
    `delete from held where connection_id = $1 and stream = $2 and change = 'gone' and not item_id = any($3) returning item_id`,
    [context.connectionId, context.name, missing],
  );
  for (const { item_id } of back) context.held.delete(item_id);
}
