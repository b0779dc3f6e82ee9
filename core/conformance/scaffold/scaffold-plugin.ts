import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';

import { PorticoError } from '../../contract/portico-error.js';
import { projectPath } from '../../project-path.js';

export interface ScaffoldedPlugin {
  id: string;
  folder: string;
  /** Below the folder, in the order of their names. */
  files: string[];
  /** How the folder's own tests and editor find `portico`: by a link made here, by one that was there, or not at all. */
  portico: 'linked' | 'found' | 'missing';
}

const template = projectPath('core/conformance/scaffold/template');

/** What npm would take for its own keeps a name of its own until it is copied. */
const renamed: Readonly<Record<string, string>> = {
  '_package.json': 'package.json',
  _gitignore: '.gitignore',
};

/** May this be the id of a plugin, and the name of its folder? kebab-case, as long as the manifest allows. */
export const isPluginId = (text: string): boolean =>
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text) && text.length >= 2 && text.length <= 41;

/**
 * Writes a whole plugin, with a simulated vendor and a test, into a new folder `<into>/<id>`. It never writes into a
 * folder that is there, and leaves none behind when it fails.
 * @throws PorticoError PLUGIN_FOLDER_EXISTS, PLUGIN_FOLDER_UNUSABLE
 */
export async function scaffoldPlugin({ id, into }: { id: string; into: string }): Promise<ScaffoldedPlugin> {
  const folder = join(into, id);
  await makeFolder(folder);
  try {
    const files = await copyTemplate(folder, id);
    return { id, folder, files, portico: await linkPortico(folder) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function makeFolder(folder: string): Promise<void> {
  const refusal = (code: string, sentence: string, cause: unknown) =>
    new PorticoError(code, sentence, { cause, details: { folder } });
  try {
    await mkdir(dirname(folder), { recursive: true });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw refusal('PLUGIN_FOLDER_UNUSABLE', `${folder} cannot be made: ${why}. Name another place.`, cause);
  }
  try {
    // Not recursive: this one must not be there yet, not even empty.
    await mkdir(folder);
  } catch (cause) {
    throw refusal(
      'PLUGIN_FOLDER_EXISTS',
      `${folder} cannot be made: there is something already, and nothing is ever written over. Give the plugin another name, or another place.`,
      cause,
    );
  }
}

async function copyTemplate(folder: string, id: string): Promise<string[]> {
  const entries = await readdir(template, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const { parentPath, name } of entries.filter((each) => each.isFile())) {
    const path = join(relative(template, parentPath), renamed[name] ?? name);
    await mkdir(dirname(join(folder, path)), { recursive: true });
    const text = await readFile(join(parentPath, name), 'utf8');
    await writeFile(join(folder, path), inNameOf(id, text), { flag: 'wx' });
    files.push(path.split(sep).join('/'));
  }
  return files.sort();
}

/** The template is a plugin `acme` that works; its name is all that changes. */
function inNameOf(id: string, text: string): string {
  const title = id.replace(
    /(^|-)([a-z0-9])/g,
    (_, dash: string, letter: string) => `${dash && ' '}${letter.toUpperCase()}`,
  );
  const names: Record<string, string> = {
    acme: id,
    Acme: title,
    ACME: id.toUpperCase().replaceAll('-', '_'),
  };
  return text.replace(/\b(?:acme\b|Acme\b|ACME(?=_))/g, (found) => names[found] ?? found);
}

/**
 * The hub hands its own contract to every plugin that it loads; a test runner and an editor look into node_modules. A
 * link, as npm makes one for a folder: nothing is fetched.
 */
async function linkPortico(folder: string): Promise<ScaffoldedPlugin['portico']> {
  try {
    createRequire(join(folder, 'package.json')).resolve('portico/contract');
    return 'found';
  } catch {
    // Nothing above the folder has it: the usual case outside of a project that installed Portico.
  }
  try {
    await mkdir(join(folder, 'node_modules'));
    await symlink(projectPath('.'), join(folder, 'node_modules/portico'), 'junction');
    return 'linked';
  } catch {
    return 'missing';
  }
}
