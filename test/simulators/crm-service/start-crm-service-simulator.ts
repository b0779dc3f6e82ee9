import { startSimulator, type Simulator, type Vendor } from '../simulator.js';

import { createCrmServiceApi } from './crm-service-api.js';
import { DEFAULT_ASSUMPTIONS, type CrmServiceAssumptions } from './crm-service-assumptions.js';
import type { CrmServiceData } from './crm-service-data.js';
import { CrmServiceState } from './crm-service-state.js';
import { crmServiceStory } from './crm-service-story.js';
import { createStaffChanges, type CrmServiceStaffChanges } from './staff-changes.js';

export interface CrmServiceSimulatorOptions {
  /** Copied, so that one set of data can serve many simulators; the story, if left out. */
  data?: CrmServiceData;
  port?: number;
  /** Instead of the first token of the data. */
  token?: string;
  now?: () => Date;
  /** The tenant's; naive times on the wire are in it. */
  zone?: string;
  assumptions?: Partial<CrmServiceAssumptions>;
}

/** A running CRM-service installation. */
export interface CrmServiceSimulator extends Simulator {
  /** Where the API begins: `<url>/api/v1`. */
  apiUrl: string;
  /** What `Authorization: Bearer` takes. */
  token: string;
  change: CrmServiceStaffChanges;
  /** A deep copy of the whole state. */
  dump(): CrmServiceData;
  /** The switches in force; to be turned at any time. */
  assumptions: CrmServiceAssumptions;
}

/** Starts a CRM-service installation on a loopback port, as crm-service.md describes one. */
export async function startCrmServiceSimulator(
  options: CrmServiceSimulatorOptions = {},
): Promise<CrmServiceSimulator> {
  const { port = 0, now = () => new Date(), zone } = options;
  const data = structuredClone(options.data ?? crmServiceStory());
  const [first] = data.tokens;
  if (!first) throw new Error('the data has no token');
  if (options.token) first.token = options.token;
  const assumptions = { ...DEFAULT_ASSUMPTIONS, ...options.assumptions };
  const state = new CrmServiceState(data, now, zone, assumptions);
  const change = createStaffChanges(state);
  const vendor: Vendor = {
    ...createCrmServiceApi(state),
    control: change as unknown as Vendor['control'],
    dump: () => state.dump(),
  };
  const simulator = await startSimulator(vendor, { port });
  state.url = simulator.url;
  return {
    ...simulator,
    apiUrl: `${simulator.url}/api/v1`,
    token: first.token,
    change,
    dump: () => state.dump(),
    assumptions,
  };
}
