import type { Connection } from '../../connections/connection.js';
import type { ActionName } from '../../contract/contract.js';
import { toJsonText } from '../../database/json-text.js';
import { query, type Queryable } from '../../database/open-database.js';
import { newId } from '../../new-id.js';
import { nudgeOutbox } from '../../queue/nudge-outbox.js';
import type { CommandState, JsonObject } from './command-row.js';
import { findAction } from './find-action.js';

/** A change that somebody asked for. */
export interface CommandRequest {
  /** The record it is about: commands of one record are written in the order they were asked for. */
  module?: string;
  recordId?: string;
  /** The vendor id of what is changed; absent in a create. */
  target?: string;
  body: JsonObject;
  base?: JsonObject;
  /** The same for the same wish: a second one with it is not taken. Made here where absent. */
  key?: string;
}

/** What became of a wish: `none` where the vendor cannot do it, and then nothing is kept. */
export type Enqueued =
  | { how: 'native' | 'derived' | 'hub'; commands: { id: number; state: CommandState }[] }
  | { how: 'manual'; step: string; commands: { id: number; state: CommandState }[] }
  | { how: 'none' };

/**
 * Puts a change into the outbox, in the transaction of the change itself: both or neither. `hub` is done at
 * once, `manual` waits for the person who takes its step, an operation that is missing is answered as `none`
 * (design §5).
 */
export const enqueueCommand = (
  tx: Queryable,
  connection: Pick<Connection, 'id' | 'plugin' | 'facts' | 'settings'>,
  { action, by, ...request }: CommandRequest & { action: ActionName; by: string },
): Promise<Enqueued> => enqueueCommands(tx, connection, { action, by, requests: [request] });

/** Many changes of one kind, in one statement. */
export async function enqueueCommands(
  tx: Queryable,
  connection: Pick<Connection, 'id' | 'plugin' | 'facts' | 'settings'>,
  { action, by, requests }: { action: ActionName; by: string; requests: readonly CommandRequest[] },
): Promise<Enqueued> {
  const found = findAction(connection, action);
  if (!found) return { how: 'none' };
  const state = found.how === 'hub' ? 'done' : found.how === 'manual' ? 'manual' : 'waiting';
  const step = found.how === 'manual' ? found.step : null;
  const commands = requests.length
    ? await query<{ id: number; state: CommandState }>(tx, insertSql, [
        connection.id,
        action,
        state,
        step,
        by,
        toJsonText(requests.map(({ key = newId(), ...request }) => ({ key, ...request }))),
      ])
    : [];
  if (state === 'waiting') await nudgeOutbox(tx, [connection.id]);
  return found.how === 'manual'
    ? { how: 'manual', step: found.step, commands }
    : { how: found.how, commands };
}

// A key that is there already is answered with its command, whatever became of it.
const insertSql = `
  with wanted as (
    select * from json_to_recordset($6)
      as w(module text, "recordId" text, target text, key text, body jsonb, base jsonb)
  ), made as (
    insert into command
      (connection_id, action, state, step, requested_by, module, record_id, target, key, body, base)
    select $1, $2, $3, $4, $5, module, "recordId", target, key, body, base from wanted
    on conflict (key) do nothing returning id, state, key
  )
  select id, state from made
  union all
  select command.id, command.state from command join wanted using (key)
  where not exists (select 1 from made where made.key = command.key)
  order by id`;
