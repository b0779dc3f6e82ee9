import { randomBytes } from 'node:crypto';

import type { Request, RequestHandler, Response } from 'express';
import session from 'express-session';

import type { Identity } from '../identity/identity.js';
import { SessionStore } from '../identity/session-store.js';
import type { SignedIn } from '../identity/sign-in.js';
import type { Log } from '../log.js';
import type { Passport } from './create-passport.js';

export interface SessionsDeps {
  identity: Identity;
  passport: Passport;
  log: Log;
}

/** The id of the person who is signed in, asked of the database at this request. */
export const personOf = (request: Request): string | undefined => (request.user as SignedIn | undefined)?.id;

/** Makes `personOf` answer, and what the signed-in see stays out of every cache (S28). */
export function sessions({ identity, passport, log }: SessionsDeps): RequestHandler[] {
  const { name, secure } = cookieOf(identity);
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

/** The customer that this session is narrowed to. */
export const customerOf = ({ session }: Request): string | undefined => session.customer;

/**
 * Narrows the session to a customer, or to none any more, under a new id (S22). It is no new sign-in: its
 * twelve hours go on (S23).
 */
export function narrowSession(request: Request, customer: string | undefined): Promise<void> {
  const { session, user } = request;
  if (customer === undefined) delete session.customer;
  else session.customer = customer;
  return new Promise((resolve, reject) => {
    if (!user) return reject(new Error('nobody is signed in'));
    const options = { session: true, keepSessionInfo: true };
    request.logIn(user, options, (error: unknown) => (error ? reject(error) : resolve()));
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
