import type { IncomingHttpHeaders } from 'node:http';

import type { ActionName, Json, RecordModule, Row } from '../contract/contract.js';

/**
 * Starts a vendor to try a plugin against: a simulator on a loopback port, holding the same data at every call. What
 * it does not answer (a change, a sample) leaves checks without anything to go by; they say so.
 */
export type Start = () => StartedVendor | Promise<StartedVendor>;

export interface StartedVendor {
  /** Where it listens. Settings that name this address are pointed at the suite's proxy in front of it. */
  url: string;
  /** Settings that let the plugin in. */
  settings: Record<string, unknown>;
  close(): unknown;
  change?: StaffChanges;
  /** One command for each operation that the plugin writes, good for the data of a fresh start. */
  commands?: Partial<Record<ActionName, SampleCommand>>;
  file?: SampleFile;
  hook?: SampleHook;
  /** A sign-in that the vendor's own password check says yes to. */
  login?: { name: string; password: string };
  says?: VendorWords;
}

/** What only the vendor's staff can do. Answering `false` says that it cannot be done to this item. */
export interface StaffChanges {
  /** Changes something that shows in this item. */
  edit?(stream: string, id: string): unknown;
  /** Deletes this item. */
  remove?(stream: string, id: string): unknown;
  /** Gives all of these items one and the same last change. */
  touch?(stream: string, ids: string[]): unknown;
  /** Ends every session that is open. */
  expire?(): unknown;
}

export interface SampleCommand {
  /** The vendor id of what is changed; absent in a create. */
  id?: string;
  body: Record<string, Json>;
  base?: Record<string, Json>;
  /**
   * Does it show, and once? Only needed where the operation's name does not say how to tell; it may look into the
   * vendor of its own start, for what no stream reads.
   */
  shows?(rows: readonly Row[]): boolean;
}

export interface SampleFile {
  id: string;
  name: string;
  record: { module: RecordModule; id: string };
  content?: string;
}

export interface SampleHook {
  /** Bodies as the vendor sends them. */
  bodies: Json[];
  /** The headers that the vendor sends along with this very body, by the secret in the settings. */
  sign(body: string): IncomingHttpHeaders;
}

/** An answer as the vendor would give it. */
export interface PlainAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

/** The vendor's own words for what HTTP says by 401 and 429, where it has others. */
export interface VendorWords {
  expired?: PlainAnswer;
  limited?: PlainAnswer;
}
