import { Fault, milliseconds, type Json, type PageRequest } from '../contract/contract.js';
import { transaction } from '../database/open-database.js';
import { addCounters, applyPage } from './apply-page.js';
import { holdFence } from './lease-run.js';
import { mapItem } from './map-items.js';
import type { PassDeps } from './pass-deps.js';
import { readAhead } from './read-ahead.js';
import { pageSize, readPage, type ReadPage } from './read-page.js';
import {
  abandonPass,
  completePass,
  writePass,
  type Pass,
  type PassKind,
  type StreamState,
} from './stream-state.js';
import { readChangedRefs } from './read-refs.js';
import { remapItems } from './remap-items.js';
import { sweep } from './sweep.js';

/** Where a complete pass waits while its sweep is under way. */
const sweeping = { sweep: true };

/**
 * Makes one pass over a stream, from where it stopped if it was interrupted: page by page, each in its own
 * transaction; what comes next is read while this is applied. A complete pass ends with its sweep.
 */
export async function runPass(
  deps: PassDeps,
  state: StreamState,
  kind: PassKind,
  startedAt: Date,
): Promise<void> {
  const { context } = deps;
  if (state.pass && state.pass.kind !== kind && !deps.dryRun)
    await abandonPass(deps.database.pool, context.connectionId, context.name);
  const resumed = state.pass?.kind === kind && !deps.dryRun;
  const pass: Pass = resumed && state.pass ? state.pass : newPass(deps, state, kind, startedAt);
  try {
    if (kind === 'remap') {
      await remapItems(deps, pass);
      await finish(deps, pass, undefined);
    } else await readPages(deps, state, pass);
  } catch (error) {
    // A cursor that the vendor no longer takes must not block the stream for good.
    if (
      resumed &&
      pass.cursor !== undefined &&
      error instanceof Fault &&
      (error.kind === 'contract' || error.kind === 'notFound')
    )
      await abandonPass(deps.database.pool, context.connectionId, context.name);
    throw error;
  }
}

function newPass({ context }: PassDeps, state: StreamState, kind: PassKind, startedAt: Date): Pass {
  const lag = context.stream.lag ? milliseconds(context.stream.lag) : milliseconds('2m');
  return {
    kind,
    number: state.lastPass + 1,
    cursor: undefined,
    state: undefined,
    since: kind === 'changes' && state.watermark ? new Date(state.watermark.getTime() - lag) : undefined,
    startedAt,
    seen: 0,
    total: undefined,
    newest: undefined,
    page: 0,
  };
}

async function readPages(deps: PassDeps, state: StreamState, pass: Pass): Promise<void> {
  const seenIds = new Set<string>();
  if (!isSweeping(pass.cursor)) {
    const pages = readAhead(deps.context.name, pageReader(deps, state, pass), pass.cursor);
    try {
      for (let isLast = false; !isLast;) {
        const page = await pages.take();
        if (page.unchanged) return await finish(deps, pass, undefined);
        isLast = page.next === undefined;
        await applyRead(deps, pass, page, seenIds);
      }
    } finally {
      pages.stop();
    }
  }
  if (sweeps(deps, pass)) await sweep(deps, pass, deps.dryRun ? seenIds : undefined);
  await finish(deps, pass, watermarkAfter(state, pass));
}

function pageReader(
  { context, session }: PassDeps,
  state: StreamState,
  pass: Pass,
): (cursor: Json | undefined) => Promise<ReadPage> {
  const { name, stream, mapping, map } = context;
  // In a first pass everything is new: mapped as it comes, while the database is busy with what came before.
  const isFirst = pass.kind === 'full' && state.fullAt === undefined;
  const reading = { name, stream, session, mapping };
  return async (cursor) => {
    const page = await readPage(reading, pass.kind, requestFor(state, pass, cursor));
    if (isFirst) for (const item of page.items) item.mapped = mapItem(stream, item, map);
    return page;
  };
}

/** Applies what was read, with the cursor behind it. */
async function applyRead(deps: PassDeps, pass: Pass, page: ReadPage, seenIds: Set<string>): Promise<void> {
  const { context, database } = deps;
  deps.checkpoint();
  if (pass.page === 0) pass.state = page.state;
  pass.total = page.total ?? pass.total;
  if (page.refs) await readChangedRefs(deps, pass, page.refs);
  advance(pass, page, page.next === undefined && sweeps(deps, pass) ? sweeping : page.next);
  const ids = (page.refs ?? page.items).map(({ id }) => id);
  if (deps.dryRun) for (const id of ids) seenIds.add(id);
  await applyPage(database, context, {
    items: page.items,
    gone: page.gone,
    dryRun: deps.dryRun,
    finish: async (tx, counters) => {
      addCounters(deps.counters, counters);
      await writePass(tx, {
        ...context,
        pass,
        watermark: notAfter(page.closed, pass.startedAt),
        seen: sweeps(deps, pass) ? ids : [],
      });
      await deps.saveCounters(tx);
    },
  });
  await deps.progress({
    stream: context.name,
    kind: pass.kind,
    total: pass.total,
    seen: pass.seen,
    counters: deps.counters,
  });
}

async function finish(
  { database, context, dryRun, saveCounters }: PassDeps,
  pass: Pass,
  watermark: Date | undefined,
): Promise<void> {
  if (dryRun) return;
  const isWhole = pass.kind === 'full' || pass.kind === 'remap';
  await transaction(database.pool, async (tx) => {
    await holdFence(tx, context);
    await completePass(tx, { ...context, pass, watermark, mapping: isWhole ? context.mapping : undefined });
    await saveCounters(tx, pass.kind);
  });
}

function requestFor(state: StreamState, pass: Pass, cursor: Json | undefined): PageRequest {
  // A full pass asks as if it were the first, or the vendor could answer that nothing changed.
  const known = pass.kind === 'full' ? undefined : state.state;
  return {
    size: pageSize,
    ...(cursor !== undefined && { cursor }),
    ...(known !== undefined && { state: known }),
    ...(pass.since && { since: pass.since }),
  };
}

const isSweeping = (cursor: Json | undefined): boolean =>
  typeof cursor === 'object' && cursor !== null && 'sweep' in cursor && cursor['sweep'] === true;

const sweeps = ({ context }: PassDeps, { kind }: Pass): boolean =>
  context.stream.deletes === 'sweep' && (kind === 'full' || kind === 'list');

function advance(pass: Pass, page: ReadPage, cursor: Json | undefined): void {
  pass.page += 1;
  pass.seen += page.refs ? page.refs.length : page.items.length;
  pass.cursor = cursor;
  if (page.newest && (!pass.newest || page.newest > pass.newest)) pass.newest = page.newest;
}

/** The newest change met, but never past the start of the pass: what changed behind its back comes again. */
function watermarkAfter({ watermark }: StreamState, pass: Pass): Date | undefined {
  if (pass.kind !== 'full' && pass.kind !== 'changes') return undefined;
  return notAfter(pass.newest, pass.startedAt) ?? watermark ?? pass.startedAt;
}

const notAfter = (moment: Date | undefined, limit: Date): Date | undefined =>
  moment && moment > limit ? limit : moment;
