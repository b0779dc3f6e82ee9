import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** One request as it came in, and the status it got. `operation` is the vendor's own word for the call. */
export interface LoggedRequest {
  at: Date;
  method: string;
  path: string;
  operation: string;
  headers: IncomingMessage['headers'];
  body: string;
  status: number;
}

/** What a vendor's server answers: a JSON value, or text (or bytes) with its own content type. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  body?: string | Buffer;
}

/** A call that has been read whole. */
export interface Call {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
  /** The body as it came, for uploads. */
  bytes: Buffer;
}

/**
 * A misbehaviour to play on coming calls of `operation` (any, if left out), `times` times (default 1) after
 * letting `skip` of them pass. With `status`, `body` or `json` it takes the place of the vendor's answer and
 * the vendor does nothing; the others let the vendor do its work and spoil the answer on its way.
 */
export interface Fault {
  operation?: string;
  times?: number;
  skip?: number;
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  json?: unknown;
  /** Cut the answer's body after so many bytes and close the connection in order. */
  truncate?: number;
  /** Do the work, then close the socket without an answer: an unknown outcome. */
  drop?: boolean;
  /** Milliseconds to wait before the answer. */
  delay?: number;
  /** Change the vendor's JSON answer, or hold it back until a promise is kept (only from the same process). */
  alter?: (json: unknown) => unknown;
}

/** A vendor written for tests. `serve` does the vendor's work; `control` takes what only its staff can do. */
export interface Vendor {
  /** The vendor's own name for the call, as it shall stand in the log: `CustomerUsers`, `query Contacts`. */
  operation(call: Call): string;
  serve(call: Call): Answer | Promise<Answer>;
  /** Staff-only changes by name: POST /_control/<name> with a JSON object. */
  control: Record<string, (input: Record<string, unknown>) => unknown>;
  /** The whole state, as JSON: GET /_control/state. */
  dump(): unknown;
}

/** A running vendor server on a loopback port. */
export interface Simulator {
  url: string;
  port: number;
  log: LoggedRequest[];
  fail(fault: Fault): void;
  /** Forget the faults that were not played yet. */
  recover(): void;
  /** How many calls of each operation came since the log was last emptied. */
  calls(): Record<string, number>;
  close(): Promise<void>;
}

/**
 * Starts a vendor server on 127.0.0.1 (`port` 0 or absent: any free one). Its control path, outside the
 * vendor's API: GET /_control/state, GET and DELETE /_control/log, POST /_control/faults (a Fault),
 * DELETE /_control/faults, POST /_control/<name> for each of the vendor's controls.
 */
export async function startSimulator(
  vendor: Vendor,
  { port = 0 }: { port?: number } = {},
): Promise<Simulator> {
  const log: LoggedRequest[] = [];
  const faults: Fault[] = [];
  const sockets = new Set<Socket>();

  // As much as a vendor's own server reads before it answers 414 itself; Node alone would say 431.
  const server = createServer({ maxHeaderSize: 262_144 }, (request, response) => {
    void answerRequest(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`simulator: ${String(error)}`);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  async function answerRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request);
    if (call.url.pathname.startsWith('/_control/')) return send(request, response, await control(call));
    const operation = vendor.operation(call);
    const fault = takeFault(operation);
    const replaced =
      fault && (fault.status !== undefined || fault.body !== undefined || fault.json !== undefined);
    const answer: Answer = replaced ? { ...fault } : await vendor.serve(call);
    if (fault?.alter) answer.json = await fault.alter(structuredClone(answer.json));
    if (fault?.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay));
    log.push({
      at: new Date(),
      method: call.method,
      path: call.url.pathname + call.url.search,
      operation,
      headers: call.headers,
      body: call.body,
      status: fault?.drop ? 0 : (answer.status ?? 200),
    });
    if (fault?.drop) return void request.socket.destroy();
    send(request, response, answer, fault?.truncate);
  }

  function takeFault(operation: string): Fault | undefined {
    const index = faults.findIndex((each) => each.operation === undefined || each.operation === operation);
    const fault = faults[index];
    if (!fault) return undefined;
    if (fault.skip) {
      fault.skip -= 1;
      return undefined;
    }
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) faults.splice(index, 1);
    return fault;
  }

  async function control({ method, url, body }: Call): Promise<Answer> {
    const name = url.pathname.slice('/_control/'.length);
    if (name === 'state') return { json: vendor.dump() };
    if (name === 'log') {
      if (method === 'DELETE') log.length = 0;
      return { json: log };
    }
    if (name === 'faults') {
      if (method === 'DELETE') faults.length = 0;
      else faults.push(JSON.parse(body) as Fault);
      return { json: faults };
    }
    const change = vendor.control[name];
    if (!change) return { status: 404, json: { error: `no control named ${name}` } };
    try {
      return { json: (await change(body ? (JSON.parse(body) as Record<string, unknown>) : {})) ?? {} };
    } catch (error) {
      return { status: 400, json: { error: String(error) } };
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    log,
    fail: (fault) => void faults.push({ ...fault }),
    recover: () => void (faults.length = 0),
    calls: () => {
      const counts: Record<string, number> = {};
      for (const { operation } of log) counts[operation] = (counts[operation] ?? 0) + 1;
      return counts;
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', 'http://127.0.0.1'),
    headers: request.headers,
    body: bytes.toString('utf8'),
    bytes,
  };
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer, truncate?: number): void {
  const isJson = answer.body === undefined;
  let body = Buffer.from(isJson ? JSON.stringify(answer.json ?? null) : (answer.body ?? ''));
  if (truncate !== undefined) body = body.subarray(0, truncate);
  const headers: Record<string, string> = {
    'content-type': isJson ? 'application/json' : 'text/html; charset=utf-8',
    ...answer.headers,
  };
  if (body.length > 50_000 && /gzip/.test(String(request.headers['accept-encoding']))) {
    body = gzipSync(body, { level: 1 });
    headers['content-encoding'] = 'gzip';
  }
  response.writeHead(answer.status ?? 200, { ...headers, 'content-length': String(body.length) }).end(body);
}
