import { expect } from 'chai';

import { readRecord, type RecordDetail } from '../../../core/access/read-record.js';
import type { ActionName, SessionLog, Subject } from '../../../core/contract/contract.js';
import type { JsonObject } from '../../../core/sync/outbox/command-row.js';
import { deliverOutbox } from '../../../core/sync/outbox/deliver-outbox.js';
import { enqueueCommand } from '../../../core/sync/outbox/enqueue-command.js';
import { accessesOf, addPerson, allPages } from '../../core/access/access-world.js';
import { openTestHub, type TestHub } from '../../hub.js';
import type { CrmServiceAssumptions } from '../../simulators/crm-service/crm-service-assumptions.js';
import type { CrmServiceData } from '../../simulators/crm-service/crm-service-data.js';
import {
  startCrmServiceSimulator,
  type CrmServiceSimulator,
} from '../../simulators/crm-service/start-crm-service-simulator.js';

export interface CrmWorld {
  crm: CrmServiceSimulator;
  hub: TestHub;
  /** A run, after which no stream may have failed; a full one discovers, too, and so learns of profiles. */
  sync(options?: { full?: boolean }): Promise<void>;
  /** An accepted access as one contact of the story, under the address that the CRM has. */
  letIn(contactId: number): Promise<string>;
  /** Vendor ids of what a person's list has. */
  list(personId: string, module: Subject): Promise<string[]>;
  /** A row's own page, as this person sees it. */
  detail(personId: string, module: Subject, id: number | string): Promise<RecordDetail>;
  /** Asks for a change, has it written, and answers its row in the outbox. */
  write(
    action: ActionName,
    request: { target?: number | string; body?: JsonObject; base?: JsonObject },
  ): Promise<Record<string, unknown>>;
  issues(): Promise<Record<string, unknown>[]>;
  close(options: { keep: boolean }): Promise<void>;
}

/** A hub with the story's installation as its connection `crm`. */
export async function openCrmWorld({
  data,
  token,
  settings = {},
  assumptions = {},
  log,
}: {
  data?: CrmServiceData;
  token?: string;
  settings?: object;
  assumptions?: Partial<CrmServiceAssumptions>;
  log?: SessionLog;
} = {}): Promise<CrmWorld> {
  const crm = await startCrmServiceSimulator({
    assumptions,
    ...(data && { data }),
    ...(token !== undefined && { token }),
  });
  const { url, token: ours } = crm;
  const hub = await openTestHub(
    [{ id: 'crm', plugin: 'crm-service', settings: { url, token: ours, ...settings } }],
    log && { log },
  );
  const { pool } = hub.database;
  const uuidOf = async (module: Subject, id: number | string): Promise<string> => {
    const [table, condition] =
      module === 'customer' || module === 'contact' ? [module, ''] : ['record', ' and module = $2'];
    const [row] = await hub.rows(
      `select id from ${table} where external_id = $1${condition}`,
      condition ? [String(id), module] : [String(id)],
    );
    return String(row?.['id']);
  };
  return {
    crm,
    hub,
    async sync(options = { full: true }) {
      const outcome = await hub.sync('crm', options);
      expect(outcome.state, JSON.stringify([outcome.streams, outcome.error?.message])).to.equal('done');
    },
    async letIn(contactId) {
      const [row] = await hub.rows(
        `select c.email, p.id as person from contact c left join person p on lower(p.email) = lower(c.email)
         where c.external_id = $1`,
        [String(contactId)],
      );
      const { email, person } = row ?? {};
      return addPerson(hub.database, {
        connectionId: 'crm',
        contact: String(contactId),
        ...(typeof email === 'string' && { email }),
        // One address is one person, whoever else has it.
        ...(typeof person === 'string' && { personId: person }),
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
      const connection = await hub.open('crm');
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
      await crm.close();
      if (keep) await hub.database.close();
      else await hub.close();
    },
  };
}
