import { createHash } from 'node:crypto';

import {
  codec,
  Fault,
  headers,
  readAnswer,
  type Codec,
  type FaultKind,
  type Json,
  type Session,
  type Transport,
} from 'portico/contract';

import type { RpmSettings } from './settings.js';

export type RpmSession = Session<RpmSettings>;
export type Raw = Record<string, unknown>;

/** What RPM says when something is wrong, by how its text begins: it has no codes (rpm.md §5). */
const errorTexts: readonly (readonly [text: string, kind: FaultKind])[] = [
  ['Valid key required', 'auth'],
  ['Key not found', 'auth'],
  ['Permission denied', 'permission'],
  ['User lacks permission', 'permission'],
  ['User not allowed', 'permission'],
  ['API daily limit reached', 'rateLimited'],
  ['Customer not found', 'notFound'],
  ['Form not found', 'notFound'],
  ['Process not found', 'notFound'],
  ['User not found', 'notFound'],
  ['Username not found', 'notFound'],
  ['View not found', 'config'],
  ['A customer with that name already exists', 'conflict'],
  ['A unique customer name is required', 'conflict'],
];

/** Failures that are empty lists (rpm.md §5). */
const emptyTexts = new Set(['no customers', 'no forms']);
const emptyResult = { Customers: [], Forms: [], Columns: [] };

const startsWith = (text: string, start: string): boolean =>
  text.toLowerCase().startsWith(start.toLowerCase());

const isObject = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `Result.Error`, an object with Message or a plain string (rpm.md §5). */
function errorIn(body: unknown): string | undefined {
  const error = isObject(body) && isObject(body['Result']) ? body['Result']['Error'] : undefined;
  if (error === undefined || error === null || error === '') return undefined;
  const text = isObject(error) ? error['Message'] : error;
  return typeof text === 'string' ? text.trim() : JSON.stringify(error);
}

const isEmptyList = (text: string): boolean => emptyTexts.has(text.toLowerCase().replace(/\.$/, ''));

/** The daily limit falls at midnight UTC, by the clock of the vendor where it shows it. */
function nextMidnight(date: string | undefined): Date {
  const now = Date.parse(date ?? '') || Date.now();
  return new Date((Math.floor(now / 86_400_000) + 1) * 86_400_000);
}

/** RPC over POST; failures come inside HTTP 200 (rpm.md §2, §5). */
export const transport: Transport<RpmSettings> = {
  base: ({ url }) => new URL('/rpm/api2.svc/', url).href,
  auth: headers(({ apiKey }) => ({ RpmApiKey: apiKey })),
  timeout: '15m',
  fault({ status, headers: { date }, body }) {
    const text = errorIn(body);
    if (text === undefined) {
      if (status !== 200 || body === undefined || (isObject(body) && isObject(body['Result'])))
        return undefined;
      return new Fault('contract', 'RPM answered without a Result. Is the address that of an RPM?');
    }
    if (isEmptyList(text)) return undefined;
    const [known, kind] = errorTexts.find(([start]) => startsWith(text, start)) ?? [
      text.slice(0, 200),
      'contract',
    ];
    const limited = kind === 'rateLimited' ? { retryAt: nextMidnight(date) } : {};
    return new Fault(kind, `RPM answered "${known}".`, limited);
  },
  unwrap(body) {
    const text = errorIn(body);
    return text !== undefined && isEmptyList(text) ? emptyResult : isObject(body) ? body['Result'] : body;
  },
};

/** Calls an endpoint and reads its answer; what does not fit is a `contract` fault. */
export const call = async <T>(
  session: RpmSession,
  endpoint: string,
  body: { [name: string]: Json },
  expected: Codec<T>,
): Promise<T> => readAnswer(expected, await session.http.post(endpoint, body), endpoint);

/** The id that every answer, or row of one, must carry; without it a `contract` fault. */
export const answerId = (answer: Raw, name: string, endpoint: string): string =>
  readAnswer(codec.required(codec.id), answer[name], `${endpoint} (${name})`);

/** A short fingerprint of a value as it came. */
export const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);

/** A client-made UUID for forms and files (rpm.md §5), the same for the same idempotency key. */
export const alternateId = (key: string): string =>
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(key)
    ? key
    : digest(key).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-5$3-8$4-$5');

const token = codec.object({
  Type: codec.required(codec.text),
  ID: codec.id,
  Age: codec.required(codec.integer),
});

/** The change tokens by (Type, ID), one call a run: `CustomerUsers`, `ProcessForms 12` (rpm.md §3.3). */
export const changeTokens = (session: RpmSession): Promise<Map<string, number>> =>
  session.once('Modified', async () => {
    const { Modified } = await call(
      session,
      'Modified',
      {},
      codec.object({ Modified: codec.required(codec.list(token)) }),
    );
    return new Map(Modified.map(({ Type, ID, Age }) => [ID ? `${Type} ${ID}` : Type, Age]));
  });

/** The rows of CustomerUsers by user id, as they come. */
export async function readCustomerUsers(session: RpmSession): Promise<Map<string, Raw>> {
  const { CustomerUsers } = await call(
    session,
    'CustomerUsers',
    {},
    codec.object({ CustomerUsers: codec.required(codec.list(codec.anyObject)) }),
  );
  return new Map(CustomerUsers.map((row) => [answerId(row, 'UserID', 'CustomerUsers'), row]));
}
