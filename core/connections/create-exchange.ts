import type { Clock } from '../clock.js';
import { Fault, milliseconds, type Transport, type VendorRequest } from '../contract/contract.js';
import { byPlugin, dressFault } from './call-fault.js';
import { judgeAnswer, retryAfter } from './judge-answer.js';
import type { OutboundGuard } from './outbound-guard.js';
import type { AccountBudget } from './rate-budget.js';
import { readAnswer } from './read-answer.js';
import type { Redactor } from './redact.js';
import { sendRequest } from './send-request.js';
import { encodeBody, readBase, resolveUrl } from './wire-request.js';

/** One call, made once; `operation` is what it is called in faults. */
export type Exchange = (request: VendorRequest, operation: string) => Promise<unknown>;

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

  return async (request, operation) => {
    let status: number | undefined;
    let mayHaveActed = false;
    try {
      const { method } = request;
      const base = readBase(byPlugin(() => transport.base(settings)));
      const url = resolveUrl(base, request.path, request.query);
      const body = encodeBody(transport.send ?? 'json', request.body);
      const headers = { ...(body && { 'content-type': body.type }), ...request.headers };
      const fresh = mode === 'write' && method !== 'GET';

      const leave = await budget.enter(signal);
      try {
        await budget.take(signal);
        mayHaveActed = true;
        const sent = { method, url, headers, data: body?.data, fresh, timeoutMs, maxBytes };
        const wire = await sendRequest(sent, { outbound, signal });
        status = wire.status;
        const { answer, flaw } = readAnswer(wire);
        const fault =
          byPlugin(() => transport.fault?.(answer, settings)) ??
          judgeAnswer({ method, url, answer, flaw }, redact.text);
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
