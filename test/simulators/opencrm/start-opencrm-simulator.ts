import { startSimulator, type Simulator, type Vendor } from '../simulator.js';

import { Credentials, type OpencrmKeys } from './credentials.js';
import { createOpencrmApi } from './opencrm-api.js';
import { DEFAULT_ASSUMPTIONS, type OpencrmAssumptions } from './opencrm-assumptions.js';
import type { OpencrmData } from './opencrm-data.js';
import { OpencrmState } from './opencrm-state.js';
import { opencrmStory } from './opencrm-story.js';
import { OpencrmTroubles } from './opencrm-troubles.js';
import { createStaffChanges, type OpencrmStaffChanges } from './staff-changes.js';

export interface OpencrmSimulatorOptions extends Partial<OpencrmKeys> {
  /** Copied, so that one set of data can serve many simulators; the story, if left out. */
  data?: OpencrmData;
  port?: number;
  now?: () => Date;
  /** The tenant's zone, which times on the wire are in (A: Europe/London). */
  zone?: string;
  assumptions?: Partial<OpencrmAssumptions>;
}

/** A running OpenCRM tenant; its API is under `<url>/api/rest/`. */
export interface OpencrmSimulator extends Simulator, OpencrmKeys {
  /** What only staff and support can do, typed; the same as POST /_control/<name>. */
  change: OpencrmStaffChanges;
  /** A deep copy of the whole state. */
  dump(): OpencrmData;
  /** The switches in force; to be turned at any time. */
  assumptions: OpencrmAssumptions;
}

/** Starts an OpenCRM tenant on a loopback port, as opencrm.md describes one. */
export async function startOpencrmSimulator(
  options: OpencrmSimulatorOptions = {},
): Promise<OpencrmSimulator> {
  const { apiKey = 'hubkey-7f1c', passKey = 'hubpass-22', port = 0 } = options;
  const { now = () => new Date(), zone = 'Europe/London' } = options;
  const data = structuredClone(options.data ?? opencrmStory());
  const assumptions = structuredClone({ ...DEFAULT_ASSUMPTIONS, ...options.assumptions });
  const state = new OpencrmState(data, now, zone, assumptions);
  const credentials = new Credentials(state, { apiKey, passKey });
  const troubles = new OpencrmTroubles(state);
  const change = createStaffChanges({ state, credentials, troubles });
  const vendor: Vendor = {
    ...createOpencrmApi(state, credentials, troubles),
    control: change as unknown as Vendor['control'],
    dump: () => data,
  };
  const simulator = await startSimulator(vendor, { port });
  return { ...simulator, apiKey, passKey, change, assumptions, dump: () => structuredClone(data) };
}
