import { Fault, type Facts, type Json, type Parameters } from '../../../core/contract/contract.js';
import type { CrmSession, Item } from '../../../plugins/crm-service/client.js';
import { transport } from '../../../plugins/crm-service/client.js';
import { discover } from '../../../plugins/crm-service/discover.js';
import type { CrmSettings } from '../../../plugins/crm-service/settings.js';

export const settings: CrmSettings = { url: 'https://rantapuu.crm.example/api/v1', token: 'a token' };

export interface Call {
  method: string;
  path: string;
  query: Parameters;
  body: unknown;
}

/** What the CRM holds, by module. The schema of a module has every attribute that one of its rows has. */
export type Holdings = Record<string, Item[]>;

interface Options extends Partial<CrmSettings> {
  now?: Date;
  /** Answers 403 to every call about these. */
  forbidden?: string[];
  /** Files by path. */
  bytes?: Record<string, string>;
  /** Attributes that the CRM says yes to and drops. */
  drops?: string[];
  /** How many rows a page has at most. */
  most?: number;
  relations?: Record<string, string[]>;
  facts?: Facts;
}

type Filter = Record<string, Json[] & Json>;

/** How the CRM compares: as text. */
const text = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

function matches(item: Item, filter: Json | undefined): boolean {
  return Object.entries((filter ?? {}) as Filter).every(([operator, operands]) => {
    if (operator === '$and') return operands.every((each) => matches(item, each));
    const [name, wanted] = operands;
    const value = text(item[text(name)]);
    if (operator === '$eq') return value.toLowerCase() === text(wanted).toLowerCase();
    if (operator === '$in') return (wanted as Json[]).map(text).includes(value);
    if (operator === '$gte') return value >= text(wanted);
    throw new Error(`no ${operator} here`);
  });
}

const order = (sort: string, items: Item[]): Item[] =>
  items.toSorted((a, b) => {
    for (const name of sort.split(',')) {
      const key = name.replace('-', '');
      const [one, other] = [text(a[key]), text(b[key])];
      const found = key === 'id' ? Number(one) - Number(other) : one < other ? -1 : Number(one > other);
      if (found) return name.startsWith('-') ? -found : found;
    }
    return 0;
  });

/** A small CRM in memory: what a plugin sees of it over its transport. */
export function crmServer(held: Holdings, options: Options = {}) {
  const {
    now = new Date('2025-03-10T10:00:00Z'),
    forbidden = [],
    bytes = {},
    drops = [],
    most = 100,
  } = options;
  const { relations = {}, facts, ...changed } = options;
  const calls: Call[] = [];
  const logged: { message: string; details?: Record<string, unknown> | undefined }[] = [];
  const once = new Map<string, Promise<unknown>>();

  const resource = (type: string, item: Item, fields?: string) => {
    const { id, ...attributes } = item;
    const wanted = fields?.split(',');
    const shown = Object.entries(attributes).filter(([name]) => !wanted || wanted.includes(name));
    return { id, type, attributes: Object.fromEntries(shown) };
  };

  function answer({ method, path, query, body }: Call): { status: number; body: unknown } {
    const [module = '', id, relation, last] = path.split('/');
    const refusal = (status: number, detail: string) => ({ status, body: { errors: [{ detail }] } });
    if (forbidden.includes(module) || (module === 'schema' && forbidden.includes(id ?? '')))
      return refusal(403, 'No right');
    if (module === '')
      return {
        status: 200,
        body: { links: Object.fromEntries(Object.keys(held).map((each) => [each, {}])) },
      };
    if (module === 'schema') {
      const names = new Set((held[id ?? ''] ?? []).flatMap((item) => Object.keys(item)));
      const attributes = Object.fromEntries(
        [...names].map((name) => [name, { type: 'string', label: name }]),
      );
      const has = Object.fromEntries((relations[id ?? ''] ?? []).map((each) => [each, { type: 'hasMany' }]));
      return { status: 200, body: { attributes, relations: has } };
    }
    if (module === 'reporting') {
      const { from } = body as { from: string };
      return { status: 200, body: { data: [{ count_value: held[from]?.length ?? 0 }] } };
    }
    const items = (held[relation === undefined ? module : `${module}/${id}/${last ?? relation}`] ??= []);
    const data = (body as { data?: { attributes: object } } | undefined)?.data?.attributes ?? {};
    const kept = Object.fromEntries(Object.entries(data).filter(([name]) => !drops.includes(name)));
    if (method === 'POST') {
      const made: Item = { id: String(9000 + items.length), created_at: '2025-03-10T12:00:00', ...kept };
      items.push(made);
      return { status: 201, body: { data: resource(module, made) } };
    }
    const fields = query[`fields[${last ?? relation ?? module}]`] as string | undefined;
    if (id !== undefined && relation === undefined) {
      const found = items.find((each) => each.id === id);
      if (!found) return refusal(404, 'Not found');
      if (method === 'DELETE') held[module] = items.filter((each) => each !== found);
      if (method === 'PATCH') Object.assign(found, kept);
      return { status: 200, body: { data: resource(module, found, fields) } };
    }
    const filter = query['filter'] === undefined ? undefined : (JSON.parse(String(query['filter'])) as Json);
    const sorted = order(
      String(query['sort'] ?? 'id'),
      items.filter((each) => matches(each, filter)),
    );
    const size = Math.min(Number(query['page[size]'] ?? 20), most);
    const from = (Number(query['page[number]'] ?? 1) - 1) * size;
    return {
      status: 200,
      body: {
        data: sorted.slice(from, from + size).map((each) => resource(module, each, fields)),
        meta: { total: sorted.length, page_size: size },
      },
    };
  }

  const call = async (
    method: string,
    path: string,
    query: Parameters = {},
    body?: unknown,
  ): Promise<unknown> => {
    const made = { method, path, query, body };
    calls.push(made);
    const { status, body: said } = answer(made);
    const heard = { status, headers: {}, body: said, text: JSON.stringify(said) };
    const kinds: Record<number, 'permission' | 'notFound'> = { 403: 'permission', 404: 'notFound' };
    const kind = kinds[status];
    const fault =
      transport.fault?.(heard, settings) ?? (kind && new Fault(kind, `The vendor answered ${status}.`));
    if (fault) throw fault;
    return structuredClone(said);
  };

  const session: CrmSession = {
    http: {
      get: (path, query) => call('GET', path, query),
      post: (path, body) => call('POST', path, {}, body instanceof FormData ? fromForm(body) : body),
      put: (path, body) => call('PUT', path, {}, body),
      patch: (path, body) => call('PATCH', path, {}, body),
      delete: (path) => call('DELETE', path),
      download: async (path) => ({ content: Buffer.from(bytes[path] ?? '') }),
    },
    settings: { ...settings, ...changed },
    facts: facts ?? { zone: 'UTC', modules: {}, vendor: null },
    log: {
      info: () => undefined,
      warn: (message, details) => void logged.push({ message, details }),
    },
    now: () => now,
    once: <T>(key: string, read: () => Promise<T>) => {
      const reading = (once.get(key) as Promise<T> | undefined) ?? read();
      once.set(key, reading);
      return reading;
    },
  };
  return { session, calls, logged, held, discover: () => discover(session) };
}

const fromForm = (form: FormData) => {
  const file = form.get('file') as File;
  return {
    data: {
      attributes: {
        file_name: file.name,
        file_size: file.size,
        file_usage_type: form.get('attributes[file_usage_type]'),
        file_access_type: form.get('attributes[file_access_type]'),
      },
    },
  };
};
