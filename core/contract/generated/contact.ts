// Made from schemas/contact.json by `npm run generate`; a test fails when the two differ.

/**
 * A person whom one connection's vendor keeps as a contact or a lead.
 */
export interface Contact {
  kind: 'contact' | 'lead';
  honorific?: string;
  firstName?: string;
  lastName?: string;
  jobTitle?: string;
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
  status?: string;
  /**
   * The vendor id of the customer whom the person works out of (RPM-5).
   */
  principal?: string;
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
