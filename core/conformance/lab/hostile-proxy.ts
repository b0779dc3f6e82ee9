import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { PlainAnswer } from '../start.js';

/** A call as it came from the plugin. */
export interface ProxiedCall {
  at: number;
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** What becomes of a call that a trick is played on. */
export type Play =
  /** An answer in the place of the vendor's; the vendor hears nothing. */
  | { answer: PlainAnswer | ((call: ProxiedCall) => PlainAnswer) }
  /** The connection is reset, or never answered; the vendor hears nothing. */
  | { instead: 'reset' | 'silence' }
  /** The vendor does its work, and its answer is lost or ends in the middle. */
  | { after: 'lost' | 'cut' }
  /** The vendor does its work, and its answer is changed. */
  | { alter(text: string): string };

export interface Trick {
  play: Play;
  /** Which calls; every one, if left out. */
  when?(call: ProxiedCall): boolean;
  /** How many of them are let through first, and how many it is played on then (all, if left out). */
  skip?: number;
  times?: number;
}

/** A vendor's door that somebody else stands in. */
export interface HostileProxy {
  url: string;
  /** What came since it was last calm. */
  calls: ProxiedCall[];
  /** The most calls that were under way at once since then. */
  peak: number;
  /** Milliseconds by which every call is held up. */
  delay: number;
  play(trick: Trick): void;
  /** Ends all tricks and forgets the calls. */
  calm(): void;
  close(): Promise<void>;
}

/** Starts a proxy on a loopback port that passes every call on to the vendor, until a trick is played. */
export async function startHostileProxy(vendorUrl: string): Promise<HostileProxy> {
  const vendor = new URL(vendorUrl);
  const agent = new Agent({ keepAlive: true, timeout: 4000 });
  const sockets = new Set<Socket>();
  let tricks: Trick[] = [];
  let underWay = 0;

  const server = createServer({ maxHeaderSize: 262_144 }, (incoming, response) => {
    underWay += 1;
    proxy.peak = Math.max(proxy.peak, underWay);
    response.once('close', () => (underWay -= 1));
    answerCall(incoming, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' });
      response.end(`the proxy of the suite: ${String(error)}`);
    });
  });
  // Longer than any caller keeps one: a socket that closes just as it is used again looks like a trick.
  server.keepAliveTimeout = 120_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  async function answerCall(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    const { method = 'GET', url: path = '/', headers } = incoming;
    const call = { at: Date.now(), method, path, headers, body: body.toString('utf8') };
    proxy.calls.push(call);
    if (proxy.delay) await sleep(proxy.delay);
    const play = takePlay(call);
    if (play && 'instead' in play) {
      if (play.instead === 'reset') incoming.socket.resetAndDestroy();
      return;
    }
    if (play && 'answer' in play) {
      const answer = typeof play.answer === 'function' ? play.answer(call) : play.answer;
      const sent = Buffer.from(answer.body ?? '');
      response.writeHead(answer.status ?? 200, { ...answer.headers, 'content-length': sent.length });
      response.end(sent);
      return;
    }
    const answer = await passOn({ vendor, agent, call, body });
    if (play && 'after' in play && play.after === 'lost') return void incoming.socket.resetAndDestroy();
    let bytes = replaceAddress(answer.bytes, vendor.origin, proxy.url);
    if (play && 'after' in play) bytes = bytes.subarray(0, Math.floor(bytes.length / 2));
    if (play && 'alter' in play) bytes = Buffer.from(play.alter(bytes.toString('utf8')));
    response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
    response.end(bytes);
  }

  function takePlay(call: ProxiedCall): Play | undefined {
    const trick = tricks.find(({ times = 1, when }) => times > 0 && (when?.(call) ?? true));
    if (!trick) return undefined;
    if (trick.skip) {
      trick.skip -= 1;
      return undefined;
    }
    if (trick.times !== undefined) trick.times -= 1;
    return trick.play;
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const proxy: HostileProxy = {
    url: `http://127.0.0.1:${port}`,
    calls: [],
    peak: 0,
    delay: 0,
    play: (trick) => void tricks.push({ ...trick }),
    calm() {
      tricks = [];
      proxy.calls = [];
      proxy.peak = underWay;
      proxy.delay = 0;
    },
    async close() {
      agent.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
    },
  };
  return proxy;
}

interface PassedOn {
  vendor: URL;
  agent: Agent;
  call: ProxiedCall;
  body: Buffer;
}

/** Addresses that the vendor gives of itself lead to the proxy; byte by byte, since it may be a file. */
const replaceAddress = (bytes: Buffer, from: string, to: string): Buffer =>
  bytes.includes(from) ? Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1') : bytes;

/** One exchange with the vendor, not packed. The host stays the proxy's, of which a vendor may make addresses. */
function passOn({ vendor, agent, call: { method, path, headers }, body }: PassedOn): Promise<{
  status: number;
  headers: Record<string, string | string[]>;
  bytes: Buffer;
}> {
  const { connection: _connection, 'accept-encoding': _encoding, ...passed } = headers;
  return new Promise((resolve, reject) => {
    const { hostname: host, port } = vendor;
    const outgoing = request({ agent, host, port, method, path, headers: passed }, (answer) => {
      const kept = Object.entries(answer.headers).flatMap(([name, value]) =>
        value === undefined || perHop.has(name) ? [] : [[name, value] as const],
      );
      readAll(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 502, headers: Object.fromEntries(kept), bytes }),
        reject,
      );
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** What belongs to one connection and not to the answer. */
const perHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
