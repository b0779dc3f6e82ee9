import type { Fault } from './faults.js';
import type { Duration, Json } from './json.js';
import type { Body, Parameters, VendorHttp } from './session.js';

/** A call as it is about to leave. */
export interface VendorRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Parameters | undefined;
  body?: Body | undefined;
  headers: Readonly<Record<string, string>>;
}

/** What came back. `body` is the parsed answer, undefined where it was not of the vendor's language. */
export interface VendorAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: unknown;
  text: string;
}

/** How calls prove who they are. */
export type Auth<S> =
  | { how: 'headers'; headers(settings: S): Record<string, string> }
  | {
      how: 'session';
      /** Signs in, by calls that carry no session yet, and yields what `apply` needs. One at a time per account. */
      open(http: VendorHttp, settings: S): Promise<Json>;
      /** Puts the session into a call. */
      apply(session: Json, request: VendorRequest): VendorRequest;
    };

/** A header for every call: `headers((settings) => ({ 'X-Key': settings.key }))`. */
export const headers = <S>(read: (settings: S) => Record<string, string>): Auth<S> => ({
  how: 'headers',
  headers: read,
});

/** RFC 6750: `Authorization: Bearer <token>`. */
export const bearer = <S>(token: (settings: S) => string): Auth<S> =>
  headers((settings) => ({ authorization: `Bearer ${token(settings)}` }));

/** A session that is opened by calls of its own and opened again, once, after an `auth` fault. */
export const session = <S>(how: Omit<Extract<Auth<S>, { how: 'session' }>, 'how'>): Auth<S> => ({
  how: 'session',
  ...how,
});

type CallHeaders = Readonly<Record<string, string>>;

/** The vendor's dialect, declared once. */
export interface Transport<S> {
  /** The address that paths are below; `https://crm.example/api/`. */
  base(settings: S): string;
  /** How bodies go out. Default json. In XML an object is its elements, a list an element that comes again. */
  send?: 'json' | 'form' | 'xml';
  /**
   * How answers are read. Default json. In XML an element is a member by its name, an attribute one with an `@`, all
   * of them text; an element that comes again is a list, one that comes once is not (`codec.oneOrMany`).
   */
  receive?: 'json' | 'xml';
  /**
   * Headers of every call, such as `accept`, or those of one; `content-type` goes with a body only, and not with
   * multipart.
   */
  headers?: CallHeaders | ((request: Pick<VendorRequest, 'method' | 'path'>) => CallHeaders);
  auth?: Auth<S>;
  /** The failure in an answer, if it is one. Without a word from here: 401 auth, 403 permission, 404 notFound, 429 rateLimited, other 4xx contract, 5xx and an answer in another language transient. */
  fault?(answer: VendorAnswer, settings: S): Fault | undefined;
  /** What is inside the envelope of a good answer. */
  unwrap?(body: unknown): unknown;
  /** How long one call may take. Default 60s. */
  timeout?: Duration;
}

/** A limit of the vendor, kept per account over all processes. */
export type Limit = { kind: 'window'; calls: number; per: Duration } | { kind: 'parallel'; calls: number };

/** So many calls in each window of time. */
export const window = (limit: { calls: number; per: Duration }): Limit => ({ kind: 'window', ...limit });

/** So many calls at once from one process. */
export const parallel = (calls: number): Limit => ({ kind: 'parallel', calls });
