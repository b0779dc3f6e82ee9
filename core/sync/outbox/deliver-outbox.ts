import type { Connection } from '../../connections/connection.js';
import type { Database } from '../../database/open-database.js';
import { deliverCommand, type DeliveryOptions } from './deliver-command.js';
import { takeCommand } from './lease-command.js';

export interface OutboxOptions extends DeliveryOptions {
  worker: string;
  /** How many commands of one connection are under way at once. */
  lanes?: number;
  /** Asked between commands: should the worker go to others? */
  shouldYield?(): boolean;
}

/** How many commands came to which end. */
export type Delivered = Partial<Record<'done' | 'waiting' | 'manual' | 'failed' | 'dead' | 'lost', number>>;

/**
 * Writes what waits in a connection's outbox and is due, several commands at once, each record's in order,
 * until there is none or the worker is wanted elsewhere. Any number of workers may do so.
 */
export async function deliverOutbox(
  { pool }: Pick<Database, 'pool'>,
  connection: Connection,
  { worker, lanes = 4, shouldYield, ...options }: OutboxOptions,
): Promise<Delivered> {
  const delivered: Delivered = {};
  const work = async (): Promise<void> => {
    while (!options.signal.aborted && !shouldYield?.()) {
      const command = await takeCommand(pool, { connectionId: connection.id, worker });
      if (!command) return;
      const end = await deliverCommand({ pool }, connection, command, options);
      delivered[end] = (delivered[end] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return delivered;
}
