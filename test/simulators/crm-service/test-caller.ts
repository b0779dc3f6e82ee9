import type { CrmServiceSimulator } from './start-crm-service-simulator.js';

export interface WireRecord {
  id: string;
  type: string;
  attributes: Record<string, unknown>;
  relationships?: Record<string, { data: unknown }>;
}

export interface WireList {
  data: WireRecord[];
  meta: { total: number; page: number; page_size: number };
  links: Record<string, string>;
  included?: WireRecord[];
}

const JSON_API = 'application/vnd.api+json';

/** Calls the simulator as a stranger would: real HTTP, and only what crm-service.md says about the wire. */
export function callCrmService(crm: CrmServiceSimulator, token = crm.token) {
  const ask = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    if (!headers.has('accept')) headers.set('accept', JSON_API);
    return fetch(`${crm.apiUrl}/${path}`, { ...init, headers });
  };
  const read = async <T = { data: WireRecord }>(path: string): Promise<T> =>
    (await (await ask(path)).json()) as T;
  const list = (module: string, params: Record<string, string> = {}): Promise<WireList> =>
    read<WireList>(`${module}?${new URLSearchParams(params).toString()}`);
  const send = (method: string, path: string, data: object): Promise<Response> =>
    ask(path, { method, body: JSON.stringify({ data }), headers: { 'content-type': JSON_API } });
  const post = (type: string, attributes: object): Promise<Response> =>
    send('POST', type, { type, attributes });
  const patch = (type: string, id: string, attributes: object): Promise<Response> =>
    send('PATCH', `${type}/${id}`, { type, id, attributes });
  return {
    ask,
    read,
    list,
    send,
    post,
    patch,
    /** Ids that a filter finds, by id. */
    async idsOf(module: string, filter: unknown, more: Record<string, string> = {}): Promise<string[]> {
      const { data } = await list(module, { filter: JSON.stringify(filter), ...more });
      return data.map(({ id }) => id);
    },
    async attributesOf(module: string, id: string): Promise<Record<string, unknown>> {
      return (await read(`${module}/${id}`)).data.attributes;
    },
    async report(question: object): Promise<{ status: number; answer: unknown }> {
      const answer = await ask('reporting', {
        method: 'POST',
        body: JSON.stringify(question),
        headers: { accept: 'application/json', 'content-type': 'application/json' },
      });
      return { status: answer.status, answer: await answer.json() };
    },
  };
}

/** Status and the text of the only error. */
export async function problemOf(answer: Response): Promise<[number, string | undefined]> {
  const { errors } = (await answer.json()) as { errors?: { detail: string }[] };
  return [answer.status, errors?.[0]?.detail];
}

export type CrmServiceCaller = ReturnType<typeof callCrmService>;
