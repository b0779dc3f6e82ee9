import { startSimulator, type Simulator, type Vendor } from '../simulator.js';

import { createRpmApi } from './rpm-api.js';
import { DEFAULT_ASSUMPTIONS, type RpmAssumptions } from './rpm-assumptions.js';
import type { RpmData } from './rpm-data.js';
import { RpmState } from './rpm-state.js';
import { rpmStory } from './rpm-story.js';
import { createStaffChanges, type RpmStaffChanges } from './staff-changes.js';
import { createWebhooks, type RpmDelivery, type RpmWebhook } from './webhooks.js';

export interface RpmSimulatorOptions {
  /** Copied, so that one set of data can serve many simulators; the story, if left out. */
  data?: RpmData;
  port?: number;
  apiKey?: string;
  now?: () => Date;
  /** The subscriber's zone, `-07:00`; dates on the wire are in it. */
  timeOffset?: string;
  timeDst?: boolean;
  assumptions?: Partial<RpmAssumptions>;
  webhooks?: RpmWebhook[];
}

/** A running RPM subscriber. */
export interface RpmSimulator extends Simulator {
  apiKey: string;
  /** What only RPM's staff can do, typed; the same as POST /_control/<name>. */
  change: RpmStaffChanges;
  /** A deep copy of the whole state. */
  dump(): RpmData;
  /** The switches in force; to be turned at any time. */
  assumptions: RpmAssumptions;
  /** Every webhook that was sent, and how it was answered. */
  deliveries: RpmDelivery[];
  webhooksSettled(): Promise<void>;
}

const API_KEY = '00000000-0000-4000-8000-000000000001';

/** Starts an RPM Software subscriber on a loopback port, as rpm.md describes one. */
export async function startRpmSimulator(options: RpmSimulatorOptions = {}): Promise<RpmSimulator> {
  const { apiKey = API_KEY, now = () => new Date(), timeOffset, timeDst, port } = options;
  const data = structuredClone(options.data ?? rpmStory());
  Object.assign(
    data.subscriber,
    timeOffset !== undefined && { timeOffset },
    timeDst !== undefined && { timeDst },
  );
  const assumptions = { ...DEFAULT_ASSUMPTIONS, ...options.assumptions };
  const webhooks = createWebhooks(data.subscriber, options.webhooks);
  const state = new RpmState(data, now, assumptions, (event) => webhooks.tell(event));
  const change = createStaffChanges(state, webhooks);
  const control = {
    ...change,
    webhooksSettled: async () => {
      await webhooks.settled();
      return webhooks.deliveries;
    },
  };
  const vendor: Vendor = {
    ...createRpmApi(state, apiKey),
    control: control as unknown as Vendor['control'],
    dump: () => data,
  };
  const simulator = await startSimulator(vendor, port === undefined ? {} : { port });
  return {
    ...simulator,
    apiKey,
    change,
    assumptions,
    deliveries: webhooks.deliveries,
    dump: () => structuredClone(data),
    webhooksSettled: () => webhooks.settled(),
    async close() {
      await simulator.close();
      await webhooks.settled();
    },
  };
}
