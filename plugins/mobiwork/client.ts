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

function kindOf(code: string, words: string): FaultKind {
  const known = assumed.refusals.find(([pattern]) => pattern.test(code) || pattern.test(words));
  return known?.[1] ?? 'contract';
}

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
      const answer = await refusedAs('auth', () =>
        http.post('authenticate.html', { request: { apiLoginId, apiPassword } }),
      );
      return readAnswer(codec.object({ token: codec.required(codec.text) }), answer, 'authenticate').token;
    },
    // The token stands in the query and nowhere else; the hub keeps queries out of everything that is shown.
    apply: (token, request) => ({
      ...request,
      query: { ...request.query, token: codec.text.decode(token, 'token') },
    }),
  }),
};

/** Whatever words MobiWork finds for a refused sign-in. */
async function refusedAs<T>(kind: FaultKind, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (!(cause instanceof Fault) || cause.details['refused'] !== true) throw cause;
    throw new Fault(kind, cause.message, { cause, details: cause.details });
  }
}

const actingAs = ({ userId }: MobiworkSettings) => (userId === undefined ? {} : { userId });

const path = (entity: Entity, id: string, verb: string): string =>
  `${entity}/${encodeURIComponent(id)}/${verb}.html`;

/** Filters of a list, by MobiWork's names. */
export type Criteria = Readonly<Record<string, string>>;

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

/** An answer without any element is an empty list; one with others than these is not what the plugin knows. */
function readList(entity: Entity, answer: unknown): { items: Raw[]; total?: number } {
  const inside = memberOf(answer, `${entity}List`) ?? answer;
  if (inside === '') return { items: [] };
  const found = codec.object({
    items: codec.oneOrMany(codec.anyObject),
    total: codec.integer,
  });
  const shape = { items: memberOf(inside, entity), total: memberOf(inside, 'totalAvailableCount') };
  if (inside === answer && shape.items === undefined && shape.total === undefined)
    throw new Fault('contract', `MobiWork answered ${entity}/list without a list.`);
  const { items = [], total } = readAnswer(found, shape, `${entity}/list`);
  return { items, ...(total !== undefined && { total }) };
}

/** One item, whole; `notFound` where MobiWork has it no more. */
export async function view({ http, settings }: MobiworkSession, entity: Entity, id: string): Promise<Raw> {
  const answer = await http.get(path(entity, id, 'view'), actingAs(settings));
  const item = codec.anyObject.decode(memberOf(answer, entity), entity);
  if (!item) throw new Fault('notFound', `MobiWork has no ${entity} ${id}.`, { details: { id } });
  return item;
}

/** Adds an item; answers what MobiWork says of it. */
export async function add({ http, settings }: MobiworkSession, entity: Entity, item: Raw): Promise<Raw> {
  const body = { request: { [entity]: item } } as Body;
  const answer = await http.post(`${entity}/add.html`, body, actingAs(settings));
  return readAnswer(codec.anyObject, memberOf(answer, entity), `${entity}/add`);
}

/** Sends an item as it shall be. */
export async function edit(session: MobiworkSession, entity: Entity, id: string, item: Raw): Promise<void> {
  const body = { request: { [entity]: item } } as Body;
  await session.http.post(path(entity, id, 'edit'), body, actingAs(session.settings));
}

/**
 * Deletes an item, by GET, as MobiWork wants it. One that is gone already is no failure: a refusal counts only while
 * the item can still be looked at.
 */
export async function remove(session: MobiworkSession, entity: Entity, id: string): Promise<void> {
  const { http, settings } = session;
  try {
    await http.get(path(entity, id, 'delete'), actingAs(settings));
  } catch (fault) {
    if (!(fault instanceof Fault) || fault.details['refused'] !== true || fault.kind === 'auth') throw fault;
    if (fault.kind === 'notFound' || (await isGone(session, entity, id))) return;
    throw fault;
  }
}

async function isGone(session: MobiworkSession, entity: Entity, id: string): Promise<boolean> {
  try {
    await view(session, entity, id);
    return false;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return fault.kind === 'notFound' || fault.details['refused'] === true;
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

/** Is the API without this operation, or the account without its right? Then the tenant goes without it. */
export const isMissing = (fault: unknown): fault is Fault =>
  fault instanceof Fault &&
  ['permission', 'notFound', 'contract', 'config', 'invalidRecord'].includes(fault.kind);

/** What `read` yields, or nothing where the API has no such thing for us. */
export async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (fault) {
    if (isMissing(fault)) return undefined;
    throw fault;
  }
}
