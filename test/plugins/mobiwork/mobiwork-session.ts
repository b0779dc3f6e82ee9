import { parseXml, buildXml } from '../../../core/connections/xml.js';
import type { Facts, Json, VendorAnswer } from '../../../core/contract/contract.js';
import { faultOf, unwrap, type MobiworkSession, type Raw } from '../../../plugins/mobiwork/client.js';
import type { MobiworkSettings } from '../../../plugins/mobiwork/settings.js';

export const settings: MobiworkSettings = {
  url: 'https://www.mobiwork.example',
  clientId: '12014',
  apiLoginId: 'hub-api',
  apiPassword: 's3cr3t',
  zone: 'America/New_York',
};

export const facts: Facts = {
  zone: 'America/New_York',
  modules: Object.fromEntries(
    ['customer', 'contact', 'location', 'workOrder', 'invoice', 'quote', 'product'].map((each) => [
      each,
      { label: each, fields: [] },
    ]),
  ),
  vendor: {
    flags: { admin: 'admin', billing: 'accessBilling' },
    users: { '771': 'Ines Roth' },
    payments: false,
  },
};

/** A response as MobiWork writes it. */
export const ok = (inner = ''): string =>
  `<?xml encoding="UTF-8"?><response version="10.4.109" statusCode="1">${inner}</response>`;

export const refusal = (code: string, words: string): string =>
  `<response version="10.4.109" statusCode="2"><error code="${code}">${words}</error></response>`;

/** The value of a response that the transport lets through; the Fault where it does not. */
export function read(xml: string): unknown {
  const answer: VendorAnswer = { status: 200, headers: {}, body: parseXml(xml), text: xml };
  const fault = faultOf(answer);
  if (fault) throw fault;
  return unwrap(answer.body);
}

/** The one item of that name in a response. */
export const itemIn = (xml: string, name: string): Raw => Reflect.get(Object(read(ok(xml))), name) as Raw;

export interface Call {
  operation: string;
  /** What was sent, as XML. */
  sent: string;
  /** The elements inside `request`. */
  request: Record<string, Json>;
  query: Record<string, unknown>;
}

/** A session whose calls are answered with XML, through the plugin's own reading of it. */
export function mobiworkSession(
  serve: (call: Call) => string,
  more: Partial<MobiworkSettings> & { now?: Date; facts?: Facts } = {},
): { session: MobiworkSession; calls: Call[]; operations: () => string[]; warnings: string[] } {
  const { now = new Date('2026-11-21T15:00:00Z'), facts: known = facts, ...changed } = more;
  const calls: Call[] = [];
  const warnings: string[] = [];
  const held = new Map<string, Promise<unknown>>();
  const answer = async (operation: string, body: unknown, query: unknown): Promise<unknown> => {
    const call: Call = {
      operation,
      sent: body === undefined ? '' : buildXml(body as Record<string, unknown>),
      request: Reflect.get(Object(body), 'request') as Call['request'],
      query: (query ?? {}) as Call['query'],
    };
    calls.push(call);
    return read(serve(call));
  };
  const never = () => Promise.reject(new Error('MobiWork has no such verb'));
  const session: MobiworkSession = {
    http: {
      get: (path, query) => answer(`GET ${path}`, undefined, query),
      post: (path, body, query) => answer(`POST ${path}`, body, query),
      put: never,
      patch: never,
      delete: never,
      download: never,
    },
    settings: { ...settings, ...changed },
    facts: known,
    log: { info: () => undefined, warn: (message) => void warnings.push(message) },
    now: () => now,
    once: <T>(key: string, readOnce: () => Promise<T>) => {
      const reading = (held.get(key) as Promise<T> | undefined) ?? readOnce();
      held.set(key, reading);
      return reading;
    },
  };
  return { session, calls, operations: () => calls.map(({ operation }) => operation), warnings };
}

/** Riverside Dental as mobiwork.md §4 has it, with more beside it where a test asks for it. */
export const riverside = (more = '', ofSam = ''): string => `<customer>
  <mobiworkCustomerId>3178692</mobiworkCustomerId><externalCustomerId>null</externalCustomerId>
  <companyName>Riverside Dental</companyName><type>BUSINESS</type><enabled>true</enabled>
  <fromDate>03/14/2024</fromDate>
  <address><addressId>88121</addressId><address1>40 Quay Rd</address1><city>Tampa</city><state>FL</state><zipCode>33602</zipCode></address>
  ${more}<contactList>${lena()}${sam(ofSam)}</contactList></customer>`;

export const lena = (
  more = '',
): string => `<contact><contactId>501</contactId><customerId>3178692</customerId>
  <title>Dr.</title><firstName>Lena</firstName><lastName>Ortiz</lastName>
  <phoneNumber>8135550101</phoneNumber><email>lena@riverside.example</email>
  <pin>4417</pin><enabled>true</enabled><admin>true</admin>${more}</contact>`;

export const sam = (more = ''): string => `<contact><contactId>502</contactId><customerId>3178692</customerId>
  <title>Mr.</title><firstName>Sam</firstName><lastName>Cole</lastName>
  <phoneNumber>8135550122</phoneNumber><email>sam@riverside.example</email>
  <pin>9033</pin><enabled>true</enabled><admin>false</admin>${more}</contact>`;

export const customerList = (customers: string, total = 1): string =>
  `<customerList><totalAvailableCount>${total}</totalAvailableCount><count>1</count>${customers}</customerList>`;
