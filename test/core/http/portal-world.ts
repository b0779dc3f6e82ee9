import { randomUUID } from 'node:crypto';

import { storePolicy } from '../../../core/access/store-policy.js';
import type { Clock } from '../../../core/clock.js';
import type { HubConfig } from '../../../core/contract/generated/config.js';
import { listen, type WebServer } from '../../../core/http/listen.js';
import { portalRoutes } from '../../../core/http/portal.js';
import { createApp } from '../../../core/http/server.js';
import { csrfToken } from '../../../core/http/own-origin.js';
import { personOf } from '../../../core/http/sessions.js';
import { styledViews } from '../../../core/http/styled-views.js';
import { createIdentity, type Identity } from '../../../core/identity/identity.js';
import { inviteContact } from '../../../core/identity/invite.js';
import { createLog } from '../../../core/log.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { demoRpm, demoVtiger } from '../../demo/demo-data.js';
import { UID } from '../../simulators/rpm/process-template.js';
import { startRpmSimulator, type RpmSimulator } from '../../simulators/rpm/start-rpm-simulator.js';
import {
  startVtigerSimulator,
  type VtigerSimulator,
} from '../../simulators/vtiger/start-vtiger-simulator.js';

export interface PortalWorld {
  hub: TestHub;
  /** Of the world's time, which stands still until it is moved. */
  identity: Identity;
  moveTime(ms: number): void;
  web: WebServer;
  url: string;
  rpm: RpmSimulator;
  vtiger: VtigerSimulator;
  /** A person with an access at each connection that has a contact of this address. */
  invite(person: { email: string; firstName: string; lastName: string }): Promise<string>;
  /** The path of an invitation's page, as the link of the mail has it. */
  acceptPath(connection: string, email: string): Promise<string>;
  close(options: { keep: boolean }): Promise<void>;
}

export const now = new Date('2026-11-21T12:00:00Z');

const levels = {
  [UID.customer]: 'read',
  [UID.subject]: 'read',
  [UID.severity]: 'read',
  [UID.tags]: 'read',
  [UID.due]: 'read',
  [UID.details]: 'read',
} as const;

/**
 * Both vendors, synced, with their policies, behind the portal's pages. Who asks says a session, or a test
 * header.
 */
export async function openPortalWorld(
  config: Pick<HubConfig, 'branding' | 'landing' | 'links'> = {},
): Promise<PortalWorld> {
  const rpm = await startRpmSimulator({ data: demoRpm() });
  const vtiger = await startVtigerSimulator({ data: demoVtiger() });
  const visibleFields = {
    '12': { title: 'read', ...levels },
    '101': { title: 'read', ...levels },
    '102': {},
  };
  const hub = await openTestHub([
    {
      id: 'rpm',
      plugin: 'rpm',
      title: 'Prairie Telecom',
      settings: { url: rpm.url, apiKey: rpm.apiKey, visibleFields },
      schedule: '',
    },
    {
      id: 'vt',
      plugin: 'vtiger',
      title: 'Northern Support',
      settings: { url: vtiger.url, user: vtiger.user, accessKey: vtiger.accessKey },
      schedule: '',
    },
  ]);
  for (const id of ['rpm', 'vt']) {
    const { state } = await hub.sync(id, { full: true });
    if (state !== 'done') throw new Error(`${id} is ${state}`);
    const connection = await hub.open(id);
    await storePolicy(hub.database.pool, connection, { facts: connection.facts!, now });
  }
  let time = now.getTime();
  const clock: Clock = { now: () => new Date(time) };
  const identity = createIdentity({ config, database: hub.database, clock });
  const log = createLog('silent');
  const portal = portalRoutes({
    ...config,
    database: hub.database,
    connections: hub.connections,
    clock,
    log,
    personOf: (request) => request.get('x-test-person') ?? personOf(request),
    // One answer is compared with another: who has no session has no token either.
    csrfOf: (request) => (personOf(request) === undefined ? undefined : csrfToken(request)),
  });
  const views = styledViews(config);
  const web = await listen(createApp({ ...hub, identity, clock, log, portal, views }), {
    port: 0,
    host: '127.0.0.1',
  });
  return {
    hub,
    identity,
    moveTime: (ms) => void (time += ms),
    web,
    url: `http://127.0.0.1:${web.port}`,
    rpm,
    vtiger,
    invite: (person) => invite(hub, person),
    async acceptPath(connection, email) {
      const [contact] = await hub.rows(
        'select external_id as id from contact where connection_id = $1 and email = $2 and deleted_at is null',
        [connection, email],
      );
      const place = { connection, externalId: String(contact?.['id']) };
      const { link = '' } = await inviteContact(identity, place, { who: 'a test' });
      return new URL(link).pathname;
    },
    async close({ keep }) {
      await web.close();
      await rpm.close();
      await vtiger.close();
      if (keep) await hub.database.close();
      else await hub.close();
    },
  };
}

async function invite(
  hub: TestHub,
  { email, firstName, lastName }: { email: string; firstName: string; lastName: string },
): Promise<string> {
  const person = randomUUID();
  await hub.rows('insert into person (id, email, first_name, last_name) values ($1, $2, $3, $4)', [
    person,
    email,
    firstName,
    lastName,
  ]);
  const contacts = await hub.rows(
    `select connection_id, external_id from contact
     where lower(email) = $1 and deleted_at is null and kind = 'contact' order by connection_id, external_id`,
    [email],
  );
  for (const contact of contacts)
    await hub.rows(
      `insert into access (id, person_id, connection_id, contact_id, state, accepted_at, bound_email)
       values ($1, $2, $3, $4, 'active', now(), $5)`,
      [randomUUID(), person, contact['connection_id'], contact['external_id'], email],
    );
  return person;
}
