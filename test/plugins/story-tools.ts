import { expect } from 'chai';

import { readRecord, type RecordDetail } from '../../core/access/read-record.js';
import type { ActionName, Subject } from '../../core/contract/contract.js';
import type { JsonObject } from '../../core/sync/outbox/command-row.js';
import { deliverOutbox } from '../../core/sync/outbox/deliver-outbox.js';
import { enqueueCommand } from '../../core/sync/outbox/enqueue-command.js';
import { accessesOf, allPages } from '../core/access/access-world.js';
import type { TestHub } from '../hub.js';

/** What the story of any vendor is told by: a hub with one connection, and people who look through it. */
export interface StoryTools {
  /** A run, after which no stream may have failed; in full, if nothing else is said. */
  sync(options?: { full?: boolean }): Promise<void>;
  /** Vendor ids of what a person's list has, as text in the order of text. */
  list(personId: string, module: Subject): Promise<string[]>;
  /** A row's own page, as this person sees it. */
  detail(personId: string, module: Subject, id: number | string): Promise<RecordDetail>;
  /** Asks for a change, has it written, and answers its row in the outbox. */
  write(
    action: ActionName,
    request: { target?: number | string; body?: JsonObject; base?: JsonObject },
  ): Promise<Record<string, unknown>>;
  issues(): Promise<Record<string, unknown>[]>;
}

export function storyTools(hub: TestHub, connectionId: string): StoryTools {
  const { pool } = hub.database;
  const uuidOf = async (module: Subject, id: number | string): Promise<string> => {
    const isRecord = module !== 'customer' && module !== 'contact';
    const [row] = await hub.rows(
      `select id from ${isRecord ? 'record' : module} where external_id = $1 ${isRecord ? 'and module = $2' : ''}`,
      isRecord ? [String(id), module] : [String(id)],
    );
    return String(row?.['id']);
  };
  return {
    async sync(options = { full: true }) {
      const outcome = await hub.sync(connectionId, options);
      expect(outcome.state, JSON.stringify([outcome.streams, outcome.error?.message])).to.equal('done');
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
      const connection = await hub.open(connectionId);
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
  };
}

/** Ends a story's vendor and its hub; the database of a failed test is kept. */
export async function closeStory(
  vendor: { close(): Promise<void> },
  hub: TestHub,
  { keep }: { keep: boolean },
): Promise<void> {
  await vendor.close();
  if (keep) await hub.database.close();
  else await hub.close();
}
