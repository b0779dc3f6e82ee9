import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';

import type { MobiworkSimulator } from './start-mobiwork-simulator.js';

/** A parsed element: attributes are named `@statusCode`, and what may repeat is always a list. */
export type Wire = Record<string, unknown>;

const REPEATED = new Set(['customer', 'contact', 'workOrder', 'invoice', 'estimate', 'product', 'payment']);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  isArray: (name, path) => REPEATED.has(name) && String(path).endsWith(`List.${name}`),
});

/** Calls the simulator as a stranger would: real HTTP, and only what mobiwork.md says about the wire. */
export async function callMobiwork(mobiwork: MobiworkSimulator) {
  const base = `${mobiwork.url}/api/rest/${mobiwork.clientId}/10.4.109`;
  let token = '';

  const send = (path: string, init: RequestInit = {}): Promise<Response> => {
    const separator = path.includes('?') ? '&' : '?';
    return fetch(`${base}/${path}${separator}token=${token}`, init);
  };
  const post = (path: string, body: string): Promise<Response> =>
    send(path, { method: 'POST', headers: { 'content-type': 'application/xml' }, body });
  const read = async (answer: Promise<Response>): Promise<Wire> => {
    const response = await answer;
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.contain('application/xml');
    return (parser.parse(await response.text()) as { response: Wire }).response;
  };
  /** Posts what stands inside `<request>`, or gets. */
  const call = (path: string, request?: string): Promise<Wire> =>
    read(request === undefined ? send(path) : post(path, `<request>${request}</request>`));
  const ok = async (path: string, request?: string): Promise<Wire> => {
    const response = await call(path, request);
    expect(response['@statusCode'], JSON.stringify(response['error'])).to.equal('1');
    return response;
  };
  return {
    send,
    post,
    call,
    ok,
    async signIn(password = escape(mobiwork.apiPassword)): Promise<Wire> {
      const response = await call(
        'authenticate.html',
        `<apiLoginId>${mobiwork.apiLoginId}</apiLoginId><apiPassword>${password}</apiPassword>`,
      );
      token = typeof response['token'] === 'string' ? response['token'] : '';
      return response;
    },
    /** `1006 Not found: customer 7`, or undefined if the call was granted. */
    async refusalOf(path: string, request?: string): Promise<string | undefined> {
      const error = (await call(path, request))['error'] as Wire | undefined;
      return error && `${String(error['@code'])} ${String(error['#text'])}`;
    },
    /** The rows of a list, and its counters. */
    async list(
      entity: string,
      request: string | undefined = '',
    ): Promise<{ rows: Wire[]; total: unknown; count: unknown }> {
      const response = await ok(`${entity}/list.html`, entity === 'payment' ? undefined : request);
      const list = response[`${entity}List`] as Wire;
      return {
        rows: (list[entity] ?? []) as Wire[],
        total: list['totalAvailableCount'],
        count: list['count'],
      };
    },
    async customer(id: number): Promise<Wire> {
      return (await ok(`customer/${id}/view.html`))['customer'] as Wire;
    },
    async contacts(customerId: number): Promise<Wire[]> {
      const { customer } = await ok(`customer/${customerId}/view.html`);
      return (((customer as Wire)['contactList'] as Wire)['contact'] ?? []) as Wire[];
    },
    edit: (customerId: number, inner: string) =>
      call(`customer/${customerId}/edit.html`, `<customer>${inner}</customer>`),
  };
}

export type MobiworkCaller = Awaited<ReturnType<typeof callMobiwork>>;

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
