// Made from schemas/portal-user.json by `npm run generate`; a test fails when the two differ.

/**
 * A person with one verified address, and the names they may sign in with.
 */
export interface PortalUser {
  id: string;
  /**
   * One address, as the vendor spells it.
   */
  email?: string;
  phone?: string;
  /**
   * @maxItems 50
   */
  names?: string[];
  firstName?: string;
  lastName?: string;
  state: 'active' | 'reset_pending' | 'suspended' | 'erased';
  /**
   * When the person first accepted.
   */
  createdAt?: string;
}
