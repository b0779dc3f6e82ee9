import { randomBytes } from 'node:crypto';
import { callbackify } from 'node:util';

import type { Request, RequestHandler, Response } from 'express';
import session from 'express-session';
import passportModule from 'passport';

import type { Identity } from '../identity/identity.js';
import { SessionStore } from '../identity/session-store.js';
import { isStillIn, type SignedIn } from '../identity/sign-in.js';
import type { Log } from '../log.js';

export interface SessionsDeps {
  identity: Identity;
  log: Log;
}

/** The id of the person who is signed in, asked of the database at this request. */
export const personOf = (request: Request): string | undefined => (request.user as SignedIn | undefined)?.id;

/** Makes `personOf` answer, and what the signed-in see stays out of every cache (S28). */
export function sessions({ identity, log }: SessionsDeps): RequestHandler[] {
  const { name, secure } = cookieOf(identity);
  // One per app: the package's own default is shared by the whole process.
  const passport = new passportModule.Passport();
  passport.serializeUser((user, done) => done(null, user));
  const readUser = callbackify(async (user: SignedIn) => ((await isStillIn(identity, user)) ? user : false));
  passport.deserializeUser((user: SignedIn, done) => readUser(user, done));
  return [
    ...(secure ? [throughTls] : []),
    session({
      name,
      store: new SessionStore({ ...identity, log }),
      // 256 random bits, looked up by their hash (S21): the signature that the library insists on adds
      // nothing.
      genid: () => randomBytes(32).toString('base64url'),
      secret: 'portico',
      resave: false,
      saveUninitialized: false,
      cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
    }),
    passport.session() as RequestHandler,
    dropDead,
    (request, response, next) => {
      if (request.user) response.set('cache-control', 'no-store');
      next();
    },
  ];
}

/** A new session under a new id (S22); what the browser had before is worth nothing any more. */
export function openSession(request: Request, person: SignedIn): Promise<void> {
  return new Promise((resolve, reject) => {
    request.logIn(person, (error: unknown) => (error ? reject(error) : resolve()));
  });
}

/** Ends the session on the server, at once, and takes the cookie back (S24). */
export async function closeSession(request: Request, response: Response, identity: Identity): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
  });
  const { name, secure } = cookieOf(identity);
  response.clearCookie(name, { httpOnly: true, sameSite: 'lax', secure, path: '/' });
}

/** S23: with TLS a cookie that no other host and no plain http can set or read. */
function cookieOf({ baseUrl }: Identity): { name: string; secure: boolean } {
  const secure = baseUrl.startsWith('https:');
  return { name: secure ? '__Host-portico' : 'portico', secure };
}

/**
 * The config says that people come by https, whether or not the proxy that ends it says so of each request.
 */
const throughTls: RequestHandler = (request, _response, next) => {
  Object.defineProperty(request, 'secure', { value: true });
  next();
};

/** A session that is its person's no more is gone, not kept as an anonymous one. */
const dropDead: RequestHandler = (request, _response, next) => {
  if (request.user || !Reflect.has(request.session, 'passport')) return next();
  request.session.regenerate((error: unknown) => next(error));
};
