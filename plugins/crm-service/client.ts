import {
  bearer,
  codec,
  Fault,
  readAnswer,
  type FaultKind,
  type Json,
  type Session,
  type Transport,
  type VendorAnswer,
  type VendorHttp,
} from 'portico/contract';

import { missingRight, mostRows } from './assumed.js';
import type { CrmSettings } from './settings.js';

export type CrmSession = Session<CrmSettings>;

/** A resource with its attributes beside its id. */
export interface Item {
  id: string;
  [attribute: string]: unknown;
}

/** Attributes as they go out. */
export type Attributes = { [name: string]: Json };

const errors = codec.object({
  errors: codec.list(codec.object({ detail: codec.text, title: codec.text })),
  message: codec.text,
});
const kinds: Readonly<Record<number, FaultKind>> = {
  400: 'contract',
  409: 'conflict',
  422: 'invalidRecord',
  501: 'contract',
};
const jsonApi = 'application/vnd.api+json';

/** crm-service.md §2, §5. 401, 403, 404, 429 and 5xx mean what they mean everywhere. */
export const transport: Transport<CrmSettings> = {
  base: ({ url }) => baseOf(url),
  // Reporting alone is plain JSON.
  headers: ({ path }) => {
    const type = path === 'reporting' ? 'application/json' : jsonApi;
    return { accept: type, 'content-type': type };
  },
  auth: bearer(({ token }) => token),
  fault: faultOf,
};

/** The setting may leave out where the API is on its host. */
export function baseOf(url: string): string {
  const base = url.replace(/\/+$/, '');
  return `${base}${new URL(base).pathname === '/' ? '/api/v1' : ''}/`;
}

/** The vendor's own words in a refusal: `errors[].detail`, or `message` of reporting. */
export function faultOf({ status, body }: VendorAnswer): Fault | undefined {
  if (kinds[status] === undefined && status !== 401) return undefined;
  const { errors: said = [], message } = typeof body === 'object' ? (errors.decode(body, '') ?? {}) : {};
  const words = [...said.map(({ detail, title }) => detail ?? title), message].filter(Boolean).join('; ');
  // 401 is an invalid token, or a right that is missing for one module (§2); only the words can tell.
  const kind = status === 401 && missingRight.test(words) ? 'permission' : kinds[status];
  if (kind === undefined) return undefined;
  return new Fault(kind, `The CRM answered ${status}: ${words.slice(0, 200) || 'no reason given'}.`, {
    details: { status },
  });
}

const resource = codec.object({ id: codec.required(codec.id), attributes: codec.anyObject });
const toItem = ({ id, attributes = {} }: { id: string; attributes?: object | undefined }): Item => ({
  ...attributes,
  id,
});
const single = codec.object({ data: codec.required(resource) });
const listed = codec.object({
  data: codec.required(codec.list(resource)),
  meta: codec.object({ total: codec.integer, page_size: codec.integer }),
});

export interface Query {
  filter?: Json;
  sort?: string;
  fields?: readonly string[];
  page?: number;
  size?: number;
}

/** One page of a module, or of a relation (`tickets/9/files`); `last` by the vendor's own total, else by its length. */
export async function readPage(
  http: VendorHttp,
  path: string,
  { filter, sort, fields, page = 1, size = mostRows }: Query = {},
): Promise<{ items: Item[]; last: boolean }> {
  const module = path.split('/').at(-1) ?? path;
  const answer = await http.get(path, {
    'page[number]': page,
    'page[size]': size,
    ...(fields && { [`fields[${module}]`]: fields.join(',') }),
    ...(filter !== undefined && { filter: JSON.stringify(filter) }),
    ...(sort !== undefined && { sort }),
  });
  const { data, meta } = readAnswer(listed, answer, `GET ${path}`);
  const seen = (page - 1) * (meta?.page_size ?? size) + data.length;
  const last = !data.length || (meta?.total === undefined ? data.length < size : seen >= meta.total);
  return { items: data.map(toItem), last };
}

/** All of a small module, or all children of some records. */
export async function readAll(http: VendorHttp, path: string, query: Query = {}): Promise<Item[]> {
  const found = new Map<string, Item>();
  for (let page = 1; ; page++) {
    const { items, last } = await readPage(http, path, { sort: 'id', ...query, page });
    const before = found.size;
    for (const item of items) found.set(item.id, item);
    // A server that knows no pages here answers the first one for ever.
    if (last || found.size === before) return [...found.values()];
  }
}

/** One resource, or nothing where the CRM does not have it any more. */
export async function readOne(
  http: VendorHttp,
  module: string,
  id: string,
  fields?: readonly string[],
): Promise<Item | undefined> {
  const query = fields ? { [`fields[${module}]`]: fields.join(',') } : {};
  const answer = await unless(['notFound'], http.get(`${module}/${encodeURIComponent(id)}`, query));
  return answer === undefined ? undefined : toItem(readAnswer(single, answer, `GET ${module}`).data);
}

/** By ids; what a list does not give is asked for by itself before it counts as gone. */
export async function readByIds(
  http: VendorHttp,
  module: string,
  ids: readonly string[],
  fields?: readonly string[],
): Promise<Item[]> {
  const asked = new Set(ids);
  const listing = await readAll(http, module, {
    filter: { $in: ['id', [...ids]] },
    ...(fields && { fields }),
  });
  const found = listing.filter(({ id }) => asked.delete(id));
  for (const id of asked) {
    const item = await readOne(http, module, id, fields);
    if (item) found.push(item);
  }
  return found;
}

export const create = async (http: VendorHttp, module: string, attributes: Attributes): Promise<string> =>
  readAnswer(single, await http.post(module, { data: { type: module, attributes } }), `POST ${module}`).data
    .id;

export async function change(
  http: VendorHttp,
  module: string,
  id: string,
  attributes: Attributes,
): Promise<void> {
  await http.patch(`${module}/${encodeURIComponent(id)}`, { data: { type: module, id, attributes } });
}

/** How many the vendor counts; nothing where reporting is not allowed: the count guard is then off, and says so (§8). */
export async function countOf({ http, log }: CrmSession, module: string): Promise<number | undefined> {
  const counted = codec.object({
    data: codec.required(codec.list(codec.object({ count_value: codec.required(codec.integer) }))),
  });
  const select = '$count.distinct(id) as count_value';
  const asked = { from: module, select, format: 'json', where: [], options: { kpi: true } };
  const count = async () =>
    readAnswer(counted, await http.post('reporting', asked), 'POST reporting').data[0];
  const found = await unless(['permission', 'contract', 'notFound', 'invalidRecord'], count());
  if (found) return found.count_value;
  log.warn('The CRM does not let the token count: deletes are not guarded by the count of the CRM.', {
    module,
  });
  return undefined;
}

/** What is answered, or nothing where it fails in one of these ways. */
export async function unless<T>(kinds: readonly FaultKind[], reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (fault) {
    if (fault instanceof Fault && kinds.includes(fault.kind)) return undefined;
    throw fault;
  }
}
