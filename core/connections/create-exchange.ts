import type { Clock } from '../clock.js';
import {
  Fault,
  milliseconds,
  type Download,
  type Transport,
  type VendorRequest,
} from '../contract/contract.js';
import { byPlugin, dressFault } from './call-fault.js';
import { judgeAnswer, retryAfter } from './judge-answer.js';
import type { OutboundGuard } from './outbound-guard.js';
import type { AccountBudget } from './rate-budget.js';
import { readAnswer } from './read-answer.js';
import type { Redactor } from './redact.js';
import { sendRequest, type WireAnswer } from './send-request.js';
import { encodeBody, readBase, resolveUrl } from './wire-request.js';

/** One call, made once; `operation` is what it is called in faults. `bytes`: the answer is a file, not data. */
export type Exchange = (
  request: VendorRequest,
  operation: string,
  how?: { bytes: boolean },
) => Promise<unknown>;

/**
 * Makes a call within the account's budget and judges the answer by the transport. Everything thrown about
 * the vendor is a dressed Fault; in mode `write` it says `details.unknownOutcome` where the vendor may have
 * acted.
 */
export function createExchange<S>({
  transport,
  connectionId,
  settings,
  budget,
  outbound,
  redact,
  clock,
  signal,
  mode,
  maxBytes,
}: {
  transport: Transport<S>;
  connectionId: string;
  settings: S;
  budget: AccountBudget;
  outbound: OutboundGuard;
  redact: Redactor;
  clock: Clock;
  signal: AbortSignal;
  mode: 'read' | 'write';
  maxBytes: number;
}): Exchange {
  const timeoutMs = milliseconds(transport.timeout ?? '60s');

  const { send = 'json', receive: format = 'json' } = transport;

  return async (request, operation, { bytes } = { bytes: false }) => {
    let status: number | undefined;
    let mayHaveActed = false;
    try {
      const { method } = request;
      const base = readBase(byPlugin(() => transport.base(settings)));
      const url = resolveUrl(base, request.path, { query: request.query, isLink: bytes });
      const body = await encodeBody(send, request.body);
      const headers = headersOf(ownHeaders(request), { ...request, type: body?.type });
      const fresh = mode === 'write' && method !== 'GET';

      const leave = await budget.enter(signal);
      try {
        await budget.take(signal);
        mayHaveActed = true;
        const sent = { method, url, headers, data: body?.data, fresh, timeoutMs, maxBytes };
        const wire = await sendRequest(sent, { outbound, signal });
        status = wire.status;
        if (bytes && wire.status === 200 && !isData(wire, format)) return download(wire);
        const { answer, flaw } = readAnswer(wire, format);
        const fault =
          byPlugin(() => transport.fault?.(answer, settings)) ??
          judgeAnswer({ method, url, answer, flaw: bytes ? undefined : flaw, format }, redact.text);
        if (!fault && bytes) return download(wire);
        if (!fault) return answer.body === undefined ? undefined : unwrap(answer.body);
        // Every kind but this one is the vendor's clear word that nothing was done.
        if (fault.kind !== 'transient') mayHaveActed = false;
        throw await heed(fault, retryAfter(answer.headers, clock.now()));
      } finally {
        leave();
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const { neverSent, unknownOutcome } = error.details;
      const isUnknown = mode === 'write' && mayHaveActed && neverSent !== true && unknownOutcome !== false;
      const facts = { connection: connectionId, operation, status, unknownOutcome: isUnknown };
      throw dressFault(error, facts, redact);
    }
  };

  function ownHeaders(request: VendorRequest): Readonly<Record<string, string>> | undefined {
    const { headers: own } = transport;
    return typeof own === 'function' ? byPlugin(() => own(request)) : own;
  }

  function unwrap(body: unknown): unknown {
    return byPlugin(() => (transport.unwrap ? transport.unwrap(body) : body));
  }

  /** A vendor that names a moment closes the account until then, for every process. */
  async function heed(fault: Fault, said: Date | undefined): Promise<Fault> {
    const retryAt = fault.retryAt ?? said;
    if (!retryAt || (fault.kind !== 'rateLimited' && fault.kind !== 'transient')) return fault;
    await budget.correct(retryAt);
    if (fault.retryAt) return fault;
    const { kind, message, cause, details } = fault;
    return new Fault(kind, message, { retryAt, cause, details });
  }
}

const download = ({ bytes, headers }: WireAnswer): Download => ({
  content: bytes,
  ...(headers['content-type'] !== undefined && { contentType: headers['content-type'] }),
});

/** Might it be the vendor's word about a failure instead of the file? */
const isData = ({ headers }: WireAnswer, format: string): boolean =>
  (headers['content-type'] ?? format).includes(format);

/** The transport's own headers, the body's type, and what the sign-in puts in, in that order. */
function headersOf(
  own: Readonly<Record<string, string>> = {},
  { headers, body, type }: { headers: VendorRequest['headers']; body?: unknown; type: string | undefined },
): Record<string, string> {
  const { 'content-type': ownType, ...others } = own;
  const isMultipart = body instanceof FormData;
  return {
    ...others,
    ...(type !== undefined && { 'content-type': isMultipart ? type : (ownType ?? type) }),
    ...headers,
  };
}
