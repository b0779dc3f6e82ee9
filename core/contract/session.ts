import type { Facts } from './generated/facts.js';
import type { Json } from './json.js';

/** What a call carries in its query or form: arrays repeat the name, undefined is left out. */
export type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

/** A body that goes out in the transport's language, or as multipart: FormData, with files as Blobs. */
export type Body = Json | Parameters | FormData;

/** The bytes of a file, as the vendor served them. */
export interface Download {
  content: Uint8Array;
  contentType?: string;
}

/**
 * Calls to the vendor by paths below the connection's base. Answers have passed the transport's `fault` and `unwrap`.
 */
export interface VendorHttp {
  get(path: string, query?: Parameters): Promise<unknown>;
  post(path: string, body?: Body, query?: Parameters): Promise<unknown>;
  put(path: string, body?: Body): Promise<unknown>;
  patch(path: string, body?: Body): Promise<unknown>;
  delete(path: string, query?: Parameters): Promise<unknown>;
  /**
   * The bytes that a GET answers, whatever they are; only what `fault` or the status speaks against is a failure. The
   * path may be a whole address that the vendor gave; on another host than the base it is called without the sign-in.
   */
  download(path: string, query?: Parameters): Promise<Download>;
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
