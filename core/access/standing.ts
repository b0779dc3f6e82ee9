import type { Policy } from '../contract/contract.js';
import { dayAt } from '../contract/zone-days.js';

/** An access as the hub keeps it, with what the vendor says of its contact at this moment. */
export interface Standing {
  id: string;
  personId: string;
  connectionId: string;
  connectionTitle: string;
  connectionRemoved: boolean;
  contactId: string;
  state: string;
  accepted: boolean;
  boundEmail: string | null;
  boundCustomer: string | null;
  granted: string[];
  personState: string;
  zone: string;
  /** Missing where no policy runs yet. */
  policy: Policy | null;
  binds: 'contact' | 'customer' | null;
  contactExists: boolean;
  email: string | null;
  principal: string | null;
  /** Every sign-in that the vendor ever gave the contact, the deleted ones too. */
  logins: VendorLogin[];
  customers: string[];
  /** Where the policy says `duplicates: none`: the sign-ins of other contacts with this e-mail address. */
  sharers: VendorLogin[];
}

export interface VendorLogin {
  id: string;
  enabled: boolean;
  locked: boolean;
  validFrom: string | null;
  validTo: string | null;
  capabilities: string[];
  principal: string | null;
  deleted: boolean;
}

/**
 * Why an access does not count now, as a sentence for staff; nothing when it counts (access.md, life cycle).
 */
export function whyNotCounting(standing: Standing, now: Date): string | undefined {
  const { state, personState, contactId } = standing;
  if (standing.connectionRemoved) return 'The connection was removed.';
  if (!standing.policy) return 'The connection has no policy yet: it was never discovered.';
  if (personState !== 'active') return `The person is ${personState.replace('_', ' ')}.`;
  if (state !== 'active') return `The access is ${state}.`;
  if (!standing.accepted) return 'The access was not accepted yet.';
  if (!standing.contactExists) return `Contact ${contactId} does not exist at the vendor any more.`;
  if (standing.boundEmail !== null && !sameAddress(standing.boundEmail, standing.email))
    return `The e-mail address of contact ${contactId} is not the one the access was given to.`;
  if (standing.logins.length > 0 && !goodLogins(standing, now).length)
    return `The vendor's sign-in of contact ${contactId} is ${whyBad(standing, now)}.`;
  if (goodLogins({ logins: standing.sharers, zone: standing.zone }, now).length)
    return `Another contact with a sign-in has the e-mail address of contact ${contactId}; this vendor then lets neither in.`;
  if (
    standing.binds === 'customer' &&
    (!standing.boundCustomer || standing.principal !== standing.boundCustomer)
  )
    return `The principal customer of contact ${contactId} is not the one the access was given for.`;
  return undefined;
}

/**
 * The sign-ins at the vendor that are there, enabled, unlocked and within their dates (O-14, O-15, RPM-23).
 */
export const goodLogins = ({ logins, zone }: Pick<Standing, 'logins' | 'zone'>, now: Date): VendorLogin[] =>
  logins.filter((each) => fault(each, dayAt(now, zone)) === undefined);

const whyBad = ({ logins, zone }: Standing, now: Date): string =>
  [...new Set(logins.map((each) => fault(each, dayAt(now, zone))))].join(' or ');

function fault(login: VendorLogin, today: string | undefined): string | undefined {
  if (login.deleted) return 'deleted';
  if (!login.enabled) return 'switched off';
  if (login.locked) return 'locked';
  const { validFrom, validTo } = login;
  if (validFrom !== null && (today === undefined || today < validFrom)) return 'not begun';
  return validTo !== null && (today === undefined || today > validTo) ? 'over' : undefined;
}

const sameAddress = (one: string, other: string | null): boolean =>
  other !== null && one.trim().toLowerCase() === other.trim().toLowerCase();
