import type { Request } from 'express';

import type { Identity } from '../identity/identity.js';
import { isBusy } from '../identity/passwords.js';
import { signIn } from '../identity/sign-in.js';
import { openSession } from './sessions.js';

/** How a sign-in is answered, for the page and the API alike. */
export type SignInAnswer =
  | { status: 200; next: string }
  | { status: 401 | 429 | 503; sentence: string; retryAfter?: number };

/** Tries what a form or JSON body says; one answer for all who may not (S15). */
export async function trySignIn(identity: Identity, request: Request): Promise<SignInAnswer> {
  try {
    const outcome = await signIn(identity, {
      login: textOf(request, 'login'),
      password: textOf(request, 'password'),
      address: request.ip ?? '',
    });
    switch (outcome.outcome) {
      case 'in':
        await openSession(request, outcome.person);
        return { status: 200, next: '/' };
      case 'choose':
        return { status: 200, next: `/accept/${outcome.token}` };
      case 'wait':
        return {
          status: 429,
          sentence: 'There were too many tries. Wait a little, then try again.',
          retryAfter: outcome.seconds,
        };
      case 'refused':
        return { status: 401, sentence: 'The user name or the password is not right.' };
    }
  } catch (error) {
    if (!isBusy(error)) throw error;
    return { status: 503, sentence: 'Many people are signing in just now. Try again soon.', retryAfter: 5 };
  }
}

/** A member of the body; what is no text is empty, and fails as any wrong one does. */
export function textOf({ body }: { body?: unknown }, name: string): string {
  const value: unknown =
    typeof body === 'object' && body !== null && Object.hasOwn(body, name)
      ? Reflect.get(body, name)
      : undefined;
  return typeof value === 'string' ? value : '';
}
