import { Fault, type Command, type Json } from 'portico/contract';

import type { Attributes } from './client.js';

/** A member of the command, itself or as it was held before; a list of one stands for what is in it. */
export function optional({ body, base }: Command, name: string): string | undefined {
  const given = body[name] ?? base?.[name];
  const value = Array.isArray(given) ? given[0] : given;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** A member that the command must carry. */
export function needed(command: Command, name: string): string {
  const value = optional(command, name);
  if (value !== undefined) return value;
  throw new Fault('bug', `The command does not say which ${name} it is about.`, { details: { name } });
}

/** The vendor id of what is changed. */
export const idIn = (command: Command): string => command.id ?? needed(command, 'id');

/** The command's data without the members that say something else. */
export const dataOf = ({ body }: Command, ...except: string[]): Record<string, Json> =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !except.includes(name)));

/** A mapping writes what JSON can carry, for all it writes came from JSON. */
export const asAttributes = (written: Record<string, unknown>): Attributes => written as Attributes;
