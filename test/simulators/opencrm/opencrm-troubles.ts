import type { Answer, Call } from '../simulator.js';

import { OPENCRM_TEXTS } from './opencrm-assumptions.js';
import type { OpencrmModule } from './opencrm-data.js';
import type { OpencrmState } from './opencrm-state.js';

/** What stands before the API: an outage, the firewall and, where there is one, the limit on calls. */
export class OpencrmTroubles {
  /** The status every call gets while the service is down. */
  outage: number | undefined;
  /** Modules that the API account may not read or edit. */
  readonly closed = new Set<OpencrmModule>();
  #second = 0;
  #calls = 0;

  constructor(readonly state: OpencrmState) {}

  /** The answer a call gets instead of being served. */
  hinder({ headers }: Call): Answer | undefined {
    const { callsPerSecond, firewallStatus, refusedAgents } = this.state.assumptions;
    const agent = (headers['user-agent'] ?? '').toLowerCase();
    if (agent === '' || refusedAgents.some((start) => agent.startsWith(start)))
      return { status: firewallStatus, body: OPENCRM_TEXTS.firewallPage };
    if (this.outage !== undefined) return { status: this.outage, body: '' };
    if (callsPerSecond === 0) return undefined;
    const second = Math.floor(this.state.now().getTime() / 1000);
    this.#calls = second === this.#second ? this.#calls + 1 : 1;
    this.#second = second;
    if (this.#calls <= callsPerSecond) return undefined;
    return { status: 429, headers: { 'retry-after': '1' }, json: { error: OPENCRM_TEXTS.tooManyCalls } };
  }
}
