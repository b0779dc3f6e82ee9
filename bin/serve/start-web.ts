import { csrfToken } from '../../core/http/own-origin.js';
import { portalRoutes } from '../../core/http/portal.js';
import { personOf } from '../../core/http/sessions.js';
import { styledViews } from '../../core/http/styled-views.js';
import { createApp } from '../../core/http/server.js';
import { listen, type WebServer } from '../../core/http/listen.js';
import type { HubConfig } from '../../core/contract/generated/config.js';
import type { OpenHub } from '../open-hub.js';

/** Serves a hub's pages and hooks. */
export function startWeb(hub: OpenHub): Promise<WebServer> {
  const { trustProxy, branding, landing, links } = hub.config.hub;
  const look = { ...(branding && { branding }), ...(links && { links }) };
  const portal = portalRoutes({
    ...look,
    ...(landing && { landing }),
    database: hub.database,
    clock: hub.clock,
    log: hub.log,
    connections: hub.connections,
    personOf,
    csrfOf: csrfToken,
  });
  const views = styledViews(look);
  const app = createApp({ ...hub, portal, views, ...(trustProxy !== undefined && { trustProxy }) });
  return listen(app, { port: hub.config.port, host: hostFor(hub.config.hub) });
}

/** Without TLS on this machine alone (S23); behind an https address, wherever its proxy is. */
export const hostFor = ({ baseUrl }: HubConfig): string | undefined =>
  baseUrl?.startsWith('https://') ? undefined : '127.0.0.1';
