import { startSimulator, type Simulator, type Vendor } from '../simulator.js';

import type { ApptivoKeys } from './api-access.js';
import { createApptivoApi } from './apptivo-api.js';
import { DEFAULT_ASSUMPTIONS, type ApptivoAssumptions } from './apptivo-assumptions.js';
import type { ApptivoData } from './apptivo-data.js';
import { ApptivoState } from './apptivo-state.js';
import { apptivoStory } from './apptivo-story.js';
import { createStaffChanges, type ApptivoStaffChanges } from './staff-changes.js';

export interface ApptivoSimulatorOptions {
  /** Copied, so that one set of data can serve many simulators; the story, if left out. */
  data?: ApptivoData;
  port?: number;
  now?: () => Date;
  apiKey?: string;
  accessKey?: string;
  /** The firm's, in luxon's tokens: `MM/dd/yyyy`, `dd/MM/yyyy`. */
  dateFormat?: string;
  /** The firm's, an IANA name; no answer tells it. */
  zone?: string;
  assumptions?: Partial<ApptivoAssumptions>;
}

/** A running Apptivo firm. API and portal are under one address here, `/app/…` and `/portal/login`. */
export interface ApptivoSimulator extends Simulator {
  apiKey: string;
  accessKey: string;
  /** What only the firm's staff can do, typed; the same as POST /_control/<name>. */
  change: ApptivoStaffChanges;
  /** A deep copy of the whole state. */
  dump(): ApptivoData;
  /** The switches in force; to be turned at any time. */
  assumptions: ApptivoAssumptions;
}

/** Starts an Apptivo firm on a loopback port, as apptivo.md describes one. */
export async function startApptivoSimulator(
  options: ApptivoSimulatorOptions = {},
): Promise<ApptivoSimulator> {
  const { port, now = () => new Date(), dateFormat, zone } = options;
  const { apiKey = 'story-api-key', accessKey = 'story-access-key' } = options;
  const data = structuredClone(options.data ?? apptivoStory());
  Object.assign(data.firm, dateFormat !== undefined && { dateFormat }, zone !== undefined && { zone });
  const assumptions = { ...DEFAULT_ASSUMPTIONS, ...options.assumptions };
  const state = new ApptivoState(data, now, assumptions);
  const keys: ApptivoKeys = { apiKey, accessKey, revoked: false };
  const change = createStaffChanges(state, keys);
  const simulator = await startSimulator(
    {
      ...createApptivoApi(state, keys),
      control: change as unknown as Vendor['control'],
      dump: () => data,
    },
    port === undefined ? {} : { port },
  );
  return { ...simulator, apiKey, accessKey, change, assumptions, dump: () => structuredClone(data) };
}
