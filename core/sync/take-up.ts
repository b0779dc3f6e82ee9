import { query } from '../database/open-database.js';
import { addCounters, applyPage, type Counters } from './apply-page.js';
import { toRawItem } from './map-items.js';
import { readItems } from './read-page.js';
import type { PassDeps } from './pass-deps.js';

const chunk = 200;

/** Applies what the brake held back, after a person has seen the list and confirmed it. */
export async function applyHeld(deps: PassDeps): Promise<void> {
  const { database, context } = deps;
  for (;;) {
    const rows = await query<{
      item_id: string;
      change: 'gone' | 'changed';
      raw: unknown;
      stamp: string | null;
    }>(
      database.pool,
      'select item_id, change, raw, stamp from held where connection_id = $1 and stream = $2 order by item_id limit $3',
      [context.connectionId, context.name, chunk],
    );
    if (!rows.length) return;
    deps.checkpoint();
    await applyPage(database, context, {
      items: rows
        .filter(({ change }) => change === 'changed')
        .map(({ raw, stamp }) =>
          toRawItem({ stream: context.stream, mapping: context.mapping, stamp: stamp ?? undefined }, raw),
        ),
      gone: rows.filter(({ change }) => change === 'gone').map(({ item_id }) => item_id),
      force: true,
      finish: (tx, counters) => count(deps, tx, counters),
    });
    // What could not be applied (its mapping refuses it now) went to quarantine; it is not held twice.
    await database.pool.query(
      'delete from held where connection_id = $1 and stream = $2 and item_id = any($3)',
      [context.connectionId, context.name, rows.map(({ item_id }) => item_id)],
    );
  }
}

/** Tries what is in quarantine again: read anew where the vendor can be asked by id, else from the form kept. */
export async function replayQuarantine(deps: PassDeps): Promise<void> {
  const { database, context } = deps;
  let after = '';
  for (;;) {
    const rows = await query<{ item_id: string; raw: unknown; missing: boolean }>(
      database.pool,
      `select item_id, raw, reason ? 'missing' as missing from quarantine
       where connection_id = $1 and stream = $2 and item_id > $3 order by item_id limit $4`,
      [context.connectionId, context.name, after, chunk],
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.item_id;
    deps.checkpoint();
    const named = rows.filter(({ item_id }) => context.stream.read && !item_id.startsWith('unnamed:'));
    // One that the last listing left out is only brought back by the vendor.
    const others = rows.filter((row) => !named.includes(row) && !row.missing);
    const answer = named.length
      ? await readItems(
          { ...context, session: deps.session },
          named.map(({ item_id }) => ({ id: item_id })),
        )
      : { items: [], gone: [] };
    const kept = others.map(({ raw }) =>
      toRawItem({ stream: context.stream, mapping: context.mapping }, raw),
    );
    await applyPage(database, context, {
      items: [...answer.items, ...kept],
      gone: answer.gone,
      finish: async (tx, counters) => {
        // One that the vendor no longer has was never an item of ours; it just leaves quarantine.
        await tx.query(
          'delete from quarantine where connection_id = $1 and stream = $2 and item_id = any($3)',
          [context.connectionId, context.name, answer.gone],
        );
        await count(deps, tx, counters);
      },
    });
  }
}

/** Reads again what webhooks pointed at: hints, never believed (design §5). */
export async function readHooked(deps: PassDeps): Promise<void> {
  const { database, context } = deps;
  if (!context.stream.read) return;
  let after = 0;
  for (;;) {
    // As text: a Date would lose the microseconds that tell a hint from one that came while its item was read.
    const rows = await query<{ id: number; item_id: string; received_at: string }>(
      database.pool,
      `select id, item_id, received_at::text from hook
       where connection_id = $1 and stream = $2 and done_at is null and id > $3 order by id limit $4`,
      [context.connectionId, context.name, after, chunk],
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
    deps.checkpoint();
    const { items, gone } = await readItems(
      { ...context, session: deps.session },
      rows.map(({ item_id }) => ({ id: item_id })),
    );
    await applyPage(database, context, {
      items,
      gone,
      finish: async (tx, counters) => {
        await tx.query(
          `update hook set done_at = now() from unnest($1::bigint[], $2::timestamptz[]) as read (id, received_at)
           where hook.id = read.id and hook.received_at = read.received_at`,
          [rows.map(({ id }) => id), rows.map(({ received_at }) => received_at)],
        );
        await count(deps, tx, counters);
      },
    });
  }
}

async function count(
  deps: PassDeps,
  tx: Parameters<PassDeps['saveCounters']>[0],
  counters: Counters,
): Promise<void> {
  addCounters(deps.counters, counters);
  await deps.saveCounters(tx);
}
