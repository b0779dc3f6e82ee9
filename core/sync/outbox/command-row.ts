import type { ActionName, Json } from '../../contract/contract.js';

export type CommandState = 'waiting' | 'writing' | 'manual' | 'done' | 'failed' | 'dead' | 'dropped';

export type JsonObject = Readonly<Record<string, Json>>;

/** A command of the outbox that this worker holds. */
export interface HeldCommand {
  id: number;
  connectionId: string;
  action: ActionName;
  module: string | null;
  recordId: string | null;
  key: string;
  target: string | null;
  body: JsonObject;
  base: JsonObject | null;
  tries: number;
  unknown: boolean;
  leaseToken: string;
}

export const heldColumns = `command.id, command.connection_id as "connectionId", command.action, command.module,
  command.record_id as "recordId", command.key, command.target, command.body, command.base, command.tries,
  command.unknown, command.lease_token as "leaseToken"`;

/** What a repeated try would make twice; everything else comes to the same, however often it is written. */
export const makesAnew = (action: ActionName): boolean =>
  /\.(create|comment|sign|pay|register)$/.test(action) || action === 'file.add';
