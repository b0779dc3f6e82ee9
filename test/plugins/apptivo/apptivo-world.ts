import type { Subject } from '../../../core/contract/contract.js';
import { acceptInvitation } from '../../../core/identity/accept.js';
import { inviteContact } from '../../../core/identity/invite.js';
import { addPerson } from '../../core/access/access-world.js';
import { openTestHub, type TestHub } from '../../hub.js';
import type { ApptivoAssumptions } from '../../simulators/apptivo/apptivo-assumptions.js';
import type { ApptivoData } from '../../simulators/apptivo/apptivo-data.js';
import { apptivoStory } from '../../simulators/apptivo/apptivo-story.js';
import {
  startApptivoSimulator,
  type ApptivoSimulator,
} from '../../simulators/apptivo/start-apptivo-simulator.js';
import { closeStory, storyTools, type StoryTools } from '../story-tools.js';

export interface ApptivoWorld extends Omit<StoryTools, 'list'> {
  apptivo: ApptivoSimulator;
  hub: TestHub;
  /** An access to Apptivo as one contact, accepted, for the customer and the address it has in the story. */
  letIn(contactId: number, capabilities?: string[]): Promise<string>;
  /** Invites a contact and accepts for them, for real. */
  invite(contactId: number): Promise<{ personId: string; accept(): Promise<boolean> }>;
  /** Vendor ids of what a person's list has, in their order. */
  list(personId: string, module?: Subject): Promise<number[]>;
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
  const tools = storyTools(hub, 'apptivo');
  return {
    ...tools,
    apptivo,
    hub,
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
    list: async (personId, module = 'ticket') =>
      (await tools.list(personId, module)).map(Number).sort((a, b) => a - b),
    close: (options) => closeStory(apptivo, hub, options),
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
