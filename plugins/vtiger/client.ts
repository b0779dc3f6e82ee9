import { createHash } from 'node:crypto';

import { codec, Fault, readAnswer, session, type Codec, type Transport } from 'portico/contract';
import type { FaultKind, Parameters, VendorAnswer, VendorHttp } from 'portico/contract';

import type { VtigerSettings } from './settings.js';

/** A row of a query, as the server sent it; only its id is known to be there. */
export interface Item {
  id: string;
  [column: string]: unknown;
}

const path = 'webservice.php';

/** V-1: what the codes mean. A code that is not here is a `contract` fault. */
const kinds: Record<string, FaultKind> = {
  AUTHENTICATION_REQUIRED: 'auth',
  INVALID_SESSIONID: 'auth',
  SESSION_EXPIRED: 'auth',
  INVALID_USER_CREDENTIALS: 'auth',
  INVALID_AUTH_TOKEN: 'auth',
  ACCESS_DENIED: 'permission',
  INVALID_ID_ATTRIBUTE: 'notFound',
  RECORD_NOT_FOUND: 'notFound',
  MANDATORY_FIELDS_MISSING: 'invalidRecord',
  REFERENCE_INVALID: 'invalidRecord',
  QUERY_SYNTAX_ERROR: 'bug',
  // For a query of ours that is well formed (V-10) these are the server's own trouble (c095 too).
  INTERNAL_SERVER_ERROR: 'transient',
  DATABASE_QUERY_ERROR: 'transient',
  /** vtiger: a duplicate. */
  '0': 'conflict',
};

/** V-2: answers that are not JSON. A status that is not here is left to the hub. */
const statuses: Record<number, [FaultKind, string]> = {
  200: ['transient', 'The CRM answered with text instead of data: it is in maintenance, or it failed.'],
  404: ['config', 'There is no webservice.php at this address. Correct the url of the connection.'],
  414: ['bug', 'A query was too long to be asked by GET.'],
  500: [
    'transient',
    'The CRM failed without a word: its database is down, or it does not know the operation.',
  ],
};

const envelope = codec.object({
  success: codec.required(codec.boolean),
  error: codec.object({ code: codec.text, message: codec.text }),
  result: codec.raw,
});

/** V-1, V-2: the failure in an answer of the CRM, if it is one. */
export function faultOf({ status, body }: VendorAnswer): Fault | undefined {
  const known = statuses[status >= 500 ? 500 : status];
  if (body === undefined || status >= 400)
    return known && new Fault(known[0], known[1], { details: { status } });
  const { success, error } = readAnswer(envelope, body, 'a call');
  if (success) return undefined;
  const code = error?.code ?? 'no code';
  return new Fault(
    kinds[code] ?? 'contract',
    `The CRM answered ${code}: ${(error?.message ?? 'no reason given').replace(/\.$/, '')}.`,
    {
      details: { code },
    },
  );
}

/** What is inside the envelope of an answer without a fault. */
export const unwrap = (body: unknown): unknown => readAnswer(envelope, body, 'a call').result;

export const transport: Transport<VtigerSettings> = {
  base: ({ url }) => `${url.replace(/\/+$/, '')}/`,
  send: 'form',
  fault: faultOf,
  unwrap,
  auth: session({
    async open(http, settings) {
      try {
        return await signIn(http, settings);
      } catch (fault) {
        // V-3: on vtiger another sign-in of this user took our token away; once more with a new one.
        if (!(fault instanceof Fault) || fault.details['code'] !== 'INVALID_AUTH_TOKEN') throw fault;
        return signIn(http, settings);
      }
    },
    apply: (sessionName, request) => {
      const carried = request.method === 'GET' ? 'query' : 'body';
      return { ...request, [carried]: { ...(request[carried] as object | undefined), sessionName } };
    },
  }),
};

async function signIn(http: VendorHttp, { user, accessKey }: VtigerSettings): Promise<string> {
  const challenge = codec.object({ token: codec.required(codec.text) });
  const { token } = readAnswer(
    challenge,
    await get(http, 'getchallenge', { username: user }),
    'getchallenge',
  );
  const key = createHash('md5').update(`${token}${accessKey}`).digest('hex');
  const opened = codec.object({ sessionName: codec.required(codec.text) });
  return readAnswer(opened, await post(http, 'login', { username: user, accessKey: key }), 'login')
    .sessionName;
}

export const get = (http: VendorHttp, operation: string, parameters: Parameters = {}): Promise<unknown> =>
  http.get(path, { operation, ...parameters });

export const post = (http: VendorHttp, operation: string, parameters: Parameters = {}): Promise<unknown> =>
  http.post(path, { operation, ...parameters });

/** A row is judged by its mapping; only without an id is the whole answer wrong. */
export const item: Codec<Item> = {
  expected: 'a row with an id',
  decode(value, where) {
    const row = codec.anyObject.decode(value, where);
    const id = codec.id.decode(row?.['id'], `${where}.id`);
    if (!row || id === undefined) return undefined;
    return { ...row, id };
  },
};

/** V-2: by GET, which every server knows; a query too long for a URL goes by POST (c073, c205). */
export async function query(http: VendorHttp, vtql: string): Promise<Item[]> {
  const send = encodeURIComponent(vtql).length > 5_000 ? post : get;
  return readAnswer(codec.list(item), await send(http, 'query', { query: vtql }), 'query');
}

/** V-10: text in a query. An apostrophe is doubled; for a backslash the language has no way. */
export function quote(value: string): string {
  if (value.includes('\\'))
    throw new Fault('invalidRecord', `vtiger cannot be asked for "${value}": its queries take no backslash.`);
  return `'${value.replaceAll("'", "''")}'`;
}
