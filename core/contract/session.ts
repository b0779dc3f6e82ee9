import type { Facts } from './generated/facts.js';
import type { Json } from './json.js';

/** What a call carries in its query or form: arrays repeat the name, undefined is left out. */
export type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

/** Calls to the vendor by paths below the connection's base. Answers have passed the transport's `fault` and `unwrap`. */
export interface VendorHttp {
  get(path: string, query?: Parameters): Promise<unknown>;
  /** With a JSON body, unless the transport says `send: 'form'`. */
  post(path: string, body?: Json | Parameters, query?: Parameters): Promise<unknown>;
  put(path: string, body?: Json | Parameters): Promise<unknown>;
  patch(path: string, body?: Json | Parameters): Promise<unknown>;
  delete(path: string, query?: Parameters): Promise<unknown>;
}

/** Lines about what a plugin does, under the connection's name, redacted. */
export interface SessionLog {
  info(message: string, details?: Record<string, unknown>): void;
  warn(message: string, details?: Record<string, unknown>): void;
}

/** Everything a plugin may touch while it talks to its vendor. */
export interface Session<S> {
  http: VendorHttp;
  settings: Readonly<S>;
  facts: Facts;
  log: SessionLog;
  now(): Date;
  /** Reads once a run, however many streams ask under this key. */
  once<T>(key: string, read: () => Promise<T>): Promise<T>;
}
