import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import { PorticoError } from '../contract/portico-error.js';

export interface WebServer {
  port: number;
  /** Answers what is under way, for at most a few seconds, and takes nothing more. */
  close(): Promise<void>;
}

const patienceMs = 5000;

/**
 * Serves on a port; 0 is any free one. Without `host` on all addresses.
 * @throws PorticoError PORT_IN_USE, PORT_REFUSED
 */
export async function listen(
  app: RequestListener,
  { port, host }: { port: number; host?: string | undefined },
): Promise<WebServer> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ port, host }, resolve);
  }).catch((error: unknown) => {
    throw explain(error, port);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), patienceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function explain(cause: unknown, port: number): unknown {
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  if (code === 'EADDRINUSE')
    return new PorticoError(
      'PORT_IN_USE',
      `Port ${port} is taken by another program. End it, or give Portico another port by PORT or "port" in the config.`,
      { cause, details: { port } },
    );
  if (code === 'EACCES')
    return new PorticoError(
      'PORT_REFUSED',
      `The system does not let this user serve on port ${port}. Take one above 1023, by PORT or "port" in the config.`,
      { cause, details: { port } },
    );
  return cause;
}
