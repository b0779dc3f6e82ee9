import { randomBytes } from 'node:crypto';

import type { MobiworkUser } from './mobiwork-data.js';
import { MobiworkError, TokenError } from './mobiwork-error.js';
import type { MobiworkState } from './mobiwork-state.js';
import type { XmlRecord } from './write-xml.js';
import type { XmlInput } from './xml-input.js';

/** `authenticate.html`: a token for the API's login (mobiwork.md §2). */
export function signIn(state: MobiworkState, input: XmlInput): XmlRecord {
  const { tenant } = state.data;
  if (!tenant.connectorOn) throw new MobiworkError('connectorOff');
  const isRight =
    input.text('apiLoginId') === tenant.apiLoginId && input.text('apiPassword') === tenant.apiPassword;
  if (!isRight) throw new MobiworkError('wrongLogin');
  if (state.assumptions.newTokenEndsOld) state.tokens.clear();
  const token = randomBytes(6).toString('hex').toUpperCase();
  state.tokens.set(token, state.now().getTime() + state.assumptions.tokenMinutes * 60_000);
  return { token };
}

/** Refuses a call whose token, in the query, is not one that is good now. */
export function checkToken(state: MobiworkState, query: URLSearchParams): void {
  if (!state.data.tenant.connectorOn) throw new MobiworkError('connectorOff');
  const end = state.tokens.get(query.get('token') ?? '');
  if (end === undefined || end <= state.now().getTime()) throw new TokenError(state.assumptions.tokenError);
}

/** Whom a call acts as: the staff user of `userId`, else an active global administrator (§2). */
export function actingUser({ data }: MobiworkState, query: URLSearchParams): MobiworkUser {
  const userId = query.get('userId');
  const user = data.users.find(
    ({ mobiworkUserId, active, globalAdmin }) =>
      active && (userId === null ? globalAdmin : String(mobiworkUserId) === userId),
  );
  if (!user) throw new MobiworkError('unknownUser', userId ?? 'no global administrator');
  return user;
}
