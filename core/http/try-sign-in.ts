import type { Request, Response } from 'express';
import type { AuthenticateCallback } from 'passport';

import type { Identity } from '../identity/identity.js';
import { isBusy } from '../identity/passwords.js';
import { signIn, type SignedIn, type SignInOutcome } from '../identity/sign-in.js';
import type { Passport } from './create-passport.js';
import { en } from './messages/en.js';
import { nextTarget } from './next-target.js';
import { textOf } from './read-body.js';
import { openSession } from './sessions.js';

export interface TrySignInDeps {
  identity: Identity;
  passport: Passport;
}

/** How a sign-in is answered, for the page and the API alike. */
export type SignInAnswer =
  | { status: 200; next: string }
  | { status: 400 | 401 | 429 | 503; sentence: string; retryAfter?: number };

/** Tries what a form or JSON body says; one answer for all who may not (S15). */
export async function trySignIn(
  deps: TrySignInDeps,
  request: Request,
  response: Response,
): Promise<SignInAnswer> {
  // The strategy would take them from there too, and addresses are kept in histories and logs.
  if (fields.some((name) => name in request.query))
    return {
      status: 400,
      sentence: en.notInAddress,
    };
  const next = nextTarget(textOf(request, 'next') || undefined);
  try {
    const outcome = await authenticate(deps, request, response);
    switch (outcome.outcome) {
      case 'in':
        await openSession(request, outcome.person);
        return { status: 200, next };
      case 'choose':
        return { status: 200, next: `/accept/${outcome.token}` };
      case 'wait':
        return {
          status: 429,
          sentence: en.tooManyTries,
          retryAfter: outcome.seconds,
        };
      case 'refused':
        return { status: 401, sentence: en.notRight };
    }
  } catch (error) {
    if (!isBusy(error)) throw error;
    return { status: 503, sentence: en.busy, retryAfter: 5 };
  }
}

const fields = ['login', 'password'] as const;

/** What the strategy says of the request's body. */
async function authenticate(
  { identity, passport }: TrySignInDeps,
  request: Request,
  response: Response,
): Promise<SignInOutcome> {
  const body = { login: textOf(request, 'login'), password: textOf(request, 'password') };
  // It does not look at an empty field: such a try is counted and costs a hash all the same (S15, S16).
  if (fields.some((name) => body[name] === ''))
    return signIn(identity, { ...body, address: request.ip ?? '' });
  request.body = body;
  return new Promise((resolve, reject) => {
    const told: AuthenticateCallback = (error, user, info) => {
      if (error) reject(error);
      else resolve(user ? { outcome: 'in', person: user as SignedIn } : (info as SignInOutcome));
    };
    void passport.authenticate('local', told)(request, response, reject);
  });
}
