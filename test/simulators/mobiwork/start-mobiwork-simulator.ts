import { startSimulator, type Simulator, type Vendor } from '../simulator.js';

import { createMobiworkApi } from './mobiwork-api.js';
import { DEFAULT_ASSUMPTIONS, type MobiworkAssumptions } from './mobiwork-assumptions.js';
import type { MobiworkData } from './mobiwork-data.js';
import { MobiworkState } from './mobiwork-state.js';
import { mobiworkStory } from './mobiwork-story.js';
import { createStaffChanges, type MobiworkStaffChanges } from './staff-changes.js';

export interface MobiworkSimulatorOptions {
  /** Copied, so that one set of data can serve many simulators; the story, if left out. */
  data?: MobiworkData;
  port?: number;
  now?: () => Date;
  /** The tenant's zone: moments on the wire are in it. */
  zone?: string;
  assumptions?: Partial<MobiworkAssumptions>;
}

/** A running MobiWork tenant. Any `{version}` in a path will do; it comes back in the answer. */
export interface MobiworkSimulator extends Simulator {
  clientId: number;
  apiLoginId: string;
  apiPassword: string;
  /** What only the firm's staff can do, typed; the same as POST /_control/<name>. */
  change: MobiworkStaffChanges;
  /** A deep copy of the whole state. */
  dump(): MobiworkData;
  /** The switches in force; to be turned at any time. */
  assumptions: MobiworkAssumptions;
}

/** Starts a MobiWork MWS tenant on a loopback port, as mobiwork.md describes one. */
export async function startMobiworkSimulator(
  options: MobiworkSimulatorOptions = {},
): Promise<MobiworkSimulator> {
  const { now = () => new Date(), zone, port } = options;
  const data = structuredClone(options.data ?? mobiworkStory());
  if (zone !== undefined) data.tenant.zone = zone;
  const assumptions = { ...structuredClone(DEFAULT_ASSUMPTIONS), ...options.assumptions };
  const state = new MobiworkState(data, now, assumptions);
  const change = createStaffChanges(state);
  const vendor: Vendor = {
    ...createMobiworkApi(state),
    control: change as unknown as Vendor['control'],
    dump: () => data,
  };
  const simulator = await startSimulator(vendor, port === undefined ? {} : { port });
  const { clientId, apiLoginId, apiPassword } = data.tenant;
  return {
    ...simulator,
    clientId,
    apiLoginId,
    apiPassword,
    change,
    assumptions,
    dump: () => structuredClone(data),
  };
}
