import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = findRoot(dirname(fileURLToPath(import.meta.url)));

/**
 * The path of a file that ships beside the code uncompiled (schemas, migrations, default config), given
 * relative to the package's folder. Compiled code lives one level deeper than its source, so neither can count
 * on `import.meta.url` alone.
 */
export function projectPath(relative: string): string {
  return join(root, relative);
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('Portico was started outside of its own package folder.');
  return findRoot(parent);
}
