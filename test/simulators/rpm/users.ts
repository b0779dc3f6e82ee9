import type { RpmUser } from './rpm-data.js';
import { refuse } from './rpm-error.js';
import { flagOf, requireKey, textOf, type RpmInput } from './rpm-input.js';
import type { Endpoints, RpmState } from './rpm-state.js';
import { toUsDateTime } from './us-date.js';
import { changeUser, emailOfUser, nameOfUser, passwordFits } from './user-changes.js';

/** Sign-ins over the API (rpm.md §3.1): to read, to switch on and off, to check. Nothing makes or ends one. */
export function userEndpoints(state: RpmState): Endpoints {
  return {
    CustomerUsers() {
      const users = state.data.users.filter(({ kind, trashed }) => kind === 'customer' && !trashed);
      return { CustomerUsers: users.map((user) => toRow(state, user)) };
    },
    User(input) {
      return toUser(state, userOf(state, input));
    },
    UserEnabledEdit(input) {
      const user = userOf(state, input);
      const enabled = flagOf(requireKey(input, 'Enabled')) ?? false;
      if (user.enabled !== enabled) changeUser(state, user, { enabled });
      return { Username: user.username, Enabled: enabled };
    },
    UserPasswordCheck(input) {
      const password = textOf(requireKey(input, 'Password')) ?? '';
      const user = state.userNamed(textOf(requireKey(input, 'Username')) ?? '');
      if (!user && state.assumptions.passwordCheckOfNobody === 'error') refuse('Username not found');
      const success = user !== undefined && passwordFits(user, password);
      if (success) user.lastSignIn = state.now().toISOString();
      return { Success: success };
    },
  };
}

function userOf(state: RpmState, input: RpmInput): RpmUser {
  return state.userNamed(textOf(requireKey(input, 'Username')) ?? '') ?? refuse('Username not found');
}

/** No contact id here: that takes a `User` call per user name (rpm.md §3.1). */
function toRow(state: RpmState, user: RpmUser): object {
  const contact = state.contacts.get(user.contactId ?? 0);
  const principal = state.customers.get(contact?.principalCustomerId ?? 0);
  const row = { Name: nameOfUser(state, user), UserID: user.userId, Username: user.username };
  const primary =
    !principal && state.assumptions.noPrincipal === 'absent'
      ? {}
      : { PrimaryCustomerID: principal?.customerId ?? 0, PrimaryCustomer: principal?.name ?? '' };
  return { ...row, ...primary, Enabled: user.enabled };
}

function toUser(state: RpmState, user: RpmUser): object {
  const zone = state.data.subscriber;
  const [firstName = '', ...rest] = user.name.split(' ');
  const contact = state.contacts.get(user.contactId ?? 0);
  return {
    Username: user.username,
    Contact: {
      // Staff and agents have contacts of their own, out of the series of customers' people.
      ContactID: contact?.contactId ?? user.userId + 5_000_000,
      Email: emailOfUser(state, user),
      FirstName: contact?.firstName ?? firstName,
      LastName: contact?.lastName ?? rest.join(' '),
    },
    Enabled: user.enabled,
    Locked: user.locked ?? false,
    Added: toUsDateTime(user.added, zone),
    Modified: toUsDateTime(user.modified, zone),
    LastSignIn: user.lastSignIn ? toUsDateTime(user.lastSignIn, zone) : '',
    Role: user.role,
    RoleID: user.kind === 'customer' ? 0 : 1,
    ...(user.kind === 'staff' && { StaffID: user.userId }),
    Fields: [],
  };
}
