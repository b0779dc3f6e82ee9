import { assertPassword } from './password.js';
import type { RpmContact, RpmUser } from './rpm-data.js';
import type { RpmState } from './rpm-state.js';

const DAY = 86_400_000;
const LIST_OF = { staff: 'StaffList', agent: 'AgentUsers', customer: 'CustomerUsers' } as const;

/** Changes a user and tells the age of the list it stands in. */
export function changeUser(state: RpmState, user: RpmUser, change: Partial<RpmUser>): void {
  Object.assign(user, change, { modified: state.stamp(user.modified) });
  state.raiseAge(LIST_OF[user.kind]);
}

/** RPM-10, RPM-11: a sign-in for a contact, by mailed invitation or with a password that staff sets. */
export function createCustomerUser(
  state: RpmState,
  wanted: { contact: RpmContact; username?: string; password?: string; enabled?: boolean },
): RpmUser {
  const { contact, password } = wanted;
  if (userOfContact(state, contact.contactId))
    throw new Error(`contact ${contact.contactId} has a sign-in already`);
  if (password === undefined && !contact.email) throw new Error('an invitation needs an e-mail address');
  const username = wanted.username ?? freeUsername(state, contact);
  if (state.userNamed(username)) throw new Error(`user name ${username} is taken`);
  if (password !== undefined) assertPassword(password, username);
  const now = state.stamp();
  const user: RpmUser = {
    userId: state.newId('user'),
    kind: 'customer',
    username,
    name: '',
    contactId: contact.contactId,
    enabled: password !== undefined && (wanted.enabled ?? true),
    ...(password !== undefined && { password }),
    role: 'Customer user',
    added: now,
    modified: now,
  };
  state.data.users.push(user);
  state.indexUser(user);
  state.raiseAge('CustomerUsers');
  if (password === undefined) mailLink(state, user, 'invite');
  return user;
}

/** RPM-13: the link goes to the contact's address, and the sign-in is off until the reset is finished. */
export function resetPassword(state: RpmState, user: RpmUser): void {
  delete user.password;
  changeUser(state, user, { enabled: false });
  mailLink(state, user, 'reset');
}

/** The person follows a mailed link and chooses a password; RPM-14: a late one stays out. */
export function finishLink(state: RpmState, user: RpmUser, password: string): void {
  const { pending } = user;
  if (!pending) throw new Error(`no link was sent to ${user.username}`);
  const age = state.now().getTime() - Date.parse(pending.sent);
  if (age > state.assumptions.linkDays * DAY) throw new Error(`the link of ${user.username} has expired`);
  assertPassword(password, user.username);
  delete user.pending;
  changeUser(state, user, { password, enabled: true });
}

/** The sign-in that hangs on a contact; one in the trash does not count. */
export function userOfContact(state: RpmState, contactId: number): RpmUser | undefined {
  return state.usersOfContact.get(contactId)?.find((user) => !user.trashed);
}

/** The name a user goes by: a customer user's is its contact's. */
export function nameOfUser(state: RpmState, user: RpmUser): string {
  const contact = user.contactId === undefined ? undefined : state.contacts.get(user.contactId);
  return contact ? `${contact.firstName} ${contact.lastName}`.trim() : user.name;
}

/** Where a user's mail goes. */
export function emailOfUser(state: RpmState, user: RpmUser): string {
  const contact = user.contactId === undefined ? undefined : state.contacts.get(user.contactId);
  return contact?.email ?? user.email ?? '';
}

/** Whether someone may sign in with what was given: enabled, not locked, password set and right. */
export function passwordFits(user: RpmUser, password: string): boolean {
  return user.enabled && !user.locked && user.password !== undefined && user.password === password;
}

function mailLink(state: RpmState, user: RpmUser, kind: 'invite' | 'reset'): void {
  const sent = state.now().toISOString();
  user.pending = { kind, sent };
  state.data.mails.push({ at: sent, to: emailOfUser(state, user), userId: user.userId, kind });
}

function freeUsername(state: RpmState, { firstName, lastName, contactId }: RpmContact): string {
  const plain = `${firstName}.${lastName}`
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9.]/g, '');
  return plain === '.' || state.userNamed(plain) ? `${plain}.${contactId}` : plain;
}
