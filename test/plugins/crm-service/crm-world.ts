import type { SessionLog } from '../../../core/contract/contract.js';
import { addPerson } from '../../core/access/access-world.js';
import { openTestHub, type TestHub } from '../../hub.js';
import type { CrmServiceAssumptions } from '../../simulators/crm-service/crm-service-assumptions.js';
import type { CrmServiceData } from '../../simulators/crm-service/crm-service-data.js';
import {
  startCrmServiceSimulator,
  type CrmServiceSimulator,
} from '../../simulators/crm-service/start-crm-service-simulator.js';
import { closeStory, storyTools, type StoryTools } from '../story-tools.js';

/** A full sync discovers, too, and so learns of profiles. */
export interface CrmWorld extends StoryTools {
  crm: CrmServiceSimulator;
  hub: TestHub;
  /** An accepted access as one contact of the story, under the address that the CRM has. */
  letIn(contactId: number): Promise<string>;
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
  return {
    ...storyTools(hub, 'crm'),
    crm,
    hub,
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
    close: (options) => closeStory(crm, hub, options),
  };
}
