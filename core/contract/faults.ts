import { PorticoError, type ErrorDetails } from './portico-error.js';

/** What went wrong with a vendor, by what is to be done about it (design §5). */
export const faultKinds = {
  auth: 'The vendor refused the sign-in. Renew the credentials of the connection.',
  permission:
    "The credentials may not do this. Give the vendor's API user the right, or leave the module out.",
  config: 'The settings of the connection do not fit the vendor. Correct them.',
  rateLimited: 'The vendor asked to wait. The call is tried again by itself.',
  transient: 'The vendor did not answer properly. The call is tried again by itself.',
  contract:
    "The vendor answered in a form the plugin does not know. Check the vendor's version against the plugin's README.",
  invalidRecord:
    'One record of the vendor is not usable. It is kept in quarantine; correct it in the vendor or the mapping.',
  notFound: 'The vendor does not have it any more.',
  conflict: 'The vendor holds something else under this key. Look at both and decide.',
  cancelled: 'The work was cancelled and can be taken up again.',
  bug: 'The plugin failed. Report it to its author.',
} as const;

export type FaultKind = keyof typeof faultKinds;

/** A vendor's failure in Portico's words. Retried only when `transient` or `rateLimited`. */
export class Fault extends PorticoError {
  readonly kind: FaultKind;
  /** Not before this moment should it be tried again. */
  readonly retryAt: Date | undefined;

  constructor(
    kind: FaultKind,
    sentence: string,
    { retryAt, ...options }: { retryAt?: Date; cause?: unknown; details?: ErrorDetails } = {},
  ) {
    super(`FAULT_${kind.replace(/[A-Z]/g, '_$&').toUpperCase()}`, sentence, options);
    this.kind = kind;
    this.retryAt = retryAt;
  }

  /** What a person does next about this kind of fault. */
  get remedy(): string {
    return faultKinds[this.kind];
  }
}
