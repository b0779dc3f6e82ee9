import { expect } from 'chai';

import type { ApptivoSimulator } from './start-apptivo-simulator.js';

export type Wire = Record<string, unknown>;

export interface WireList {
  data?: Wire[] | null;
  countOfRecords?: number;
}

/** Calls the simulator as a stranger would: real HTTP, and only what apptivo.md says about the wire. */
export function callApptivo(apptivo: ApptivoSimulator) {
  const keys = { apiKey: apptivo.apiKey, accessKey: apptivo.accessKey };
  const post = (path: string, input: Record<string, unknown>): Promise<Response> => {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(input))
      form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    return fetch(apptivo.url + path, { method: 'POST', body: form });
  };
  const json = async <T = Wire>(path: string, input: Record<string, unknown>): Promise<T> =>
    (await (await post(path, input)).json()) as T;
  /** `cases getAll`, `/app/dao/note createNote`. */
  const call = <T = Wire>(name: string, input: Record<string, unknown> = {}): Promise<T> => {
    const [where = '', a] = name.split(' ');
    return json<T>(where.startsWith('/') ? where : `/app/dao/v6/${where}`, { a, ...keys, ...input });
  };
  return {
    post,
    json,
    call,
    /** The ids of a list, whatever page it has. */
    async ids(name: string, input: Record<string, unknown> = {}): Promise<number[]> {
      const { data } = await call<WireList>(name, input);
      return (data ?? []).map(({ id }) => Number(id));
    },
    async reasonOf(name: string, input: Record<string, unknown> = {}): Promise<unknown> {
      const answer = await call(name, input);
      expect(answer['status']).to.equal('FAILURE');
      return answer['reason'];
    },
    portalLogin: (userName: string, password: string) =>
      json<{ response: Wire & { responseObject: { authenticationKey: string } } }>('/portal/login', {
        a: 'login',
        userName,
        password,
      }),
  };
}

export type ApptivoCaller = ReturnType<typeof callApptivo>;
