import type { OpencrmSimulator } from './start-opencrm-simulator.js';

export type Row = Record<string, string>;

/** Calls the simulator as a stranger would: real HTTP, and only what opencrm.md says about the wire. */
export function callOpencrm(crm: OpencrmSimulator) {
  const agent = { 'user-agent': 'portico-test/1' };
  /** Without keys of its own. */
  const post = (method: string, form: Row = {}, headers: Row = {}): Promise<Response> =>
    fetch(`${crm.url}/api/rest/${method}`, {
      method: 'POST',
      headers: { ...agent, ...headers },
      body: new URLSearchParams(form),
    });
  const keys = { key1: crm.apiKey, key2: crm.passKey };
  const call = async <T = unknown>(method: string, form: Row = {}): Promise<T> =>
    (await (await post(method, form, keys)).json()) as T;
  /** A list answer's rows, however many came. */
  const rows = async (method: string, form: Row = {}): Promise<Row[]> => {
    const answer = await call<Row | Row[]>(method, form);
    return Array.isArray(answer) ? answer : [answer];
  };
  return {
    post,
    keys,
    call,
    rows,
    /** The ids that a condition finds. */
    ids: async (module: string, query: string): Promise<string[]> =>
      (await rows(`get_${module}_list`, { query_string: query })).map(({ crmid }) => crmid ?? ''),
    get: (module: string, crmid: number) => call<Row>(`get_${module}`, { crmid: String(crmid) }),
  };
}

export type OpencrmCaller = ReturnType<typeof callOpencrm>;
