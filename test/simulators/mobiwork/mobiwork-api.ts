import type { Answer, Call, Vendor } from '../simulator.js';

import { billingCalls } from './billing.js';
import { customerCalls } from './customers.js';
import type { Handlers } from './mobiwork-call.js';
import { MobiworkError, TokenError } from './mobiwork-error.js';
import type { MobiworkState } from './mobiwork-state.js';
import { otherCalls } from './other-calls.js';
import { paymentCalls } from './payments.js';
import { productCalls } from './products.js';
import { actingUser, checkToken, signIn } from './sign-in.js';
import { workOrderCalls } from './work-orders.js';
import { writeXml, type XmlRecord } from './write-xml.js';
import { XmlInput } from './xml-input.js';

const calls: Handlers = {
  ...customerCalls,
  ...workOrderCalls,
  ...billingCalls,
  ...paymentCalls,
  ...productCalls,
  ...otherCalls,
};

/** `…/{clientId}/{version}/customer/{id}/edit.html`; lists, adds and the sign-in have no id. */
const PATH = /^\/api\/rest\/(\d+)\/(\d+(?:\.\d+)*)\/(?:(\w+)\/(?:(\d+)\/)?)?(\w+)\.html$/;

interface Place {
  clientId: number;
  version: string;
  id: number;
  /** `customer/edit`, `authenticate`. */
  operation: string;
}

/**
 * The API over HTTP: XML in, XML out, yes and no alike inside HTTP 200 and told apart by `statusCode`
 * (mobiwork.md §5). What is no call at all gets a page of the web server.
 */
export function createMobiworkApi(state: MobiworkState): Pick<Vendor, 'operation' | 'serve'> {
  const moments: number[] = [];

  const serve = (call: Call): Answer => {
    const { callsPerSecond, maxBodyBytes } = state.assumptions;
    if (state.inTrouble) return page(503, 'Down for maintenance');
    if (isTooFast(moments, state.now().getTime(), callsPerSecond)) return page(429, 'Too many requests');
    if (Buffer.byteLength(call.body) > maxBodyBytes) return page(413, 'Request entity too large');
    const place = placeOf(call);
    if (!place) return page(404, 'Not found');
    const method = place.operation === 'authenticate' ? 'POST' : calls[place.operation]?.method;
    if (method === undefined) return page(404, 'Not found');
    if (method !== call.method) return page(405, 'Method not allowed');
    if (method === 'POST' && !isXml(call)) return page(415, 'Unsupported media type');
    return answerXml(state, place.version, () => run(state, place, call));
  };
  return { serve, operation: (call) => placeOf(call)?.operation ?? 'unknown' };
}

function run(state: MobiworkState, place: Place, { url, body, method }: Call): XmlRecord {
  if (place.clientId !== state.data.tenant.clientId) throw new MobiworkError('wrongClient');
  const input = XmlInput.read(method === 'POST' ? body : '');
  const handler = calls[place.operation];
  if (!handler) return signIn(state, input);
  checkToken(state, url.searchParams);
  const user = actingUser(state, url.searchParams);
  if (state.refused.has(place.operation.split('/')[0] ?? '')) throw new MobiworkError('noRight');
  return handler.run({ state, id: place.id, query: url.searchParams, input, user });
}

function answerXml(state: MobiworkState, version: string, work: () => XmlRecord): Answer {
  let response: XmlRecord;
  try {
    response = { '@version': version, '@statusCode': '1', ...work() };
  } catch (error) {
    response = { '@version': version, ...refusal(state, error) };
  }
  return {
    headers: { 'content-type': 'application/xml;charset=UTF-8' },
    body: writeXml(response, state.assumptions),
  };
}

function refusal({ assumptions }: MobiworkState, error: unknown): XmlRecord {
  if (error instanceof TokenError) {
    const { statusCode, code, text } = error.refusal;
    return { '@statusCode': statusCode, error: { '@code': code, '#text': text } };
  }
  if (!(error instanceof MobiworkError)) throw error;
  return {
    '@statusCode': assumptions.failureStatusCode,
    error: { '@code': error.code, '#text': error.message },
  };
}

function placeOf({ url }: Call): Place | undefined {
  const [, clientId, version, entity, id, action] = PATH.exec(url.pathname) ?? [];
  if (version === undefined || action === undefined) return undefined;
  const operation = entity === undefined ? action : `${entity}/${action}`;
  return { clientId: Number(clientId), version, id: Number(id ?? 0), operation };
}

function isXml({ headers }: Call): boolean {
  return /^(application|text)\/xml\b/i.test(headers['content-type'] ?? '');
}

function isTooFast(moments: number[], now: number, callsPerSecond: number): boolean {
  if (callsPerSecond === 0) return false;
  while (moments[0] !== undefined && moments[0] <= now - 1000) moments.shift();
  if (moments.length >= callsPerSecond) return true;
  moments.push(now);
  return false;
}

function page(status: number, title: string): Answer {
  return { status, body: `<html><head><title>${status} ${title}</title></head><body>${title}</body></html>` };
}
