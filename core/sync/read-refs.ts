import { query } from '../database/open-database.js';
import { addCounters, applyPage } from './apply-page.js';
import type { PassDeps } from './pass-deps.js';
import { readItems } from './read-page.js';
import type { Pass } from './stream-state.js';
import { writeStamps } from './write-items.js';

/** Reads, of the ids a listing gave, those whose stamp is new; the rest is known to be unchanged. */
export async function readChangedRefs(
  deps: PassDeps,
  pass: Pass,
  refs: { id: string; stamp?: string }[],
): Promise<void> {
  const { context, session, database } = deps;
  const wanted = await changedRefs(deps, pass, refs);
  deps.counters.read += refs.length - wanted.length;
  deps.counters.unchanged += refs.length - wanted.length;
  if (!context.stream.read) return;
  const reading = { name: context.name, stream: context.stream, session, mapping: context.mapping };
  const size = Math.max(context.stream.batch, readSize);
  for (let at = 0; at < wanted.length; at += size) {
    const { items, gone } = await readItems(reading, wanted.slice(at, at + size));
    deps.checkpoint();
    for (const item of items) {
      const changed = changedAtOf(deps, item.raw);
      if (changed && (!pass.newest || changed > pass.newest)) pass.newest = changed;
    }
    await applyPage(database, context, {
      items,
      gone,
      dryRun: deps.dryRun,
      finish: async (tx, counters) => {
        addCounters(deps.counters, counters);
        await writeStamps(tx, context, items);
        await deps.saveCounters(tx);
      },
    });
    await deps.progress({
      stream: context.name,
      kind: pass.kind,
      total: pass.total ?? refs.length,
      seen: pass.seen + refs.length - wanted.length + Math.min(at + size, wanted.length),
      counters: deps.counters,
    });
  }
}

/** How many items are read by id before they are applied together. */
const readSize = 50;

async function changedRefs(
  { database, context }: PassDeps,
  pass: Pass,
  refs: { id: string; stamp?: string }[],
): Promise<{ id: string; stamp?: string }[]> {
  const unique = [...new Map(refs.map((ref) => [ref.id, ref])).values()];
  if (pass.kind === 'full') {
    // What this very pass has read already, before it was interrupted, is not read again.
    const done = await query<{ item_id: string }>(
      database.pool,
      'select item_id from item where connection_id = $1 and stream = $2 and item_id = any($3) and read_at >= $4 and stamp is not null',
      [context.connectionId, context.name, unique.map(({ id }) => id), pass.startedAt],
    );
    const known = new Set(done.map(({ item_id }) => item_id));
    return unique.filter(({ id, stamp }) => stamp === undefined || !known.has(id));
  }
  const held = await query<{ item_id: string; stamp: string | null }>(
    database.pool,
    'select item_id, stamp from item where connection_id = $1 and stream = $2 and item_id = any($3)',
    [context.connectionId, context.name, unique.map(({ id }) => id)],
  );
  const stamps = new Map(held.map(({ item_id, stamp }) => [item_id, stamp]));
  return unique.filter(({ id, stamp }) => {
    if (!stamps.has(id)) return !context.quarantined.has(id) || !context.stream.page;
    return stamp !== undefined && stamps.get(id) !== stamp;
  });
}

function changedAtOf({ context: { stream } }: PassDeps, raw: unknown): Date | undefined {
  try {
    return stream.changedAt?.(raw);
  } catch {
    // Its mapping says what is wrong with it.
    return undefined;
  }
}
