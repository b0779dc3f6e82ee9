import type { Call } from '../simulator.js';

import { OPENCRM_TEXTS } from './opencrm-assumptions.js';
import { refuse } from './opencrm-error.js';
import type { OpencrmState } from './opencrm-state.js';

export interface OpencrmKeys {
  apiKey: string;
  passKey: string;
}

/** Who may call: support's two keys, and the access keys that were given for them (opencrm.md §2). */
export class Credentials {
  /** Support has the API enabled for the tenant. */
  enabled = true;
  /** The caller's address is on the tenant's allow-list. */
  addressAllowed = true;
  readonly #accessKeys = new Map<string, number>();
  #issued = 0;

  constructor(
    readonly state: OpencrmState,
    public keys: OpencrmKeys,
  ) {}

  /** Refuses unless the keys come as form fields or as headers, or an access key that still lives does. */
  check(headers: Call['headers'], form: ReadonlyMap<string, string>): void {
    if (!this.enabled || !this.addressAllowed) refuse(OPENCRM_TEXTS.unauthorized);
    if (this.#match(form.get('key'), form.get('passkey'))) return;
    if (this.#match(headers['key1'], headers['key2'])) return;
    const until = this.#accessKeys.get(form.get('accesskey') ?? '');
    if (until === undefined || until <= this.state.now().getTime()) refuse(OPENCRM_TEXTS.unauthorized);
  }

  /** A new access key for the two form fields. */
  login(form: ReadonlyMap<string, string>): string {
    if (!this.enabled || !this.addressAllowed || !this.#match(form.get('key'), form.get('passkey')))
      refuse(OPENCRM_TEXTS.unauthorized);
    this.#issued += 1;
    const accessKey = `a3f0c2d8e95b${String(this.#issued).padStart(4, '0')}`;
    const lifetime = this.state.assumptions.accessKeySeconds * 1000;
    this.#accessKeys.set(accessKey, this.state.now().getTime() + lifetime);
    return accessKey;
  }

  /** Every access key ends at once. */
  forgetAccessKeys(): void {
    this.#accessKeys.clear();
  }

  #match(apiKey: unknown, passKey: unknown): boolean {
    return apiKey === this.keys.apiKey && passKey === this.keys.passKey;
  }
}
