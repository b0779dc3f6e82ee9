import { createHash, randomBytes } from 'node:crypto';
import type { VtigerUser } from './vtiger-data.js';
import { VtigerError } from './vtiger-error.js';
import type { Session, VtigerState } from './vtiger-state.js';

const TOKEN_LIFE = 2 * 60 * 60;
const SESSION_LIFE = 24 * 60 * 60;

/** Hands out a login token. coreBOS gives the same one for two hours; vtiger's new one kills the old (V-3). */
export function getChallenge(state: VtigerState, username: string): unknown {
  const known = findUser(state, username) ?? isPortalContact(state, username);
  if (!known) throw new VtigerError('AUTHENTICATION_REQUIRED', `Given user cannot be found: ${username}`);
  const serverTime = state.seconds();
  const held = state.challenges.get(username);
  if (held && held.expires > serverTime && state.flavour === 'corebos') {
    // The stored time comes back as text, a fresh one as a number (c001, c163).
    return { token: held.token, serverTime, expireTime: String(held.expires) };
  }
  const challenge = { token: randomBytes(7).toString('hex').slice(0, 13), expires: serverTime + TOKEN_LIFE };
  state.challenges.set(username, challenge);
  return { token: challenge.token, serverTime, expireTime: challenge.expires };
}

/** Opens a session for md5(token + access key); the order of refusals is the recorded one (c002 to c008, c904, c906). */
export function login(state: VtigerState, username: string, accessKey: string): unknown {
  const user = findUser(state, username);
  if (!user) throw new VtigerError('AUTHENTICATION_REQUIRED', 'Given user cannot be found');
  const challenge = liveChallenge(state, username);
  if (accessKey !== md5(challenge.token + user.accessKey)) {
    throw new VtigerError('INVALID_USER_CREDENTIALS', 'Invalid username or password');
  }
  if (!user.active) throw new VtigerError('AUTHENTICATION_REQUIRED', 'Given user is inactive');
  return {
    sessionName: startSession(state, user),
    userId: userId(state, user),
    version: '0.22',
    vtigerVersion: state.flavour === 'corebos' ? '5.5.0' : '8.0.0',
  };
}

/** The session a call runs in, or the error its missing, unknown or ended session gets. */
export function openSession(state: VtigerState, name: string | undefined): Session {
  const session = state.sessions.get(name ?? '');
  if (!session) throw new VtigerError('AUTHENTICATION_REQUIRED', 'Authentication required');
  const ended =
    session.ended ?? (session.startedAt + SESSION_LIFE < state.seconds() ? 'SESSION_EXPIRED' : undefined);
  if (ended) throw new VtigerError(ended, endings[ended] ?? 'Authentication required');
  if (!session.user.active) throw new VtigerError('AUTHENTICATION_REQUIRED', 'Given user is inactive');
  return session;
}

const endings: Record<string, string> = {
  SESSION_EXPIRED: 'Session Life has expired',
  INVALID_SESSIONID: 'Session Identifier provided is Invalid',
};

/** Ends a session; the word is spelt as the server spells it (c180). */
export function logout(state: VtigerState, name: string): unknown {
  state.sessions.delete(name);
  return { message: 'successfull' };
}

/** Gives a session another life's length. */
export function extendSession(state: VtigerState, name: string, { user }: Session): unknown {
  state.sessions.set(name, { user, startedAt: state.seconds() });
  return { sessionName: name, userId: userId(state, user), version: '0.22' };
}

/** The user of a name. */
export function findUser(state: VtigerState, name: string): VtigerUser | undefined {
  return state.users.find((user) => user.name === name);
}

/** A user's id with the prefix of the Users module. */
export function userId(state: VtigerState, user: VtigerUser): string {
  return state.tables.get('Users')?.webId(user.id) ?? `19x${user.id}`;
}

function startSession(state: VtigerState, user: VtigerUser): string {
  const name = BigInt(`0x${randomBytes(17).toString('hex')}`)
    .toString(36)
    .slice(0, 26);
  state.sessions.set(name, { user, startedAt: state.seconds() });
  return name;
}

function liveChallenge(state: VtigerState, username: string): { token: string } {
  const challenge = state.challenges.get(username);
  if (challenge && challenge.expires > state.seconds()) return challenge;
  throw new VtigerError('INVALID_AUTH_TOKEN', 'Specified token is invalid or expired');
}

function isPortalContact(state: VtigerState, username: string): true | undefined {
  const contacts = state.tables.get('Contacts');
  const ids = username ? (contacts?.lookup('email', username) ?? []) : [];
  return ids.some((id) => contacts?.row(id)?.['portal'] === '1') || undefined;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
