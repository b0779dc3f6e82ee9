import type { Policy } from '../contract/contract.js';

/** What conditions may ask about the reader, as one contact of one connection. */
export interface Me {
  contact: string;
  contacts: string[];
  /** The vendor's sign-ins of the contact that are good now: some vendors name participants by them. */
  logins: string[];
  /** The customer a new record gets: the switched one, else the principal. */
  customer?: string | undefined;
  customers: string[];
  principalCustomer?: string | undefined;
  capabilities: string[];
  /** The connection's day; missing when its zone is not known. */
  today?: string | undefined;
  now: Date;
  zone: string;
}

/**
 * An access that counts, with the policy it is judged by. Of several, each judges alone: rights never mix.
 */
export interface Access {
  id: string;
  personId: string;
  connectionId: string;
  connectionTitle: string;
  me: Me;
  policy: Policy;
}
