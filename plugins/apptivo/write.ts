import { isDeepStrictEqual } from 'node:util';

import { Fault, type Actions, type Command } from 'portico/contract';

import { apps, call, getById, idOf, isObject, objectIn, textIn } from './client.js';
import type { App, ApptivoSession, Raw, Sendables } from './client.js';
import { factsOf } from './discover.js';
import type { ApptivoSettings } from './settings.js';

export type ApptivoActions = Actions<ApptivoSettings>;

/** A text that the command must carry, itself or in what was held before. */
export function demand({ body, base }: Command, name: string): string {
  const found = textOf(body[name]) ?? textOf(base?.[name]);
  if (found !== undefined) return found;
  throw new Fault('bug', `The command does not say which ${name} it is about.`, { details: { name } });
}

/** A member that is one text, or a list of one. */
export const textOf = (value: unknown): string | undefined =>
  Array.isArray(value) ? textOf(value[0]) : textIn({ value }, 'value');

/** The body without the members that only say where it goes. */
export const dataOf = <T>({ body }: Command, ...except: string[]): Partial<T> =>
  // A command's body has canonical names and values.
  Object.fromEntries(Object.entries(body).filter(([name]) => !except.includes(name))) as Partial<T>;

/** The id of a command's target, as Apptivo counts. */
export const target = ({ id }: Command): string => {
  if (id === undefined) throw new Fault('bug', 'The command does not say what it changes.');
  return id;
};

/** Makes an object and answers its id. An answer without one leaves it to `find` what was made. */
export async function save(
  session: ApptivoSession,
  app: App,
  data: Raw,
  more: Sendables = {},
): Promise<string> {
  const { path, data: name } = apps[app];
  const made = objectIn(await call(session, path, 'save', { [name]: data, ...more }), app);
  const id = made && idOf(made, app);
  if (id !== undefined) return id;
  throw new Fault('contract', `Apptivo did not say the id of what it made in ${app}.`, {
    details: { unknownOutcome: true },
  });
}

/**
 * Writes the named fields of an object and no others, with both spellings of their list (apptivo.md §9), and reads it
 * back, since what is not in the list is left as it was without a word.
 */
export async function update(
  session: ApptivoSession,
  app: App,
  { id, data, names, more = {} }: { id: string; data: Raw; names: string[]; more?: Sendables },
): Promise<Raw> {
  const { path, id: idName, data: dataName } = apps[app];
  const known = factsOf(session.facts).attributes[app] ?? {};
  const attributeIds = names.flatMap((name) => known[name] ?? []);
  const parameters: Sendables = {
    [idName]: id,
    [dataName]: { [idName]: Number(id), ...data },
    attributeName: names,
    attributeNames: names,
    attributeIds: attributeIds.length === names.length ? attributeIds : undefined,
    ...more,
  };
  await call(session, path, 'update', parameters);
  return getById(session, app, id);
}

/** The canonical fields that a row, read back, holds otherwise than was asked; custom ones as `fields.<name>`. */
export const differing = (kept: object, wanted: object): string[] => {
  const held = flat(kept);
  return [...flat(wanted)].flatMap(([name, value]) =>
    isDeepStrictEqual(plain(held.get(name)), plain(value)) ? [] : [name],
  );
};

const flat = (data: object): Map<string, unknown> =>
  new Map(
    Object.entries(data).flatMap(([name, value]: [string, unknown]): [string, unknown][] =>
      name === 'fields' && isObject(value)
        ? Object.entries(value).map(([field, each]) => [`fields.${field}`, each])
        : [[name, value]],
    ),
  );

/** Nothing is nothing, however it is written, and blanks at the ends are none. */
const plain = (value: unknown): unknown =>
  typeof value === 'string' ? value.trim() || undefined : (value ?? undefined);
