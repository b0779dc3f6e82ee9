import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';

import { projectPath } from '../core/project-path.js';

/**
 * Puts `portico` among the commands of this clone, as npm does for a package that is installed: `npx portico` then
 * runs what was built here, at once, and installs nothing elsewhere. Windows has no such links; there npx makes its own.
 */
const folder = projectPath('node_modules/.bin');
const target = projectPath('dist/bin/portico.js');
if (process.platform !== 'win32' && existsSync(projectPath('node_modules'))) {
  mkdirSync(folder, { recursive: true });
  rmSync(`${folder}/portico`, { force: true });
  symlinkSync('../../dist/bin/portico.js', `${folder}/portico`);
  chmodSync(target, 0o755);
}
