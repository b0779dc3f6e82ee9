// Made from schemas/membership.json by `npm run generate`; a test fails when the two differ.

/**
 * The plain pair of a customer and a contact, with the two roles that point at it.
 */
export interface Membership {
  /**
   * Vendor id.
   */
  customer: string;
  /**
   * Vendor id.
   */
  contact: string;
  /**
   * The contact is the customer's primary contact; every other one is additional (RPM-2).
   */
  primary: boolean;
  /**
   * The customer is the one the contact works out of (RPM-5).
   */
  principal: boolean;
}
