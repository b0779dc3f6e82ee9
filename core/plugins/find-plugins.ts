import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { PorticoError } from '../contract/portico-error.js';

/** Where a plugin's module is, and how a person named it. */
export interface FoundPlugin {
  name: string;
  url: string;
}

/** The file of a plugin folder that exports `plugin`, compiled. */
const entries = ['plugin.js', 'plugin.mjs', 'dist/plugin.js'];

/** Every plugin folder below a folder: each has a plugin.js. */
export function findPluginsIn(folder: string): FoundPlugin[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const entry = entryOf(join(folder, name));
      return entry ? [{ name: join(folder, name), url: entry }] : [];
    });
}

/**
 * Finds what `plugins` in the config names: a plugin's folder, a folder of plugin folders, or an npm package.
 * Relative folders are below `base` (the config file's folder), where packages are looked up too.
 * @throws PorticoError PLUGIN_NOT_FOUND naming what was looked for and where.
 */
export function findPlugin(named: string, base: string): FoundPlugin[] {
  if (named.startsWith('.') || isAbsolute(named)) {
    const folder = resolve(base, named);
    const entry = entryOf(folder);
    if (entry) return [{ name: named, url: entry }];
    const found = existsSync(folder) && statSync(folder).isDirectory() ? findPluginsIn(folder) : [];
    if (found.length) return found;
    const source = existsSync(join(folder, 'plugin.ts'))
      ? ' There is a plugin.ts: compile it first (tsc).'
      : '';
    throw new PorticoError(
      'PLUGIN_NOT_FOUND',
      `No plugin at ${folder}: no plugin.js, plugin.mjs or dist/plugin.js in it, nor in the folders below it.${source}`,
      { details: { named, folder } },
    );
  }
  try {
    return [{ name: named, url: pathToFileURL(packageEntry(named, base)).href }];
  } catch (cause) {
    throw new PorticoError(
      'PLUGIN_NOT_FOUND',
      `The plugin package "${named}" is not installed for ${base}. Install it there (npm install ${named}), or write a folder with a leading ./ instead.`,
      { cause, details: { named, base } },
    );
  }
}

/** The file that `import` would load. `require` knows everything of it but packages that it may not load itself. */
function packageEntry(named: string, base: string): string {
  const require = createRequire(join(base, 'package.json'));
  try {
    return require.resolve(named);
  } catch (error) {
    for (const folder of require.resolve.paths(named) ?? []) {
      const manifest = join(folder, named, 'package.json');
      if (!existsSync(manifest)) continue;
      const { exports } = JSON.parse(readFileSync(manifest, 'utf8')) as { exports?: Record<string, unknown> };
      const entry = importTarget(exports?.['.'] ?? exports);
      if (entry) return join(folder, named, entry);
    }
    throw error;
  }
}

/** What a package's `exports` gives to an import: the first condition that holds. */
function importTarget(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (typeof target !== 'object' || target === null) return undefined;
  const held = Object.entries(target).find(([condition]) =>
    ['node', 'import', 'default'].includes(condition),
  );
  return held && importTarget(held[1]);
}

function entryOf(folder: string): string | undefined {
  const entry = entries.map((name) => join(folder, name)).find((path) => existsSync(path));
  return entry && pathToFileURL(entry).href;
}
