import { assertPassword } from './password.js';
import type { RpmUser } from './rpm-data.js';
import { known, type RpmState } from './rpm-state.js';
import { changeUser, createCustomerUser, finishLink, resetPassword } from './user-changes.js';

/** Names a user. */
export interface OfUser {
  userId: number;
}

/** What staff do about sign-ins, and what the person does with a mailed link (RPM-10 to RPM-14). */
export function staffUserChanges(state: RpmState) {
  const change = ({ userId }: OfUser, to: Partial<RpmUser>): void =>
    changeUser(state, known(state.users, userId, 'user'), to);

  return {
    /** RPM-10: with a password it is the manual way, without one an invitation goes out. */
    createUser(wanted: {
      contactId: number;
      username?: string;
      password?: string;
      enabled?: boolean;
    }): OfUser & { username: string } {
      const { contactId, ...rest } = wanted;
      const contact = known(state.contacts, contactId, 'contact');
      const { userId, username } = createCustomerUser(state, { contact, ...rest });
      return { userId, username };
    },
    enableUser: (of: OfUser) => change(of, { enabled: true }),
    disableUser: (of: OfUser) => change(of, { enabled: false }),
    lockUser: (of: OfUser) => change(of, { locked: true }),
    unlockUser: (of: OfUser) => change(of, { locked: false }),
    /** RPM-23: the contact and its links stay. */
    trashUser: (of: OfUser) => change(of, { trashed: true, enabled: false }),
    restoreUser: (of: OfUser) => change(of, { trashed: false }),
    setPassword({ userId, password }: OfUser & { password: string }): void {
      assertPassword(password, known(state.users, userId, 'user').username);
      change({ userId }, { password });
    },
    /** RPM-13 */
    resetPassword: ({ userId }: OfUser) => resetPassword(state, known(state.users, userId, 'user')),
    /** The invited or reset person follows the link; refused after RPM-14's days. */
    finishLink({ userId, password }: OfUser & { password: string }): void {
      finishLink(state, known(state.users, userId, 'user'), password);
    },
  };
}
