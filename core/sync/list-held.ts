import { createHash } from 'node:crypto';

import type { Connection } from '../connections/connection.js';
import type { AnyStream } from '../contract/contract.js';
import { query, type Queryable } from '../database/open-database.js';
import { parseRowKey } from '../records/row-tables.js';
import { nameRows } from '../records/name-rows.js';
import { checkStreams } from './check-streams.js';
import type { Losses } from './brake.js';
import { HeldChanged, type Run } from './lease-run.js';
import { toRawItem } from './map-items.js';
import { mappingVersion } from './mapping-version.js';
import { planPage } from './plan-page.js';
import { droppedKeys, type PagePlan } from './page-plan.js';

/** Something that a person would lose: a row, a membership, an e-mail address. */
export interface Loss {
  what: 'customer' | 'contact' | 'login' | 'record' | 'membership' | 'email';
  /** The row's key: `contact:903`, `record/ticket:17x9`. */
  key: string;
  name: string | undefined;
  /** Of a membership: the customer it is of. */
  of?: string | undefined;
}

/** A change that waits for a person. */
export interface HeldItem {
  stream: string;
  item: string;
  /** `gone`: the vendor does not list it any more; `changed`: what it says now takes something away. */
  change: 'gone' | 'changed';
  losses: Losses;
  reason: string;
  run: number;
  since: Date;
  takesAway: Loss[];
}

/** The changes that are held back at a connection. `version` stands for just this list: it is what is confirmed. */
export interface HeldList {
  version: string;
  total: number;
  items: HeldItem[];
}

interface HeldRow {
  stream: string;
  item_id: string;
  change: 'gone' | 'changed';
  raw: unknown;
  losses: Losses;
  reason: string;
  run_id: number;
  at: Date;
}

/** The first `size` held changes with what each would take away, and the version of the whole list. */
export async function listHeld(
  on: Queryable,
  connection: Connection,
  { size }: { size: number },
): Promise<HeldList> {
  const { version, total } = await heldVersion(on, connection.id);
  const rows = await query<HeldRow>(
    on,
    `select stream, item_id, change, raw, losses, reason, run_id, at from held
     where connection_id = $1 order by stream, item_id limit $2`,
    [connection.id, size],
  );
  const items: HeldItem[] = [];
  for (const name of new Set(rows.map(({ stream }) => stream))) {
    const mine = rows.filter(({ stream }) => stream === name);
    const lost = await findLosses(on, connection, name, mine);
    for (const row of mine)
      items.push({
        stream: name,
        item: row.item_id,
        change: row.change,
        losses: row.losses,
        reason: row.reason,
        run: row.run_id,
        since: row.at,
        takesAway: lost.get(row.item_id) ?? [],
      });
  }
  return { version, total, items };
}

/** Stands for all held changes of a connection as they are: another one, or another raw form, is another version. */
export async function heldVersion(
  on: Queryable,
  connectionId: string,
): Promise<{ version: string; total: number }> {
  const [row] = await query<{ total: number; text: string | null }>(
    on,
    `select count(*) as total, string_agg(concat_ws(chr(31), stream, item_id, change, md5(coalesce(raw::text, ''))), chr(30)
            order by stream, item_id) as text
     from held where connection_id = $1`,
    [connectionId],
  );
  const version = createHash('sha256')
    .update(row?.text ?? '')
    .digest('hex')
    .slice(0, 12);
  return { version, total: row?.total ?? 0 };
}

/**
 * A person confirms a list, not whatever is held when the run comes to it. No other run of the connection can
 * change the list while this one is active; once it has applied a part, the rest is still what was confirmed.
 * @throws HeldChanged
 */
export async function refuseChangedHeld(on: Queryable, run: Run): Promise<void> {
  const { confirm, held } = run.options;
  if (!confirm || held === undefined) return;
  const [row] = await query<{ begun: boolean }>(
    on,
    "select streams <> '{}' as begun from run where id = $1",
    [run.id],
  );
  if (!row?.begun && (await heldVersion(on, run.connectionId)).version !== held)
    throw new HeldChanged(run.connectionId);
}

async function findLosses(
  on: Queryable,
  connection: Connection,
  name: string,
  rows: HeldRow[],
): Promise<Map<string, Loss[]>> {
  const { facts } = connection;
  const streams: Record<string, AnyStream> = facts
    ? checkStreams(connection.plugin, facts, connection.settings)
    : {};
  const stream = streams[name];
  // Without its stream (the module is gone at the vendor) an item can only be gone.
  const changed = stream && facts ? rows.filter(({ change }) => change === 'changed') : [];
  const mapping = facts ? mappingVersion(connection, facts) : '';
  const plan = await planPage(
    on,
    {
      connectionId: connection.id,
      name,
      stream,
      map: connection.map,
      held: new Set(),
      quarantined: new Set(),
    },
    {
      items: stream ? changed.map(({ raw }) => toRawItem({ stream, mapping }, raw)) : [],
      gone: rows.filter(({ change }) => change === 'gone').map(({ item_id }) => item_id),
      force: true,
    },
  );
  const lost = new Map<string, Loss[]>();
  for (const change of plan.changes)
    lost.set(change.item.id, [
      ...droppedKeys(change).flatMap((key) => lossesOf(plan, name, change.item.id, key)),
      ...change.mapped.members.flatMap(({ of, are }) =>
        membersLost(
          plan,
          'customer' in of ? `members/customer:${of.customer}` : `members/contact:${of.contact}`,
          are,
        ),
      ),
      ...change.mapped.rows.flatMap(({ key, row }) =>
        row.kind === 'contact' && plan.rows.get(key)?.email !== undefined && !row.data.email
          ? [{ what: 'email' as const, key, name: plan.rows.get(key)?.email }]
          : [],
      ),
    ]);
  for (const { id, yields } of plan.gone)
    lost.set(
      id,
      yields.flatMap((key) => lossesOf(plan, name, id, key)),
    );
  await addNames(on, connection.id, [...lost.values()].flat());
  return lost;
}

/** What goes with a row that an item gives no more: nothing, where another item gives it too. */
function lossesOf(plan: PagePlan, stream: string, itemId: string, key: string): Loss[] {
  const { kind } = parseRowKey(key);
  if (kind === 'members') return membersLost(plan, key, []);
  const row = plan.rows.get(key);
  const isMine = row?.stream === stream && row.itemId === itemId && !row.deleted;
  return isMine && !plan.copied.has(key) ? [{ what: kind, key, name: undefined }] : [];
}

function membersLost(plan: PagePlan, key: string, stay: string[]): Loss[] {
  const { narrow, id } = parseRowKey(key);
  const gone = (plan.members.get(key) ?? []).filter((each) => !stay.includes(each));
  return gone.map((other) => {
    const [contact, customer] = narrow === 'customer' ? [other, id] : [id, other];
    return { what: 'membership', key: `contact:${contact}`, name: undefined, of: `customer:${customer}` };
  });
}

async function addNames(on: Queryable, connectionId: string, losses: Loss[]): Promise<void> {
  const keys = losses.flatMap(({ key, of }) => (of === undefined ? [key] : [key, of]));
  const names = await nameRows(on, connectionId, keys);
  for (const loss of losses) {
    loss.name ??= names.get(loss.key);
    if (loss.of !== undefined) loss.of = names.get(loss.of) ?? loss.of;
  }
}
