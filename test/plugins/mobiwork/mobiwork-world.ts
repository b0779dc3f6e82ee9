import { expect } from 'chai';

import { storePolicy } from '../../../core/access/store-policy.js';
import type { SessionLog } from '../../../core/contract/contract.js';
import { addPerson, now } from '../../core/access/access-world.js';
import { openTestHub, type TestHub } from '../../hub.js';
import type { MobiworkAssumptions } from '../../simulators/mobiwork/mobiwork-assumptions.js';
import {
  startMobiworkSimulator,
  type MobiworkSimulator,
} from '../../simulators/mobiwork/start-mobiwork-simulator.js';
import { closeStory, storyTools, type StoryTools } from '../story-tools.js';

/** Each sync puts the policy of what it found into force. */
export interface MobiworkWorld extends StoryTools {
  mobiwork: MobiworkSimulator;
  hub: TestHub;
  /** An accepted access as one contact of the story, under the address that MobiWork has. */
  letIn(contactId: number, capabilities?: string[]): Promise<string>;
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
  const tools = storyTools(hub, 'mobiwork');
  return {
    ...tools,
    mobiwork,
    hub,
    async sync(options) {
      await tools.sync(options);
      const connection = await hub.open('mobiwork');
      const { lints } = await storePolicy(hub.database.pool, connection, { facts: connection.facts!, now });
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
    close: (options) => closeStory(mobiwork, hub, options),
  };
}
