import { existsSync, readdirSync } from 'node:fs';

import { conformance, type Start } from '../../core/conformance/testing.js';
import type { AnyPlugin } from '../../core/contract/contract.js';
import { projectPath } from '../../core/project-path.js';
import { openTestDatabase } from '../database.js';

/** Every bundled plugin against its own simulator: `start`, and whatever other one <id>.ts beside this file exports. */
for (const id of readdirSync(projectPath('dist/plugins'))) {
  const { plugin } = (await import(`../../plugins/${id}/plugin.js`)) as { plugin: AnyPlugin };
  const folder = projectPath(`dist/plugins/${id}`);
  for (const [name, start] of Object.entries(await startsOf(id)))
    conformance({
      plugin,
      start,
      folder,
      title: name === 'start' ? id : `${id} (${name})`,
      database: openTestDatabase,
      strict: true,
    });
}

/** A plugin that nobody can try fails in every check that needs its vendor. */
async function startsOf(id: string): Promise<Record<string, Start>> {
  if (existsSync(projectPath(`dist/test/contract/${id}.js`)))
    return (await import(`./${id}.js`)) as Record<string, Start>;
  const start: Start = () => Promise.reject(new Error(`test/contract/${id}.ts is missing`));
  return { start };
}
