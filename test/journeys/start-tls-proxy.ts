import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { Certificate } from './make-certificate.js';

export interface TlsProxy {
  port: number;
  /** Where it hands requests on to, on this machine. */
  leadTo(port: number): void;
  close(): Promise<void>;
}

/** What a deployment has in front of Portico: TLS ends here, and the client's address goes along (S19). */
export async function startTlsProxy(
  { key, cert }: Certificate,
  { client }: { client: string },
): Promise<TlsProxy> {
  let target = 0;
  const server = createServer({ key, cert }, (asked, answer) => {
    const { method, url: path } = asked;
    const headers = { ...asked.headers, 'x-forwarded-for': client, 'x-forwarded-proto': 'https' };
    const passed = request({ host: '127.0.0.1', port: target, method, path, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.rawHeaders);
      got.pipe(answer);
    });
    passed.on('error', () => answer.writeHead(502).end());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => void (target = port),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
