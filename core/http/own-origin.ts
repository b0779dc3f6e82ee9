import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Request, RequestHandler } from 'express';

import type { PortalViews } from './portal-views.js';
import { tellFailure } from './tell-failure.js';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets nothing be changed from another site's page (S26): the browser says that the request came from a page
 * of ours, by Sec-Fetch-Site or Origin, or the form carries its session's token.
 */
export function ownOriginOnly({ baseUrl, views }: { baseUrl: string; views?: PortalViews }): RequestHandler {
  return (request, response, next) => {
    if (safe.has(request.method) || isOwn(request, new URL(baseUrl))) return next();
    const problem = { status: 403, title: 'This request did not come from a page of this site.' };
    tellFailure(views, { request, response, problem });
  };
}

/** What a form of a signed-in page carries as `_csrf`; worth nothing without that session's cookie. */
export const csrfToken = ({ sessionID }: Request): string =>
  createHmac('sha256', sessionID).update('csrf').digest('base64url');

function isOwn(request: Request, base: URL): boolean {
  const own = ownOrigin(request, base);
  if (own === undefined) return false;
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.get('origin');
  return origin === undefined || origin === 'null' ? carriesToken(request) : origin === own;
}

/**
 * Under https the one of the config. Without TLS people reach this machine by any of its own names, and only
 * by those: another site's name that leads here is not ours.
 */
function ownOrigin(request: Request, base: URL): string | undefined {
  if (base.protocol === 'https:') return base.origin;
  const host = request.get('host') ?? '';
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/.test(host) ? `http://${host}` : undefined;
}

function carriesToken(request: Request): boolean {
  const { body } = request as { body?: unknown };
  const given: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, '_csrf') : undefined;
  if (typeof given !== 'string' || !request.user) return false;
  const wanted = Buffer.from(csrfToken(request));
  const found = Buffer.from(given);
  return found.length === wanted.length && timingSafeEqual(found, wanted);
}
