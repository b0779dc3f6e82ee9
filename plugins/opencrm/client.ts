import { codec, Fault, headers, readAnswer } from 'portico/contract';
import type { Codec, FaultKind, Parameters, Session, Transport, VendorAnswer } from 'portico/contract';

import type { OpencrmSettings } from './settings.js';
import { lenient } from './vendor-codecs.js';

export type OpencrmSession = Session<OpencrmSettings>;

/** A record as it was answered; of its columns only the id is known to be there. */
export interface Item {
  id: string;
  [column: string]: unknown;
}

/** "Unauthorized" is the one text that was seen (§5); the others are told by their words. */
const kinds: [RegExp, FaultKind][] = [
  [/unauthori[sz]ed|invalid (api ?|pass ?)?key/i, 'auth'],
  [/permission|not (allowed|permitted)|denied|forbidden/i, 'permission'],
  [/too many|rate limit|limit (reached|exceeded)/i, 'rateLimited'],
  [/try again|temporar|timed? ?out|unavailable|database|internal/i, 'transient'],
  [/not found|does ?n[o']t exist|no such|no record|unknown (record|id|method)/i, 'notFound'],
];

const refusal = codec.object({ error: codec.raw });

/** Failures inside HTTP 200, and answers that are no data (§5). */
export function faultOf({ status, body, text }: VendorAnswer): Fault | undefined {
  if (status === 200 && text.trim() === '')
    // An empty body says "nothing"; `call` hands it on as such.
    return new Fault('notFound', 'OpenCRM answered nothing.', { details: { empty: true } });
  if (body === undefined && status >= 400 && status < 500 && ![401, 404, 429].includes(status))
    return new Fault(
      'config',
      'A firewall in front of OpenCRM refused the call. Ask its support to let Portico in.',
    );
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const { error } = readAnswer(refusal, body, 'a call');
  if (error === undefined || error === null || error === false || error === '') return undefined;
  const said = typeof error === 'string' ? error : JSON.stringify(error);
  const kind = kinds.find(([words]) => words.test(said))?.[1] ?? 'contract';
  return new Fault(kind, `OpenCRM answered: ${said.replace(/\.$/, '')}.`, { details: { said } });
}

/** RPC by POST with form fields (§3); the keys go in headers, out of bodies and addresses (§2, way 2). */
export const transport: Transport<OpencrmSettings> = {
  base: ({ url }) => `${url.replace(/\/+$/, '').replace(/\/api\/rest$/, '')}/api/rest/`,
  send: 'form',
  // The firewall refuses the names of common clients.
  headers: { 'user-agent': 'Portico/1.0 (customer portal)' },
  auth: headers(({ apiKey, passKey }) => ({ KEY1: apiKey, KEY2: passKey })),
  fault: faultOf,
};

/** What a method answers; nothing for an empty body, which several readings of §9 allow. */
export async function call(
  session: OpencrmSession,
  method: string,
  fields: Parameters = {},
): Promise<unknown> {
  try {
    return await session.http.post(method, fields);
  } catch (fault) {
    if (fault instanceof Fault && fault.details['empty'] === true) return undefined;
    throw fault;
  }
}

/** The id is `crmid`, in full lists `id`, in some answers `record_id` alone (§3). */
export const item: Codec<Item> = {
  expected: 'a record with an id',
  decode(value, path) {
    const row = codec.anyObject.decode(value, path);
    const id = ['crmid', 'id', 'record_id'].map((name) => codec.id.decode(row?.[name], name)).find(Boolean);
    return row && id !== undefined ? { ...row, id } : undefined;
  },
};

const isEmptyObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Object.keys(value).length;

/** The records in an answer: a list, one record without a list around it, or any way of saying none (§9). */
export const itemsOf = (answer: unknown, method: string): Item[] =>
  answer === undefined || answer === null || isEmptyObject(answer)
    ? []
    : readAnswer(codec.oneOrMany(item), answer, method);

/** One record; nothing where the id is unknown, in whatever words (§5, §9). */
export async function readOne(
  session: OpencrmSession,
  module: string,
  id: string,
): Promise<Item | undefined> {
  try {
    const found = itemsOf(await call(session, `get_${module}`, { crmid: id }), `get_${module}`);
    return found.find((each) => each.id === id);
  } catch (fault) {
    const known = fault instanceof Fault && (fault.kind === 'notFound' || fault.kind === 'contract');
    if (known && fault.details['said'] !== undefined) return undefined;
    throw fault;
  }
}

/**
 * Writes fields of one record, or makes one, and answers its id. Without an id in the answer nobody knows whether a
 * create happened (§5): it is asked for by its mark before it is repeated.
 */
export async function edit(
  session: OpencrmSession,
  module: string,
  id: string | undefined,
  fields: Record<string, unknown>,
): Promise<string> {
  const method = `edit_${module}`;
  // A mapping writes text and numbers alone; null blanks a field, as an empty text does.
  const sent = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? '']));
  const answer = await call(session, method, { crmid: id ?? 0, ...(sent as Parameters) });
  const plain = Array.isArray(answer) && answer.length === 1 ? (answer as unknown[])[0] : answer;
  const made = lenient(item).decode(plain, method)?.id ?? lenient(codec.id).decode(plain, method);
  if (id === undefined && made === undefined)
    throw new Fault('transient', `OpenCRM did not say what ${method} made.`, {
      details: { unknownOutcome: true },
    });
  if (id !== undefined && made !== undefined && made !== id)
    throw new Fault('conflict', `OpenCRM changed ${made} instead of ${id}. Look at both there.`);
  return id ?? made ?? '';
}
