import { expect } from 'chai';

import { readRecord, type RecordDetail } from '../../../core/access/read-record.js';
import { storePolicy } from '../../../core/access/store-policy.js';
import type { ActionName, SessionLog, Subject } from '../../../core/contract/contract.js';
import type { JsonObject } from '../../../core/sync/outbox/command-row.js';
import { deliverOutbox } from '../../../core/sync/outbox/deliver-outbox.js';
import { enqueueCommand } from '../../../core/sync/outbox/enqueue-command.js';
import { accessesOf, addPerson, allPages, now } from '../../core/access/access-world.js';
import { openTestHub, type TestHub } from '../../hub.js';
import type { MobiworkAssumptions } from '../../simulators/mobiwork/mobiwork-assumptions.js';
import {
  startMobiworkSimulator,
  type MobiworkSimulator,
} from '../../simulators/mobiwork/start-mobiwork-simulator.js';

export interface MobiworkWorld {
  mobiwork: MobiworkSimulator;
  hub: TestHub;
  /** A run, after which no stream may have failed, and the policy of what it found. */
  sync(options?: { full?: boolean }): Promise<void>;
  /** An accepted access as one contact of the story, under the address that MobiWork has. */
  letIn(contactId: number, capabilities?: string[]): Promise<string>;
  /** Vendor ids of what a person's list has. */
  list(personId: string, module: Subject): Promise<string[]>;
  /** A row's own page, as this person sees it. */
  detail(personId: string, module: Subject, id: number | string): Promise<RecordDetail>;
  /** Asks for a change, has it written, and answers its row in the outbox. */
  write(
    action: ActionName,
    request: { target?: number; body?: JsonObject; base?: JsonObject },
  ): Promise<Record<string, unknown>>;
  issues(): Promise<Record<string, unknown>[]>;
  close(options: { keep: boolean }): Promise<void>;
}

/** The settings of a connection to a simulator, as fast as it answers. */
export const settingsFor = (
  {
    url,
    clientId,
    apiLoginId,
    apiPassword,
  }: Pick<MobiworkSimulator, 'url' | 'clientId' | 'apiLoginId' | 'apiPassword'>,
  more: object = {},
) => ({
  url,
  clientId: String(clientId),
  apiLoginId,
  apiPassword,
  zone: 'America/New_York',
  callsPerSecond: 1000,
  ...more,
});

/** A hub with the story's tenant as its connection `mobiwork`. */
export async function openMobiworkWorld({
  settings = {},
  assumptions = {},
  log,
}: {
  settings?: object;
  assumptions?: Partial<MobiworkAssumptions>;
  log?: SessionLog;
} = {}): Promise<MobiworkWorld> {
  const mobiwork = await startMobiworkSimulator({ assumptions });
  const hub = await openTestHub(
    [{ id: 'mobiwork', plugin: 'mobiwork', settings: settingsFor(mobiwork, settings) }],
    log && { log },
  );
  const { pool } = hub.database;
  const uuidOf = async (module: Subject, id: number | string): Promise<string> => {
    const table = module === 'customer' || module === 'contact' ? module : 'record';
    const [row] = await hub.rows(`select id from ${table} where external_id = $1`, [String(id)]);
    return String(row?.['id']);
  };
  return {
    mobiwork,
    hub,
    async sync(options = { full: true }) {
      const outcome = await hub.sync('mobiwork', options);
      expect(outcome.state, JSON.stringify([outcome.streams, outcome.error?.message])).to.equal('done');
      const connection = await hub.open('mobiwork');
      const { lints } = await storePolicy(pool, connection, { facts: connection.facts!, now });
      expect(lints).to.deep.equal([]);
    },
    async letIn(contactId, capabilities = []) {
      const [row] = await hub.rows('select email from contact where external_id = $1', [String(contactId)]);
      const email = row?.['email'];
      return addPerson(hub.database, {
        connectionId: 'mobiwork',
        contact: String(contactId),
        capabilities,
        ...(typeof email === 'string' && { email }),
      });
    },
    async list(personId, module) {
      const uuids = (await allPages(hub.database, personId, { module, size: 2 })).map(({ id }) => id);
      const rows = await hub.rows(
        `select external_id as id from (select id, external_id from record union all
           select id, external_id from customer union all select id, external_id from contact) as known
         where id = any($1::uuid[]) order by 1`,
        [uuids],
      );
      return rows.map(({ id }) => String(id));
    },
    detail: async (personId, module, id) =>
      readRecord(pool, await accessesOf(hub.database, personId), await uuidOf(module, id)),
    async write(action, { target, body = {}, base }) {
      const connection = await hub.open('mobiwork');
      const wish = { ...(target !== undefined && { target: String(target) }), ...(base && { base }), body };
      const asked = await enqueueCommand(pool, connection, { action, by: 'a test', ...wish });
      if (!('commands' in asked)) throw new Error(`${action} is not done`);
      const { signal } = new AbortController();
      await deliverOutbox(hub.database, connection, { worker: 'test', signal, backOffMs: 0, maxTries: 3 });
      const [row = {}] = await hub.rows('select * from command where id = $1', [asked.commands[0]?.id]);
      return row;
    },
    issues: () =>
      hub.rows('select kind, cause, sentence from issue where closed_at is null order by kind, cause'),
    async close({ keep }) {
      await mobiwork.close();
      if (keep) await hub.database.close();
      else await hub.close();
    },
  };
}
