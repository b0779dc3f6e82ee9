import { codec, Fault, readAnswer, session } from 'portico/contract';
import type { Body, FaultKind, Session, Transport, VendorAnswer } from 'portico/contract';

import { assumed, type Entity } from './assumed.js';
import type { MobiworkSettings } from './settings.js';
import { memberOf, tidy } from './tidy.js';

export type MobiworkSession = Session<MobiworkSettings>;

/** An item as it came, tidied. */
export type Raw = Record<string, unknown>;

/**
 * The failure in an answer, if it is one (mobiwork.md §5): HTTP 200 carries both, `statusCode` in the root tells. A
 * body that is no response is a passing trouble; an HTTP failure without one is left to the hub.
 */
export function faultOf({ status, body }: VendorAnswer): Fault | undefined {
  const response = memberOf(body, 'response');
  if (response === undefined)
    return body !== undefined && status < 400
      ? new Fault('transient', 'MobiWork answered with something that is no response of its API.')
      : undefined;
  const statusCode = codec.text.decode(memberOf(response, '@statusCode'), '@statusCode') ?? 'no statusCode';
  if (statusCode === '1') return undefined;
  const error = memberOf(response, 'error');
  const code = codec.text.decode(memberOf(error, '@code'), '@code') ?? statusCode;
  const words = textOf(memberOf(error, '#text') ?? error) ?? 'no reason given';
  return new Fault(kindOf(code, words), `MobiWork refused (${code}): ${words.replace(/\.$/, '')}.`, {
    details: { code, refused: true },
  });
}

/** The vendor's words, short, and without a token that it may have repeated. */
const textOf = (error: unknown): string | undefined =>
  typeof error === 'string' && error.trim()
    ? error.replace(/(token["'\s]*[=:]["'\s]*)[^\s&"']+/gi, '$1…').slice(0, 300)
    : undefined;

const kindOf = (code: string, words: string): FaultKind =>
  assumed.refusals.find(([pattern]) => pattern.test(code) || pattern.test(words))?.[1] ?? 'contract';

/** Is it the API's own no, inside a good answer? */
const isRefusal = (fault: unknown): fault is Fault =>
  fault instanceof Fault && fault.details['refused'] === true;

export const unwrap = (body: unknown): unknown => tidy(memberOf(body, 'response'));

export const transport: Transport<MobiworkSettings> = {
  base: ({ url, clientId, version = assumed.version }) =>
    `${url.replace(/\/+$/, '')}/api/rest/${clientId}/${version}/`,
  send: 'xml',
  receive: 'xml',
  fault: faultOf,
  unwrap,
  auth: session({
    async open(http, { apiLoginId, apiPassword }) {
      const request = { apiLoginId, apiPassword };
      const answer = await http.post('authenticate.html', { request }).catch((cause: unknown) => {
        // Whatever words MobiWork finds for a refused sign-in.
        throw isRefusal(cause) ? new Fault('auth', cause.message, { cause, details: cause.details }) : cause;
      });
      return readAnswer(codec.object({ token: codec.required(codec.text) }), answer, 'authenticate').token;
    },
    // The token stands in the query and nowhere else; the hub keeps queries out of everything that is shown.
    apply: (token, request) => ({
      ...request,
      query: { ...request.query, token: codec.text.decode(token, 'token') },
    }),
  }),
};

const actingAs = ({ userId }: MobiworkSettings) => (userId === undefined ? {} : { userId });

const path = (entity: Entity, id: string, verb: string): string =>
  `${entity}/${encodeURIComponent(id)}/${verb}.html`;

/** Filters of a list, by MobiWork's names. */
export type Criteria = Record<string, string>;

/** Part of a list: at most `size` items from the one at `at` (0 is the first), and how many match in all. */
export async function list(
  { http, settings }: MobiworkSession,
  entity: Entity,
  { criteria = {}, at = 0, size }: { criteria?: Criteria; at?: number; size: number },
): Promise<{ items: Raw[]; total?: number }> {
  const wraps = settings.filters === 'wrapped' && (entity === 'invoice' || entity === 'estimate');
  const place = { startPosition: at, maxResults: size };
  const operation = `${entity}/list.html`;
  const filters = wraps && Object.keys(criteria).length ? { [entity]: criteria } : criteria;
  const answer =
    entity === 'payment'
      ? await http.get(operation, { ...place, ...actingAs(settings) })
      : await http.post(operation, { request: { ...filters, ...place } }, actingAs(settings));
  return readList(entity, answer);
}

/** The list may stand in an element of any name; one that is empty is an empty list. */
function readList(entity: Entity, answer: unknown): { items: Raw[]; total?: number } {
  const places = [answer, ...Object.values(Object(answer) as Raw)];
  const shape = places
    .map((each) => ({ items: memberOf(each, entity), total: memberOf(each, 'totalAvailableCount'), each }))
    .find(({ items, total, each }) => (items ?? total ?? memberOf(each, 'count')) !== undefined);
  if (!shape && places.at(-1) !== '')
    throw new Fault('contract', `MobiWork answered ${entity}/list without a list.`);
  const found = codec.object({ items: codec.oneOrMany(codec.anyObject), total: codec.integer });
  const { items = [], total } = readAnswer(found, shape ?? {}, `${entity}/list`);
  return { items, ...(total !== undefined && { total }) };
}

/** One item, whole; `notFound` where MobiWork has it no more. */
export async function view({ http, settings }: MobiworkSession, entity: Entity, id: string): Promise<Raw> {
  const answer = await http.get(path(entity, id, 'view'), actingAs(settings));
  const item = codec.anyObject.decode(memberOf(answer, entity), entity);
  if (!item) throw new Fault('notFound', `MobiWork has no ${entity} ${id}.`, { details: { id } });
  return item;
}

const wrapped = (entity: Entity, item: Raw) => ({ request: { [entity]: item } }) as Body;

/** Adds an item; answers what MobiWork says of it. */
export async function add({ http, settings }: MobiworkSession, entity: Entity, item: Raw): Promise<Raw> {
  const answer = await http.post(`${entity}/add.html`, wrapped(entity, item), actingAs(settings));
  return readAnswer(codec.anyObject, memberOf(answer, entity), `${entity}/add`);
}

/** Sends an item as it shall be. */
export const edit = ({ http, settings }: MobiworkSession, entity: Entity, id: string, item: Raw) =>
  http.post(path(entity, id, 'edit'), wrapped(entity, item), actingAs(settings));

/**
 * Deletes an item, by GET, as MobiWork wants it. One that is gone already is no failure: a refusal counts only while
 * the item can still be looked at.
 */
export async function remove(session: MobiworkSession, entity: Entity, id: string): Promise<void> {
  try {
    await session.http.get(path(entity, id, 'delete'), actingAs(session.settings));
  } catch (fault) {
    const isThere = () => unless(['notFound', 'contract', 'invalidRecord'], () => view(session, entity, id));
    if (!isRefusal(fault) || (await isThere())) throw fault;
  }
}

/** The item's own id. */
export function idOf(entity: Entity, item: Raw): string {
  for (const name of assumed.ids[entity]) {
    const id = codec.id.decode(item[name], name);
    if (id !== undefined) return id;
  }
  throw new Fault('invalidRecord', `A ${entity} came without its ${assumed.ids[entity].join(' or ')}.`);
}

/** What the API says where it has not the operation, or the account not the right: then we go without. */
export const missing: FaultKind[] = ['permission', 'notFound', 'contract', 'config', 'invalidRecord'];

/** What `read` yields, or nothing after one of these faults. */
export async function unless<T>(kinds: FaultKind[], read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (fault) {
    if (fault instanceof Fault && kinds.includes(fault.kind)) return undefined;
    throw fault;
  }
}

/** What is read, or nothing where it cannot be read. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (fault) {
    if (fault instanceof Fault) return undefined;
    throw fault;
  }
}
