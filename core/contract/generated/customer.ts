// Made from schemas/customer.json by `npm run generate`; a test fails when the two differ.

/**
 * A company (or person) that one connection's vendor keeps as a customer.
 */
export interface Customer {
  name: string;
  number?: string;
  website?: string;
  /**
   * One address, as the vendor spells it.
   */
  email?: string;
  /**
   * Telephone numbers as the vendor writes them.
   *
   * @maxItems 20
   */
  phones?: Phone[];
  /**
   * @maxItems 200
   */
  addresses?: Address[];
  status?: string;
  /**
   * The vendor id of the customer above this one.
   */
  parent?: string;
  /**
   * When the vendor made it.
   */
  createdAt?: string;
  /**
   * When the vendor last changed it.
   */
  changedAt?: string;
  /**
   * Custom fields by the vendor's own name: text, numbers, booleans, or lists of text.
   */
  fields?: {
    [k: string]: string | number | boolean | string[];
  };
}
export interface Phone {
  type?: 'work' | 'home' | 'mobile' | 'fax' | 'other';
  number: string;
}
export interface Address {
  label?: string;
  street?: string;
  city?: string;
  region?: string;
  postalCode?: string;
  country?: string;
}
