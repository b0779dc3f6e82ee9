import type { IncomingHttpHeaders } from 'node:http';

import type { Facts } from './generated/facts.js';
import type { Policy } from './generated/policy.js';
import type { Json } from './json.js';
import type { RecordModule } from './rows.js';
import type { Download, Session } from './session.js';
import type { AnyStream } from './stream.js';
import type { Limit, Transport } from './transport.js';

type Verb = 'create' | 'update' | 'delete' | 'comment' | 'sign' | 'pay' | 'register';

/** The same words in policy, API and audit. */
export type ActionName =
  | `${RecordModule | 'contact' | 'customer'}.${Verb}`
  | 'contact.promote'
  | 'contact.move'
  | 'login.enable'
  | 'login.disable'
  | 'participant.add'
  | 'participant.remove'
  | 'file.add';

/** A change to be written to a vendor. `key` is its idempotency key, the same at every try. */
export interface Command {
  key: string;
  /** The vendor id of what is changed; absent in a create. */
  id?: string;
  body: Readonly<Record<string, Json>>;
  /** What Portico held when the change was asked for. */
  base?: Readonly<Record<string, Json>>;
}

interface Writing<S> {
  /**
   * Writes the change; its body has canonical names. Answers the vendor's id of what was made, and the names of
   * fields that the vendor, read back, kept otherwise than asked.
   */
  write(session: Session<S>, command: Command): Promise<{ id?: string; differs?: string[] }>;
  /** After an unknown outcome: the id of what an earlier try with this key made, if it made it. */
  find?(session: Session<S>, command: Command): Promise<string | undefined>;
}

/** How an operation is done: by the vendor's API, by a detour over it, by Portico itself, by a person in the vendor. */
export type Action<S> =
  | ({ how: 'native' | 'derived' } & Writing<S>)
  | { how: 'hub' }
  | { how: 'manual'; step: string };

/** How a file's content is had: read on demand, after the access check. */
export type FileAction<S> =
  | {
      how: 'native' | 'derived';
      fetch(
        session: Session<S>,
        file: { id: string; name: string; record: { module: RecordModule; id: string } },
      ): Promise<Download>;
    }
  | { how: 'hub' }
  | { how: 'manual'; step: string };

/** What a plugin can do, by operation; one left out is not done at all. */
export type Actions<S> = Partial<Record<ActionName, Action<S>>> & { 'file.get'?: FileAction<S> };

export const native = <S>(writing: Writing<S>): Action<S> => ({ how: 'native', ...writing });
export const derived = <S>(writing: Writing<S>): Action<S> => ({ how: 'derived', ...writing });
/** Portico enforces or keeps it itself; nothing is written to the vendor. */
export const hub = (): Action<never> => ({ how: 'hub' });
/** `step` is what a person must do in the vendor, as a sentence. */
export const manual = (step: string): Action<never> => ({ how: 'manual', step });

/** JSON Schema of a connection's settings; `secret: true` on a text member: encrypted at rest, never shown. */
export interface SettingsSchema {
  type: 'object';
  properties: Record<
    string,
    { type?: string; title?: string; description?: string; secret?: boolean; [keyword: string]: unknown }
  >;
  required?: string[];
  additionalProperties?: boolean;
}

export interface Webhooks<S> {
  /** Is it really the vendor who says this? Over the raw body, in constant time. Without a secret in the settings: false. */
  verify(hook: { headers: IncomingHttpHeaders; body: Buffer; settings: S; now: Date }): boolean;
  /** What the body points at; it is read again from the vendor, never believed. */
  events(body: unknown, context: { settings: S; facts: Facts }): { stream: string; id: string }[];
}

/** A plugin: a plain object that knows one vendor. */
export interface Plugin<S> {
  /** kebab-case; the word in config and CLI. */
  id: string;
  version: string;
  contract: 1;
  title: string;
  settings: SettingsSchema;
  /** The vendor account that limits and sign-ins are shared over. Default: the connection. */
  account?(settings: S): string;
  limits?(settings: S): Limit[];
  transport: Transport<S>;
  /** Cheap and read-only: "Test connection". Throws a Fault. */
  check(session: Session<S>): Promise<void>;
  /** Reads what the account looks like. Again before every full pass and at least once a day. */
  discover(session: Session<S>): Promise<Facts>;
  /** A module that is missing in the facts is a missing stream. */
  streams(facts: Facts, settings: S): Record<string, AnyStream<S>>;
  actions(facts: Facts, settings: S): Actions<S>;
  webhooks?: Webhooks<S>;
  /**
   * What the vendor names participants by in its records and in `participant.add` and `participant.remove`, whose
   * bodies have `contact` and, where known, `login`. Default: the contact.
   */
  participantsBy?: 'contact' | 'login';
  /** What an acceptance binds a person to, and the vendor's own password check, if it has one. */
  signIn: {
    binds: 'contact' | 'customer';
    check?(session: Session<S>, login: string, password: string): Promise<boolean>;
    /** What staff grant to one access here, since the vendor's API does not tell it: `component:invoices`. */
    granted?(facts: Facts, settings: S): { capability: string; label: string }[];
  };
  /** The vendor's access rules, as data. */
  policy(facts: Facts, settings: S): Policy;
}

/** A plugin for any settings: it gets only settings that its own schema has passed. */
export type AnyPlugin = Plugin<unknown>;

/** Declares a plugin; `S` is the type of its settings. */
export const definePlugin = <S>(declaration: Plugin<S>): AnyPlugin => declaration;
