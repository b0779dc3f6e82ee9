import { query } from '../database/open-database.js';
import { addCounters, applyPage } from './apply-page.js';
import { toRawItem } from './map-items.js';
import type { PassDeps } from './pass-deps.js';
import { writePass, type Pass } from './stream-state.js';

/**
 * Maps everything again from what is stored (design §6.7), what waits in quarantine from its newest form; nothing
 * is asked of the vendor.
 */
export async function remapItems(deps: PassDeps, pass: Pass): Promise<void> {
  const { database, context } = deps;
  for (;;) {
    const after = typeof pass.cursor === 'string' ? pass.cursor : '';
    const rows = await query<{ item_id: string; stamp: string | null; raw: unknown; missing: boolean }>(
      database.pool,
      storedSql,
      [context.connectionId, context.name, after],
    );
    const last = rows.at(-1);
    if (!last) return;
    deps.checkpoint();
    pass.cursor = last.item_id;
    pass.seen += rows.length;
    pass.page += 1;
    // What the last listing left out is only brought back by the vendor.
    const items = rows
      .filter(({ missing }) => !missing)
      .map(({ raw, stamp }) =>
        toRawItem({ stream: context.stream, mapping: context.mapping, stamp: stamp ?? undefined }, raw),
      );
    await applyPage(database, context, {
      items,
      force: true,
      dryRun: deps.dryRun,
      finish: async (tx, counters) => {
        addCounters(deps.counters, counters);
        await writePass(tx, { ...context, pass });
        await deps.saveCounters(tx);
      },
    });
    await deps.progress({
      stream: context.name,
      kind: 'remap',
      total: undefined,
      seen: pass.seen,
      counters: deps.counters,
    });
  }
}

/** Items in the order of their ids, each in its newest form, which may be the one in quarantine. */
const storedSql = `
  select w.item_id, i.stamp, coalesce(q.raw, i.raw) as raw, coalesce(q.reason ? 'missing', false) as missing
  from (
    (select item_id from item where connection_id = $1 and stream = $2 and item_id > $3 order by item_id limit 500)
    union
    (select item_id from quarantine where connection_id = $1 and stream = $2 and item_id > $3 order by item_id limit 500)
    order by item_id limit 500) as w
  left join item i on i.connection_id = $1 and i.stream = $2 and i.item_id = w.item_id
  left join quarantine q on q.connection_id = $1 and q.stream = $2 and q.item_id = w.item_id
  order by w.item_id`;
