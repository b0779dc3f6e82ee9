import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { PorticoError } from '../contract/portico-error.js';
import type { Start } from './start.js';

/** A plugin's simulated vendor, and the module it comes from. */
export interface FoundStart {
  path: string;
  start: Start;
}

/**
 * Finds the simulator of a plugin by where its module lies: `test/start.js` or `simulator.js` beside it or in its
 * folder, or, where plugins and tests lie in folders of their own, `../../test/contract/<folder>.js`.
 * @throws PorticoError SIMULATOR_UNUSABLE
 */
export async function findStart({
  entry,
  folder,
}: {
  entry: string;
  folder: string;
}): Promise<FoundStart | undefined> {
  const places = [...new Set([dirname(entry), folder])].flatMap((place) =>
    ['test/start.js', 'test/start.mjs', 'simulator.js', 'simulator.mjs'].map((name) => join(place, name)),
  );
  const path = [...places, join(folder, '../../test/contract', `${basename(folder)}.js`)].find((each) =>
    existsSync(each),
  );
  if (path !== undefined) return loadStart(path);
  const source = ['test/start.ts', 'simulator.ts']
    .map((name) => join(folder, name))
    .find((each) => existsSync(each));
  if (source === undefined) return undefined;
  throw new PorticoError(
    'SIMULATOR_UNUSABLE',
    `There is ${source}, and nothing compiled of it. Compile it first (tsc).`,
    {
      details: { path: source },
    },
  );
}

/**
 * Loads the module of a simulator.
 * @throws PorticoError SIMULATOR_UNUSABLE
 */
export async function loadStart(path: string): Promise<FoundStart> {
  const unusable = (what: string, cause?: unknown): PorticoError =>
    new PorticoError('SIMULATOR_UNUSABLE', `The simulator ${path} ${what}`, { cause, details: { path } });
  if (!existsSync(path)) throw unusable('is not there. Name its compiled module.');
  let module: { start?: unknown };
  try {
    module = (await import(pathToFileURL(path).href)) as typeof module;
  } catch (cause) {
    throw unusable(`cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  if (typeof module.start !== 'function')
    throw unusable('exports no start. Write: export async function start() { … }');
  // What it answers is looked at when it is first started.
  return { path, start: module.start as Start };
}
