import axios, { type AxiosResponse } from 'axios';

import { Fault } from '../contract/contract.js';
import type { OutboundGuard } from './outbound-guard.js';
import { cancelled } from './wait.js';

/** A call ready for the wire. */
export interface WireRequest {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  data?: string | Buffer | undefined;
  /** On a socket of its own, not on a kept one that the vendor may be closing. */
  fresh: boolean;
  timeoutMs: number;
  maxBytes: number;
}

/** An answer, unread and unjudged. */
export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
}

/**
 * One exchange with the vendor, within time and size (S41, S43): no redirect followed, no proxy of the
 * environment, the guard's sockets. Whatever fails is a Fault made from a code; an axios error never leaves,
 * since it carries the headers. `details.neverSent` says that the vendor cannot have seen the call.
 */
export async function sendRequest(
  request: WireRequest,
  { outbound, signal }: { outbound: OutboundGuard; signal: AbortSignal },
): Promise<WireAnswer> {
  const { method, url, timeoutMs, maxBytes } = request;
  outbound.check(url);
  checkHeaders(request.headers);
  // AbortSignal.any would hold on to the run's signal for each of its thousands of calls.
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  // Over the whole exchange: a timeout of the socket would begin anew with each byte of a slow answer.
  const timer = setTimeout(onAbort, timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal.aborted) throw cancelled();
    const answer: AxiosResponse<Buffer> = await axios.request<Buffer>({
      method,
      url: url.href,
      headers: { accept: 'application/json', 'user-agent': 'portico', ...request.headers },
      data: request.data,
      responseType: 'arraybuffer',
      transformRequest: (data: unknown) => data,
      transformResponse: (data: unknown) => data,
      validateStatus: () => true,
      proxy: false,
      maxRedirects: 0,
      maxContentLength: maxBytes,
      maxBodyLength: -1,
      signal: stop.signal,
      ...(request.fresh ? outbound.freshAgents : outbound.agents),
    });
    return { status: answer.status, headers: plainHeaders(answer.headers), bytes: Buffer.from(answer.data) };
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (stop.signal.aborted)
      throw new Fault('transient', `The vendor did not answer within ${timeoutMs / 1000} s.`);
    throw faultOf(error, request);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** axios would leave such characters out without a word, and the vendor refuse a key that looks right. */
function checkHeaders(headers: WireRequest['headers']): void {
  for (const [name, value] of Object.entries(headers))
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      throw new Fault(
        'config',
        `The header "${name}" has a character that cannot be sent. Enter its setting again.`,
        {
          details: { neverSent: true },
        },
      );
}

const unreachable = new Set(
  'ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH EADDRNOTAVAIL'.split(' '),
);

const badCertificate = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|CRL_)/;

function faultOf(error: unknown, { url, maxBytes }: WireRequest): Fault {
  const chain = causesOf(error);
  const known = chain.find((each) => each instanceof Fault);
  if (known) return known;
  const code = chain.map(codeOf).find((each) => each !== undefined && each !== 'ERR_BAD_RESPONSE') ?? 'ERR';
  const message = error instanceof Error ? error.message : String(error);
  const cause = new Error(`${code}: ${message}`);
  const neverSent = { cause, details: { code, neverSent: true } };

  if (/maxContentLength/.test(message))
    return new Fault(
      'contract',
      `The answer is larger than ${Math.ceil(maxBytes / 2 ** 20)} MB. Ask for less.`,
      {
        details: { maxBytes, unread: true },
      },
    );
  if (unreachable.has(code))
    return new Fault('transient', `${url.host} cannot be reached (${code}).`, neverSent);
  if (badCertificate.test(code))
    return new Fault('config', `The certificate of ${url.host} is not trusted (${code}).`, neverSent);
  return new Fault('transient', `The connection broke before the answer was complete (${code}).`, {
    cause,
    details: { code },
  });
}

function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let each = error; each instanceof Error && chain.length < 8; each = each.cause) {
    chain.push(each);
    if (each instanceof AggregateError) chain.push(...(each.errors as unknown[]));
  }
  return chain;
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

function plainHeaders(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name.toLowerCase(), [value].flat().join(', ')]],
    ),
  );
}
