import { expect } from 'chai';

import { readRecord, type RecordDetail } from '../../../core/access/read-record.js';
import type { ActionName, Subject } from '../../../core/contract/contract.js';
import { acceptInvitation } from '../../../core/identity/accept.js';
import { inviteContact } from '../../../core/identity/invite.js';
import type { JsonObject } from '../../../core/sync/outbox/command-row.js';
import { deliverOutbox } from '../../../core/sync/outbox/deliver-outbox.js';
import { enqueueCommand } from '../../../core/sync/outbox/enqueue-command.js';
import { accessesOf, addPerson, allPages } from '../../core/access/access-world.js';
import { openTestHub, type TestHub } from '../../hub.js';
import type { ApptivoAssumptions } from '../../simulators/apptivo/apptivo-assumptions.js';
import type { ApptivoData } from '../../simulators/apptivo/apptivo-data.js';
import { apptivoStory } from '../../simulators/apptivo/apptivo-story.js';
import {
  startApptivoSimulator,
  type ApptivoSimulator,
} from '../../simulators/apptivo/start-apptivo-simulator.js';

export interface ApptivoWorld {
  apptivo: ApptivoSimulator;
  hub: TestHub;
  /** A run, after which no stream may have failed. */
  sync(options?: { full?: boolean }): Promise<void>;
  /** An access to Apptivo as one contact, accepted, for the customer and the address it has in the story. */
  letIn(contactId: number, capabilities?: string[]): Promise<string>;
  /** Invites a contact and accepts for them, for real. */
  invite(contactId: number): Promise<{ personId: string; accept(): Promise<boolean> }>;
  /** Vendor ids of what a person's list has. */
  list(personId: string, module?: Subject): Promise<number[]>;
  /** A row's own page, as this person sees it. */
  detail(personId: string, module: Subject, id: number): Promise<RecordDetail>;
  /** Asks for a change, has it written, and answers its row in the outbox. */
  write(action: ActionName, request: { target?: number; body: JsonObject }): Promise<Record<string, unknown>>;
  issues(): Promise<Record<string, unknown>[]>;
  close(options: { keep: boolean }): Promise<void>;
}

export const zone = 'Asia/Kolkata';

/** The settings of a connection to a simulator, as fast as it answers. */
export const settingsFor = (
  { url, apiKey, accessKey }: Pick<ApptivoSimulator, 'url' | 'apiKey' | 'accessKey'>,
  more: object = {},
) => ({ url, apiKey, accessKey, zone, callsPerSecond: 1000, ...more });

/** A hub with the story's firm as its connection `apptivo`. */
export async function openApptivoWorld({
  data = apptivoStory(),
  settings = {},
  assumptions = {},
  keys = {},
  log,
}: {
  data?: ApptivoData;
  settings?: object;
  assumptions?: Partial<ApptivoAssumptions>;
  keys?: { apiKey?: string; accessKey?: string };
  log?: (...line: unknown[]) => void;
} = {}): Promise<ApptivoWorld> {
  const apptivo = await startApptivoSimulator({ data, assumptions, ...keys });
  const hub = await openTestHub(
    [{ id: 'apptivo', plugin: 'apptivo', settings: settingsFor(apptivo, settings) }],
    log && { log: { info: log, warn: log } },
  );
  const uuidOf = async (module: Subject, id: number): Promise<string> => {
    const table = module === 'customer' || module === 'contact' ? module : 'record';
    const [row] = await hub.rows(`select id from ${table} where external_id = $1`, [String(id)]);
    return String(row?.['id']);
  };
  return {
    apptivo,
    hub,
    async sync(options = { full: true }) {
      const outcome = await hub.sync('apptivo', options);
      expect(outcome.state, JSON.stringify([outcome.streams, outcome.error?.message])).to.equal('done');
    },
    letIn(contactId, capabilities = []) {
      const contact = data.contacts.find((each) => each.contactId === contactId);
      return addPerson(hub.database, {
        connectionId: 'apptivo',
        contact: String(contactId),
        email: contact?.emailAddresses[0]?.emailAddress ?? '',
        customer: String(contact?.accountId),
        capabilities,
      });
    },
    async invite(contactId) {
      const place = { connection: 'apptivo', externalId: String(contactId) };
      const { personId, link = '' } = await inviteContact(hub.identity, place, { who: 'a test' });
      const token = link.slice(link.lastIndexOf('/') + 1);
      return {
        personId,
        accept: () => acceptInvitation(hub.identity, { token, password: 'walnut-kettle-27' }),
      };
    },
    async list(personId, module = 'ticket') {
      const uuids = (await allPages(hub.database, personId, { module, size: 2 })).map(({ id }) => id);
      const rows = await hub.rows(
        `select external_id::int as id from (select id, external_id from record union all
           select id, external_id from customer union all select id, external_id from contact) as known
         where id = any($1::uuid[]) order by 1`,
        [uuids],
      );
      return rows.map(({ id }) => Number(id));
    },
    detail: async (personId, module, id) =>
      readRecord(hub.database.pool, await accessesOf(hub.database, personId), await uuidOf(module, id)),
    async write(action, { target, body }) {
      const connection = await hub.open('apptivo');
      const wish = { ...(target !== undefined && { target: String(target) }), body };
      const asked = await enqueueCommand(hub.database.pool, connection, { action, by: 'a test', ...wish });
      if (!('commands' in asked)) throw new Error(`${action} is not done`);
      const signal = new AbortController().signal;
      await deliverOutbox(hub.database, connection, { worker: 'test', signal, backOffMs: 0, maxTries: 3 });
      const [row = {}] = await hub.rows('select * from command where id = $1', [asked.commands[0]?.id]);
      return row;
    },
    issues: () =>
      hub.rows('select kind, cause, sentence from issue where closed_at is null order by kind, cause'),
    async close({ keep }) {
      await apptivo.close();
      if (keep) await hub.database.close();
      else await hub.close();
    },
  };
}

/** Opens worlds, each closed with the test that opened it. */
export function worldsOfOneTest() {
  const open: ApptivoWorld[] = [];
  afterEach(async function () {
    for (const world of open.splice(0)) await world.close({ keep: this.currentTest?.state === 'failed' });
  });
  return async (...options: Parameters<typeof openApptivoWorld>): Promise<ApptivoWorld> => {
    const world = await openApptivoWorld(...options);
    open.push(world);
    return world;
  };
}
