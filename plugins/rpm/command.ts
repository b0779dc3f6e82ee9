import { Fault, type Actions, type Command, type Json } from 'portico/contract';

import type { Raw } from './client.js';
import type { RpmSettings } from './settings.js';

export type RpmActions = Actions<RpmSettings>;
export type Body = { [name: string]: Json };

/** The vendor id of what a command changes, as RPM counts. */
export const idIn = (command: Command): number => Number(command.id ?? textIn(command, 'id'));

/** A member that the command must carry, itself or in what was held before. */
export function textIn({ body, base }: Command, name: string): string {
  const value = body[name] ?? base?.[name];
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new Fault('bug', `The command does not say which ${name} it is about.`, { details: { name } });
}

/** The command's data without the members that only say where it goes. */
export const dataOf = <T>({ body }: Command, ...except: string[]): Partial<T> =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !except.includes(name))) as Partial<T>;

/** A mapping writes what JSON can carry, for all it writes came from JSON. */
export const asBody = (written: Raw): Body => written as Body;

/** What is looked for, or nothing where RPM says that it is not there. */
export async function unlessMissing(read: () => Promise<string>): Promise<string | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Fault && error.kind === 'notFound') return undefined;
    throw error;
  }
}
