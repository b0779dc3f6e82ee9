import { callbackify } from 'node:util';

import passportModule from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';

import type { Identity } from '../identity/identity.js';
import { isStillIn, signIn, type SignedIn } from '../identity/sign-in.js';

export type Passport = InstanceType<typeof passportModule.Passport>;

/**
 * Who comes in by name and password, and who is in. One of them an app: the package's own default is shared
 * by the whole process. Why somebody does not come in is told as the strategy's info, a SignInOutcome.
 */
export function createPassport(identity: Identity): Passport {
  const passport = new passportModule.Passport();
  const verify = callbackify((login: string, password: string, address: string) =>
    signIn(identity, { login, password, address }),
  );
  passport.use(
    new LocalStrategy(
      { usernameField: 'login', passwordField: 'password', passReqToCallback: true },
      (request, login, password, done) =>
        verify(login, password, request.ip ?? '', (error, outcome) => {
          if (error) done(error);
          else if (outcome.outcome === 'in') done(null, outcome.person);
          else done(null, false, { message: outcome.outcome, ...outcome });
        }),
    ),
  );
  const readUser = callbackify(async (user: SignedIn) => ((await isStillIn(identity, user)) ? user : false));
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user: SignedIn, done) => readUser(user, done));
  return passport;
}
