// Made from schemas/login.json by `npm run generate`; a test fails when the two differ.

/**
 * The vendor's own portal sign-in of a contact.
 */
export interface Login {
  /**
   * The vendor id of the contact who signs in.
   */
  contact: string;
  userName?: string;
  enabled: boolean;
  locked?: boolean;
  /**
   * First day, in the connection's zone.
   */
  validFrom?: string;
  /**
   * Last day, in the connection's zone.
   */
  validTo?: string;
  /**
   * What the vendor lets this sign-in do: profile:3, admin, component:invoices.
   *
   * @maxItems 1000
   */
  capabilities?: string[];
  /**
   * The vendor id of the customer that the vendor shows for this sign-in, where only the sign-in knows it (RPM-5).
   */
  principal?: string;
}
