import { expect } from 'chai';

import { readRecord, type RecordDetail } from '../../../core/access/read-record.js';
import { storePolicy } from '../../../core/access/store-policy.js';
import { systemClock } from '../../../core/clock.js';
import type { Connection } from '../../../core/connections/connection.js';
import type { SessionLog, Subject } from '../../../core/contract/contract.js';
import { PorticoError } from '../../../core/contract/portico-error.js';
import { grantCapabilities } from '../../../core/identity/grant-capability.js';
import type { KeepDeps } from '../../../core/records/keep-record.js';
import type { RunOutcome } from '../../../core/sync/run-outcome.js';
import { components } from '../../../plugins/opencrm/components.js';
import { openTestHub, type TestHub } from '../../hub.js';
import {
  startOpencrmSimulator,
  type OpencrmSimulator,
  type OpencrmSimulatorOptions,
} from '../../simulators/opencrm/start-opencrm-simulator.js';
import { accessesOf, addPerson, allPages, now } from '../../core/access/access-world.js';

/** The story's people by name; 48301 and 48302 are leads. */
export const people = {
  ada: '48201',
  carla: '48202',
  nils: '48203',
  olive: '48204',
  peter: '48205',
  rosa: '48206',
  sam: '48207',
  grace: '48208',
  darcy: '48210',
  una: '48211',
  victor: '48212',
  priya: '48213',
  tom: '48214',
  yara: '48301',
  zoe: '48302',
  dora: '48304',
} as const;

export type Somebody = keyof typeof people;

export const everything = Object.keys(components);

/** A hub beside a simulated OpenCRM with its story. */
export interface StoryHub {
  vendor: OpencrmSimulator;
  hub: TestHub;
  keeping: KeepDeps;
  connection(): Promise<Connection>;
  /** What a run will do: read all of OpenCRM, and put the policy of what it found into force. */
  learn(): Promise<RunOutcome['streams']>;
  /** Lets somebody in, with these components and no others. */
  letIn(who: Somebody, granted?: readonly string[]): Promise<void>;
  grant(who: Somebody, change: { grant?: string[]; revoke?: string[] }): Promise<string[]>;
  /** The vendor's ids of what somebody's list of a module has; for what Portico keeps, the subjects. */
  sees(who: Somebody, module: Subject): Promise<string[]>;
  /** A record's own page, by the vendor's id or by its subject; the error's code where there is none for them. */
  opens(who: Somebody, module: Subject, name: string): Promise<RecordDetail | string>;
  close(): Promise<void>;
}

export async function openStoryHub({
  settings = {},
  log,
  ...options
}: OpencrmSimulatorOptions & {
  settings?: Record<string, unknown>;
  log?: SessionLog;
} = {}): Promise<StoryHub> {
  const vendor = await startOpencrmSimulator(options);
  const { url, apiKey, passKey } = vendor;
  const hub = await openTestHub(
    [
      {
        id: 'opencrm',
        plugin: 'opencrm',
        settings: { url, apiKey, passKey, callsPerSecond: 50, ...settings },
      },
    ],
    log ? { log } : {},
  );
  const persons = new Map<Somebody, string>();
  const personOf = (who: Somebody): string => persons.get(who) ?? '';
  const connection = () => hub.open('opencrm');
  const grant: StoryHub['grant'] = async (who, change) =>
    grantCapabilities(hub.identity, await connection(), { contact: people[who], who: 'staff', ...change });
  const kept: readonly Subject[] = ['document', 'faq', 'link'];
  const nameOf = (module: Subject): string => (kept.includes(module) ? 'subject' : 'external_id');
  const tableOf = (module: Subject): string =>
    module === 'customer' || module === 'contact' ? module : 'record';

  return {
    vendor,
    hub,
    keeping: { database: hub.database, clock: systemClock },
    connection,
    grant,
    async learn() {
      const { state, streams, error } = await hub.sync('opencrm', { full: true });
      expect(state, JSON.stringify([streams, error?.message])).to.equal('done');
      const { facts, plugin, settings: used, id } = await connection();
      const { lints } = await storePolicy(
        hub.database.pool,
        { id, plugin, settings: used },
        { facts: facts!, now },
      );
      expect(lints).to.deep.equal([]);
      return streams;
    },
    async letIn(who, granted = everything) {
      persons.set(who, await addPerson(hub.database, { connectionId: 'opencrm', contact: people[who] }));
      await grant(who, { grant: [...granted] });
    },
    async sees(who, module) {
      const found = await allPages(hub.database, personOf(who), { module, size: 2 });
      const rows = await hub.rows(
        `select ${nameOf(module)} as name from ${tableOf(module)} where id = any($1::uuid[]) order by 1`,
        [found.map(({ id }) => id)],
      );
      return rows.map(({ name }) => String(name));
    },
    async opens(who, module, name) {
      const isRecord = tableOf(module) === 'record';
      const [row] = await hub.rows(
        `select id from ${tableOf(module)} where ${nameOf(module)} = $1 ${isRecord ? 'and module = $2' : ''}`,
        isRecord ? [name, module] : [name],
      );
      expect(row, `${module} ${name}`).not.to.equal(undefined);
      const accesses = await accessesOf(hub.database, personOf(who));
      return readRecord(hub.database.pool, accesses, String(row?.['id'])).catch((error: unknown) => {
        if (error instanceof PorticoError) return error.code;
        throw error;
      });
    },
    async close() {
      await vendor.close();
      await hub.close();
    },
  };
}
