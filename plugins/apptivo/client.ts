import { codec, Fault, Mismatch } from 'portico/contract';
import type { FaultKind, Parameters, Session, Transport, VendorAnswer } from 'portico/contract';

import { listNames, reasons, wrappers } from './assumed.js';
import { defaultUrl, type ApptivoSettings } from './settings.js';

export type ApptivoSession = Session<ApptivoSettings>;
export type Raw = Record<string, unknown>;
/** What a call carries: text, or what goes as JSON text. */
export type Sendables = Readonly<Record<string, string | number | boolean | object | undefined>>;

/** The three apps that are read and written: URL names, object ids, and the names of their parameters (apptivo.md §2). */
export const apps = {
  customers: { path: 'dao/v6/customers', objectId: 3, id: 'customerId', data: 'customerData' },
  contacts: { path: 'dao/v6/contacts', objectId: 2, id: 'contactId', data: 'contactData' },
  cases: { path: 'dao/v6/cases', objectId: 59, id: 'caseId', data: 'caseData' },
} as const;
export type App = keyof typeof apps;

export const isObject = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON of an object that stands in a text; nothing where it is none. */
export function parseObject(text: unknown): Raw | undefined {
  try {
    const value: unknown = typeof text === 'string' ? JSON.parse(text) : text;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The objects of a list that may be null (apptivo.md §9). */
export const objects = (value: unknown): Raw[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** An id or a text where it is one, else nothing: what is null or of another kind never stops a whole answer. */
export const idIn = (raw: unknown, ...names: string[]): string | undefined => first(raw, names, codec.id);
export const textIn = (raw: unknown, ...names: string[]): string | undefined => first(raw, names, codec.text);

function first(raw: unknown, names: string[], by: typeof codec.text): string | undefined {
  for (const name of names) {
    try {
      const value = isObject(raw) ? by.decode(raw[name], name) : undefined;
      if (value !== undefined) return value;
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
    }
  }
  return undefined;
}

/** `FAILURE` with its reason, inside HTTP 200 (apptivo.md §5); other statuses and no JSON are left to the hub. */
export function faultOf({ body }: Pick<VendorAnswer, 'body'>): Fault | undefined {
  if (textIn(body, 'status')?.toUpperCase() !== 'FAILURE') return undefined;
  const reason = textIn(body, 'reason')?.slice(0, 200) ?? 'no reason given';
  const kind = reasons.find(([words]) => words.test(reason))?.[1] ?? 'contract';
  return new Fault(kind, `Apptivo refused: "${reason}".`);
}

/** Forms in, JSON out; the action stands in the address, everything else, and every secret, in the body. */
export const transport: Transport<ApptivoSettings> = {
  base: ({ url = defaultUrl }) => new URL('/app/', url).href,
  send: 'form',
  fault: faultOf,
};

/** Calls an action; members that are objects or lists go as JSON text (apptivo.md §2). */
export function call(
  { http, settings: { apiKey, accessKey, userName } }: ApptivoSession,
  path: string,
  action: string,
  parameters: Sendables,
): Promise<unknown> {
  const form: Parameters = Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]],
    ),
  );
  return http.post(path, { ...form, apiKey, accessKey, userName }, { a: action });
}

/**
 * The rows of a list and how many there are in all. A list that is absent or null is empty (apptivo.md §5); something
 * else in its place is no answer.
 */
export function listIn(answer: unknown, action: string): { rows: Raw[]; count?: number } {
  if (!isObject(answer)) throw unknownAnswer(action);
  const given = listNames.map((name) => answer[name] ?? '').filter((each) => each !== '');
  const list = given.find((each) => Array.isArray(each)) ?? given[0] ?? [];
  if (!Array.isArray(list) || list.some((each) => each !== null && !isObject(each)))
    throw unknownAnswer(action);
  const total = textIn(answer, 'countOfRecords');
  const count = total !== undefined && /^\d+$/.test(total) ? Number(total) : undefined;
  return { rows: objects(list), ...(count !== undefined && { count }) };
}

/** The list of an answer, wherever it is; nothing where there is none. */
export function findList(answer: unknown): Raw[] | undefined {
  if (Array.isArray(answer)) return objects(answer);
  const lists = isObject(answer) ? listNames.map((name) => answer[name]) : [];
  const found = lists.find((each) => Array.isArray(each));
  return found && objects(found);
}

/** One object of an app, bare or in one of its wrappers; nothing where the answer has none. */
export function objectIn(answer: unknown, app: App): Raw | undefined {
  const { id } = apps[app];
  const inside = isObject(answer) ? wrappers.map((name) => answer[name]) : [];
  return [answer, ...inside].filter(isObject).find((each) => idIn(each, id, 'id') !== undefined);
}

/** What a call answers; nothing where it fails in this one way. */
export async function unless<T>(kind: FaultKind, calling: Promise<T>): Promise<T | undefined> {
  try {
    return await calling;
  } catch (fault) {
    if (fault instanceof Fault && fault.kind === kind) return undefined;
    throw fault;
  }
}

/** The vendor's id of a row of an app. */
export const idOf = (row: Raw, app: App): string | undefined => idIn(row, apps[app].id, 'id');

/** One object by its id; `notFound` where Apptivo has it no more. */
export async function getById(session: ApptivoSession, app: App, id: string): Promise<Raw> {
  const answer = await call(session, apps[app].path, 'getById', { [apps[app].id]: id });
  const found = objectIn(answer, app);
  if (found && idOf(found, app) === id) return found;
  // Nothing is also what a vendor says that is not itself: that it still answers a list must show first.
  if (isEmpty(answer))
    listIn(await call(session, apps[app].path, 'getAll', { startIndex: 0, numRecords: 1 }), `${app} getAll`);
  throw isEmpty(answer) || (isObject(answer) && Object.values(answer).every(isEmpty))
    ? new Fault('notFound', `Apptivo has nothing under ${apps[app].id} ${id}.`)
    : unknownAnswer(`${app} getById ${id}`);
}

const isEmpty = (value: unknown): boolean => ['null', '""', '{}', '[]'].includes(JSON.stringify(value));

const unknownAnswer = (action: string): Fault =>
  new Fault('contract', `The answer to ${action} has nothing in it that the plugin knows.`);
